"""A loop runs the same query in each round, although nothing in it depends on the round.

## Why it hurts

The answer is the same a thousand times, and each time it costs a round trip to the database. One
line further up it would cost one.

## Bad

```python
from fastapi import Depends, FastAPI
from sqlalchemy import select
from sqlalchemy.orm import Session

app = FastAPI()

@app.get("/quotes")
def quotes(day: str, session: Session = Depends()):
    found = []
    for order in session.scalars(select(Order).where(Order.day == day)):
        rates = session.scalars(select(Rate).where(Rate.day == day)).all()  # AIG409
        found.append({"id": order.id, "total": convert(order.total, rates)})
    return found
```

## Good

```python
from fastapi import Depends, FastAPI
from sqlalchemy import select
from sqlalchemy.orm import Session

app = FastAPI()

@app.get("/quotes")
def quotes(day: str, session: Session = Depends()):
    rates = session.scalars(select(Rate).where(Rate.day == day)).all()
    orders = session.scalars(select(Order).where(Order.day == day))
    return [{"id": order.id, "total": convert(order.total, rates)} for order in orders]
```

## When it stays silent

- Rows that a variable holds: they are asked for when they are gone over first, and kept.
- A round writes, commits or calls a service: the next one may read something else.
- Anything that the query is given, or called on, is bound within the loop.
- It runs under a condition, after a failure, or until the first success.
- It is asked of an object that is at hand: `merge`, `refresh`.
- It takes the next piece of something: `fetchone`, `read`, `poll`.
- Loops over attempts, batches or a few choices that stand in the code.
- Start-up, upkeep, command lines, scripts, migrations, background tasks and tests.

## References

- <https://docs.sqlalchemy.org/en/20/faq/performance.html>
- <https://docs.djangoproject.com/en/5.2/topics/db/optimization/>
"""

from aiguard_flake8.file import File
from aiguard_flake8.rule import FollowedReports
from aiguard_flake8.tree import ItemLoop


def check(loop: ItemLoop, file: File) -> FollowedReports:
    """Report the first query that asks the same in each round of a loop."""
    if file.per_item.is_quiet():
        return
    found = file.per_item.same_query(loop)
    if found is not None:
        yield (
            found.node,
            f"{found.function.name}() runs the same query in each round: {found.way};"
            " run it once, before the loop",
            found.witness,
        )
