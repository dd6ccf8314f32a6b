"""A whole table is loaded to pick some of its rows in Python.

## Why it hurts

The database could have found the three rows by an index. Instead it sends all of them, each becomes
an object, and nearly all are thrown away. The time grows with the table and not with the answer.

## Bad

```python
from django.db import models
from django.http import JsonResponse

class Order(models.Model):
    state = models.CharField(max_length=10)

def open_orders(request):
    found = [order.pk for order in Order.objects.all() if order.state == "open"]  # AIG408
    return JsonResponse({"orders": found})
```

## Good

```python
from django.db import models
from django.http import JsonResponse

class Order(models.Model):
    state = models.CharField(max_length=10)

def open_orders(request):
    orders = Order.objects.filter(state="open").order_by("-pk")[:100]
    return JsonResponse({"orders": [order.pk for order in orders]})
```

## When it stays silent

- Unless it is switched on. On applications that nobody had looked at two of seven reports were
  worth acting on: how many rows a table will hold is not in the code.
- The query has a condition or a limit already: what is left to do in Python may be what SQL cannot.
- The condition is no comparison of a column: a function or a property is asked, or a text is
  searched. Of a model that is known, the column must be declared.
- The rows are used for something else, too, or were loaded once and are searched in each round of
  another loop.
- The project keeps its rows in SQLite only.
- By its name the table stays short, because people fill it by hand: roles, categories, settings.
- Start-up, upkeep, command lines, scripts, migrations, background tasks and tests.

## References

- <https://docs.sqlalchemy.org/en/20/tutorial/data_select.html#the-where-clause>
- <https://docs.djangoproject.com/en/5.2/topics/db/queries/#retrieving-specific-objects-with-filters>
"""

from aiguard_flake8.facts.lazy_loads import costs_little
from aiguard_flake8.facts.whole_tables import searched
from aiguard_flake8.file import File
from aiguard_flake8.rule import FollowedReports
from aiguard_flake8.tree import ItemLoop

OPT_IN = True  # true, but how many rows a table will hold is not in the code


def check(loop: ItemLoop, file: File) -> FollowedReports:
    """Report a loop that goes through a whole table for the rows that meet a condition."""
    if file.per_item.is_quiet():
        return
    given = searched(loop, file)
    if given is None or not file.per_item.is_waited_for(loop) or costs_little(file):
        return
    way = file.tables.shown(given)
    through = f" through {way}" if way else ""
    yield (
        loop,
        f"every row of {given.rows.label} is loaded{through} to pick some in Python; put the"
        " condition into the query",
        file.tables.witness(given),
    )
