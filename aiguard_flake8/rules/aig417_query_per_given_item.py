"""A query runs once for each item that somebody hands over.

## Why it hurts

A function that takes a list and asks the database for each of its items is fine with the three that
its author had in mind. The next caller hands over a page, or all there are, and each item costs a
round trip. The query is often out of sight, in a repository or a service that the loop calls.

Whether there are many is not in the code; that is why this rule is opt-in. Where it is, AIG401
reports the same.

## Bad

```python
from sqlalchemy import select
from sqlalchemy.orm import Session

class CustomerRepo:
    def __init__(self, session: Session):
        self.session = session

    def get(self, customer_id):
        return self.session.scalars(
            select(Customer).where(Customer.id == customer_id)
        ).one()

def names(repo: CustomerRepo, orders: list[Order]) -> list[str]:
    return [repo.get(order.customer_id).name for order in orders]  # AIG417
```

## Good

```python
from sqlalchemy import select
from sqlalchemy.orm import Session

class CustomerRepo:
    def __init__(self, session: Session):
        self.session = session

    def by_ids(self, ids):
        rows = self.session.scalars(select(Customer).where(Customer.id.in_(ids)))
        return {row.id: row for row in rows}

def names(repo: CustomerRepo, orders: list[Order]) -> list[str]:
    customers = repo.by_ids({order.customer_id for order in orders})
    return [customers[order.customer_id].name for order in orders]
```

## When it stays silent

- Unless it is switched on. Its reports are true nearly always, and yet on applications that nobody
  had looked at only about four in ten were worth acting on: the others go over a handful of items,
  or are one step of much work for each, which the code does not show.
- Where rows of a query are seen to be gone over, or a handler of requests leads to the loop within
  its file, AIG401 reports it.
- All that AIG401 is silent about: rounds that do more than read, first successes, batches, few
  choices, what is remembered, start-up, upkeep, tasks, tests and the rest of its page.
- Items of which nobody can say where they come from: no query gives them, no caller, and no request
  is seen to wait.

## References

- <https://docs.sqlalchemy.org/en/20/orm/queryguide/relationships.html>
- <https://docs.djangoproject.com/en/5.2/topics/db/optimization/>
"""

from aiguard_flake8.file import File
from aiguard_flake8.rule import FollowedReports
from aiguard_flake8.tree import ItemLoop

YIELDS_TO = ("AIG409", "AIG402")

OPT_IN = True  # true, but how many items somebody hands over is not in the code


def check(loop: ItemLoop, file: File) -> FollowedReports:
    """Report the first query of a loop for each of its items, where there may be few."""
    if file.per_item.is_quiet():
        return
    found = file.per_item.query(loop)
    if found is not None and not found.evident:
        yield (
            found.node,
            f"{found.function.name}() runs a query for each item: {found.way};"
            " fetch them in one query",
            found.witness,
        )
