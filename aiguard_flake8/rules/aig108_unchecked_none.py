"""A value that may be None is used at once.

## Why it hurts

The row is there in every test. In production it was deleted a second ago, the variable is not set
on the new server, the answer has another form: an AttributeError about NoneType ends the request
with 500 where 404 or a clear message was due, and says nothing of what was missing.

## Bad

```python
def find_order(orders, number):
    for order in orders:
        if order.number == number:
            return order
    return None

def total_of(orders, number):
    order = find_order(orders, number)
    return order.total  # AIG108
```

## Good

```python
def find_order(orders, number):
    for order in orders:
        if order.number == number:
            return order
    return None

def total_of(orders, number):
    order = find_order(orders, number)
    if order is None:
        raise LookupError(f"no order {number}")
    return order.total
```

## When it stays silent

- The value is tested, compared or handed to a check (`require_…`, `ensure_…`) anywhere in the
  function.
- It is handed on, returned or stored before it is used: others may check it.
- A handler around the use catches what None would raise.
- The variable is bound more than once, or used in a function within.
- Nothing says that it may be missing: the function is not named for a search (`get_…`, `find_…`),
  or what it looks for was not given to the function around the call; the pattern fits everything;
  the query always gives a row.
- The function returns None only for a None that it is given.
- Callees that are not known for certain. In tests and scripts.
- Unless it is switched on: in three of ten reports the code around made sure in a way that cannot
  be seen, such as a foreign key.

## References

- <https://docs.sqlalchemy.org/en/20/orm/queryguide/query.html#sqlalchemy.orm.Query.first>
- <https://docs.python.org/3/library/re.html#re.match>
"""

import ast

from aiguard_flake8.facts.nothing import unchecked
from aiguard_flake8.file import File
from aiguard_flake8.rule import FollowedReports

OPT_IN = True


def check(node: ast.Call, file: File) -> FollowedReports:
    """Report uses that fail when a call gives None."""
    if file.roles.module_kind in ("test", "script", "migration"):
        return
    found = unchecked(node, file)
    if found is None:
        return
    way = file.reach.shown(found.witness)
    subject = f"{found.name}, which {way} gave," if found.name else f"what {way} gives"
    yield (
        found.node,
        f"{subject} may be None, and this fails then; say what shall happen when nothing is there",
        found.witness,
    )
