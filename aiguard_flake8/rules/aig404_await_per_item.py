"""Calls that do not depend on each other are awaited one after the other.

## Why it hurts

Twenty calls of a second each take twenty seconds, although the event loop could wait for all of
them at once. That is what the code is asynchronous for.

Whether the other side bears several calls at a time is not in the code; that is why this rule is
opt-in.

## Bad

```python
import httpx
from fastapi import Depends, FastAPI

app = FastAPI()

@app.get("/prices")
async def prices(isins: list[str], client: httpx.AsyncClient = Depends()):
    found = {}
    for isin in isins:
        found[isin] = await client.get(f"/prices/{isin}")  # AIG404
    return found
```

## Good

```python
import asyncio

import httpx
from fastapi import Depends, FastAPI

app = FastAPI()

@app.get("/prices")
async def prices(isins: list[str], client: httpx.AsyncClient = Depends()):
    found = await asyncio.gather(*(client.get(f"/prices/{isin}") for isin in isins))
    return dict(zip(isins, found, strict=True))
```

## When it stays silent

- A round needs what the one before has found out, or may end the loop.
- A round reads or writes a database: a session is for one task at a time. Or it pauses.
- Async generators, batches, retries.
- Start-up, upkeep, command lines, scripts, migrations, background tasks and tests.

## References

- <https://docs.python.org/3/library/asyncio-task.html#running-tasks-concurrently>
"""

import ast

from aiguard_flake8.file import File
from aiguard_flake8.rule import FollowedReports

OPT_IN = True  # true, but the other side may not bear several calls at a time


def check(
    loop: ast.For | ast.ListComp | ast.SetComp | ast.DictComp,
    file: File,
) -> FollowedReports:
    """Report the first service that a loop awaits in turn for each of its items."""
    if file.per_item.is_quiet():
        return
    found = file.per_item.awaited_in_turn(loop)
    if found is not None:
        yield (
            found.node,
            f"{found.function.name}() awaits one item after the other: {found.way};"
            " gather them, with a bound on how many run together",
            found.witness,
        )
