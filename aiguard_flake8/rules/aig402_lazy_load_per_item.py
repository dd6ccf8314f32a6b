"""A relation is loaded once for each row of a query that could have brought it along.

## Why it hurts

`order.customer.name` looks like reading an attribute, and is a query. In a loop over fifty orders
it is fifty of them, which nobody sees in the code and nobody notices with the ten rows of a
developer's database. An asynchronous SQLAlchemy session does not load at all and raises.

## Bad

```python
from django.db import models
from django.http import JsonResponse

class Customer(models.Model):
    name = models.CharField(max_length=100)

class Order(models.Model):
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE)
    placed_on = models.DateField()

def orders_of_day(request, day):
    found = []
    for order in Order.objects.filter(placed_on=day):
        found.append({"id": order.pk, "customer": order.customer.name})  # AIG402
    return JsonResponse({"orders": found})
```

## Good

```python
from django.db import models
from django.http import JsonResponse

class Customer(models.Model):
    name = models.CharField(max_length=100)

class Order(models.Model):
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE)
    placed_on = models.DateField()

def orders_of_day(request, day):
    orders = Order.objects.filter(placed_on=day).select_related("customer")
    found = [{"id": order.pk, "customer": order.customer.name} for order in orders]
    return JsonResponse({"orders": found})
```

## When it stays silent

- The query loads the relation, or its options cannot be read.
- The relation says itself that it is loaded with the row, or never: `lazy="selectin"`, `"raise"`.
- Only the key is read: `order.customer_id`.
- A manager is asked in a way that loading before does not answer: `book.tags.filter(…)`, `last()`.
- All rows have the same related row, which a session of SQLAlchemy asks for once:
  `select(Order).where(Order.customer_id == customer.id)`.
- The function keeps its answer in a cache, and has looked there first.
- Each row is a piece of work: a round calls something for what it does, writes, or asks a service.
- The project keeps its rows in SQLite only.
- The rows come from somewhere that cannot be followed to a query of a declared model.
- Start-up, upkeep, command lines, scripts, migrations, background tasks and tests.

## References

- <https://docs.sqlalchemy.org/en/20/orm/queryguide/relationships.html>
- <https://docs.djangoproject.com/en/5.2/ref/models/querysets/#select-related>
"""

import ast

from aiguard_flake8.facts.lazy_loads import costs_little, lazy_loads, works
from aiguard_flake8.file import File
from aiguard_flake8.rule import FollowedReports

YIELDS_TO = ("AIG409",)


def check(
    loop: ast.For | ast.AsyncFor | ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp,
    file: File,
) -> FollowedReports:
    """Report the first relation that a loop loads for each of its rows."""
    if file.per_item.is_quiet() or not file.item_loops.has_items(loop):
        return
    for found in lazy_loads(loop, file):
        if file.per_item.counts(loop) and not costs_little(file) and not works(loop, file):
            way = f" ({found.way})" if found.way else ""
            yield (
                found.node,
                f"{found.model}.{found.relation} is loaded for each row{way}; load it with the"
                f" query, {found.remedy}",
                found.witness,
            )
        return
