"""An event loop is started where one runs already.

## Why it hurts

`asyncio.run` and `run_until_complete` raise RuntimeError in a thread that runs a loop already: the
code works from a script and fails in the service, the notebook or the test that calls it from a
coroutine.

## Bad

```python
import asyncio
from fastapi import FastAPI

app = FastAPI()

async def fetch(item):
    await asyncio.sleep(1)
    return item

def fetch_now(item):
    return asyncio.run(fetch(item))

@app.get("/items/{item}")
async def show(item: str):
    return fetch_now(item)  # AIG613
```

## Good

```python
import asyncio
from fastapi import FastAPI

app = FastAPI()

async def fetch(item):
    await asyncio.sleep(1)
    return item

@app.get("/items/{item}")
async def show(item: str):
    return await fetch(item)
```

## When it stays silent

- Unless it is switched on. Among more than a thousand packages that nobody had looked at none of
  its reports was worth acting on: what fails each time has been noticed before it was published.
- The call is handed to a thread or an executor.
- The function that starts the loop looks first whether one runs (`get_running_loop`,
  `loop.is_running()`), or catches the error around it.
- The project lets loops run within others: one of its modules imports `nest_asyncio`.
- Tests.
- Callees that are not known for certain.

## References

- <https://docs.python.org/3/library/asyncio-runner.html#asyncio.run>
"""

import ast

from aiguard_flake8.facts.nested_loops import is_prepared
from aiguard_flake8.file import File
from aiguard_flake8.rule import FollowedReports

OPT_IN = True  # too rare to be proven right


def check(function: ast.AsyncFunctionDef, file: File) -> FollowedReports:
    """Report the first call of each callee that runs a loop of its own."""
    for wait in file.blocking.waits(function, frozenset({"loop"}), alone=True):
        if wait.on_error or is_prepared(wait.witness, file):
            continue
        yield (
            wait.node,
            f"{function.name}() runs on an event loop and starts another: {wait.way}, which raises"
            " RuntimeError there; await the coroutine instead",
            wait.witness,
        )
