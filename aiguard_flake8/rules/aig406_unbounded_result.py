"""A request handler answers with a whole table, however many rows it holds.

## Why it hurts

The table has twenty rows on the day the handler is written. A year later it has two million: each
request reads them all, builds as many objects and sends them as one answer, until the process runs
out of memory or the proxy out of patience. Then it is too late to introduce pages, because clients
rely on getting everything.

## Bad

```python
from fastapi import Depends, FastAPI
from sqlalchemy import select
from sqlalchemy.orm import Session

app = FastAPI()

class OrderRepo:
    def __init__(self, session: Session):
        self.session = session

    def list_all(self):
        return self.session.scalars(select(Order)).all()

@app.get("/orders")
def list_orders(repo: OrderRepo = Depends()):
    return repo.list_all()  # AIG406
```

## Good

```python
from fastapi import Depends, FastAPI
from sqlalchemy import select
from sqlalchemy.orm import Session

app = FastAPI()

class OrderRepo:
    def __init__(self, session: Session):
        self.session = session

    def page(self, after: int, limit: int):
        query = select(Order).where(Order.id > after).order_by(Order.id).limit(limit)
        return self.session.scalars(query).all()

@app.get("/orders")
def list_orders(after: int = 0, limit: int = 100, repo: OrderRepo = Depends()):
    return repo.page(after, min(limit, 500))
```

## When it stays silent

- Unless it is switched on. Among more than a hundred applications that nobody had looked at it had
  three reports, two of them worth acting on: how many rows a table will hold is not in the code.
- The query has a condition, a limit, an aggregate or a join; or the handler takes a page or a
  limit, whatever it does with it.
- By its name the table stays short, because people fill it by hand: roles, categories, settings.
- The answer is a page for people, where a table may fill a box to choose from.
- The handler asks for an administrator.
- Not everything that is returned can be followed to one query of a whole table.
- Tests, scripts, migrations and examples.

## References

- <https://docs.sqlalchemy.org/en/20/core/selectable.html#sqlalchemy.sql.expression.Select.limit>
- <https://docs.djangoproject.com/en/5.2/topics/pagination/>
"""

import ast

from aiguard_flake8.facts.whole_tables import handed_out
from aiguard_flake8.file import File
from aiguard_flake8.rule import FollowedReports

OPT_IN = True  # few reports, and how many rows there will be is not in the code


def check(function: ast.FunctionDef | ast.AsyncFunctionDef, file: File) -> FollowedReports:
    """Report what a handler returns without any bound."""
    roles = file.roles
    if file.per_item.is_quiet() or roles.role(function) != "handler":
        return
    found = handed_out(function, file)
    if found is None or roles.is_for_administrators(function):
        return
    node, given = found
    way = file.tables.shown(given)
    through = f" through {way}" if way else ""
    yield (
        node,
        f"{function.name}() answers with every row of {given.rows.label}{through};"
        " take a limit and hand out pages",
        file.tables.witness(given),
    )
