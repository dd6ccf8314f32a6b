"""A call that blocks the event loop is reached from `async def`.

## Why it hurts

An event loop runs one thing at a time. While a query, a request, a sleep or a process blocks it, no
other request is served, no heartbeat is sent, no timeout fires: one slow database call stops them
all, and health checks fail although the process has nothing to do but wait.

## Bad

```python
import requests
from fastapi import FastAPI

app = FastAPI()

def price_of(item):
    answer = requests.get(f"https://prices.example.com/{item}", timeout=5)
    answer.raise_for_status()
    return answer.json()["price"]

@app.get("/items/{item}")
async def show(item: str):
    return {"price": price_of(item)}  # AIG601
```

## Good

```python
import asyncio
import requests
from fastapi import FastAPI

app = FastAPI()

def price_of(item):
    answer = requests.get(f"https://prices.example.com/{item}", timeout=5)
    answer.raise_for_status()
    return answer.json()["price"]

@app.get("/items/{item}")
async def show(item: str):
    return {"price": await asyncio.to_thread(price_of, item)}
```

## When it stays silent

- The call is handed to a thread or an executor.
- Start-up, shutdown, command lines, scripts, migrations and tests: nobody else waits for the loop.
- Bodies of async context managers, of which a lifespan is one.
- Files: AIG602. SQLite and other databases in the process.
- The function that is awaited in between: it is reported there.
- Callees that are not known for certain.
- Unless it is switched on: its accuracy has not been judged on enough applications yet, and
  following calls through a large asynchronous project takes time.

## References

- <https://docs.python.org/3/library/asyncio-dev.html#running-blocking-code>
- <https://fastapi.tiangolo.com/async/>
"""

import ast

from aiguard_flake8.file import File
from aiguard_flake8.rule import FollowedReports

OPT_IN = True

_WAITING = {
    "read": "a query",
    "write": "a query",
    "commit": "a commit",
    "rollback": "a query",
    "http": "a request",
    "llm": "an LLM call",
    "process": "a process",
    "sleep": "a sleep",
}
_ALONE = frozenset({"startup", "command", "cleanup"})


def check(function: ast.AsyncFunctionDef, file: File) -> FollowedReports:
    """Report the first call of each callee that blocks."""
    if file.is_test or file.roles.module_kind or file.roles.is_example:
        return
    roles = file.roles.reaching(function)
    if (roles and roles <= _ALONE) or file.blocking.is_entered(function):
        return
    seen: set[str] = set()
    for node, what, way, first, witness in file.blocking.calls(function, frozenset(_WAITING)):
        if first in seen:
            continue
        seen.add(first)
        yield (
            node,
            f"{function.name}() blocks the event loop with {_WAITING[what]}: {way}; await an async"
            " client instead, or hand it to asyncio.to_thread",
            witness,
        )
