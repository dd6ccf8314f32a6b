"""A query runs once for each item of a loop.

## Why it hurts

A page that shows fifty orders and asks for the customer of each runs fifty-one queries. Each one
costs a round trip, so the page is fast with the ten rows of a developer's database and times out
with the thousand of a good customer. The query is often out of sight, in a repository or a service
that the loop calls.

## Bad

```python
from fastapi import Depends, FastAPI
from sqlalchemy import select
from sqlalchemy.orm import Session

app = FastAPI()

class CustomerRepo:
    def __init__(self, session: Session):
        self.session = session

    def get(self, customer_id):
        return self.session.scalars(
            select(Customer).where(Customer.id == customer_id)
        ).one()

@app.get("/orders")
def list_orders(repo: CustomerRepo = Depends(), orders: OrderRepo = Depends()):
    found = []
    for order in orders.latest():
        customer = repo.get(order.customer_id)  # AIG401
        found.append({"id": order.id, "customer": customer.name})
    return found
```

## Good

```python
from fastapi import Depends, FastAPI
from sqlalchemy import select
from sqlalchemy.orm import Session

app = FastAPI()

class CustomerRepo:
    def __init__(self, session: Session):
        self.session = session

    def by_ids(self, ids):
        rows = self.session.scalars(select(Customer).where(Customer.id.in_(ids)))
        return {row.id: row for row in rows}

@app.get("/orders")
def list_orders(repo: CustomerRepo = Depends(), orders: OrderRepo = Depends()):
    latest = orders.latest()
    customers = repo.by_ids({order.customer_id for order in latest})
    return [{"id": o.id, "customer": customers[o.customer_id].name} for o in latest]
```

## When it stays silent

- Unless rows of a query are seen to be gone over, or the loop stands in a function to which a
  handler of requests leads within its file. What a caller hands over may be three items or three
  thousand, which nothing in the code tells: AIG417, which is opt-in, reports these loops.
- Nobody is seen to wait: no handler of requests leads to the function, through all modules of the
  project. And a function that takes what somebody has sent in a form (`post`, `create_order`).
  AIG417 reports these, too.
- A round does more than gather: it writes, or calls something whose result nobody takes
  (`invoice.send()`, `close.delay(order)`). Then a query is a part of work that is done for each
  item, and one query for all would save little; AIG417 reports it.
- A round asks for nothing but whether something that a client has sent is there or allowed, and
  answers with an error of its own: that is mostly little, and for AIG417, too.
- What is called for an item does more than read, by its effects or by its name (`update_…`,
  `validate_…`): that is a workflow, and one query for all would not replace it. So is a round that
  reads a file, or that writes and reaches its query through more than one function. What a query
  is reached through is three calls at most; AIG417 follows five.
- The row that is found is made where it is missing, locked, deleted, or told to work
  (`topic.recount()`), or a round has a session or a transaction of its own.
- The query does not depend on the item, the loop retries, waits, takes the first success, goes over
  batches, over a few choices that stand in the code, or over what by its name is few: languages,
  roles, settings, fields, days, sort orders. So is what is turned away when it is more
  (`if len(ids) > 50: raise`). What a mapping holds (`….items()`) is looked at only where the loop
  itself asks, for the key or for the value.
- Only items of one kind are looked up: `isinstance`, `item.type == "file"`.
- A round goes on from what the one before has found, or a function on the way walks down a tree.
- The result is remembered: a cache, a cached property, a dictionary that is filled while the loop
  runs. So is a function that asks only where it does not know the answer otherwise.
- The query searches for something like the item (`ilike`, `<`), asks for a list already (`in_`), or
  for columns of its own (`group_by`).
- The function adds, sets, checks or sends by its name what somebody has just entered (`add_…`,
  `validate_…`): that is mostly little.
- Start-up, upkeep (`reindex_…`, `reconcile_…`), imports and exports, command lines, scripts,
  migrations, background tasks and tests. What reads or writes a file is an export, unless a request
  is seen to wait.
- Databases in the process, such as SQLite.
- Callees that are not known for certain.

## References

- <https://docs.sqlalchemy.org/en/20/orm/queryguide/relationships.html>
- <https://docs.djangoproject.com/en/5.2/topics/db/optimization/>
"""

from aiguard_flake8.file import File
from aiguard_flake8.rule import FollowedReports
from aiguard_flake8.tree import ItemLoop

YIELDS_TO = ("AIG409", "AIG402")


def check(loop: ItemLoop, file: File) -> FollowedReports:
    """Report the first query of a loop for each of its items, where there are many for sure."""
    if file.per_item.is_quiet():
        return
    found = file.per_item.evident_query(loop)
    if found is not None:
        yield (
            found.node,
            f"{found.function.name}() runs a query for each item: {found.way};"
            " fetch them in one query",
            found.witness,
        )
