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
  Also by the name of a function that no handler of the file calls: `start_…`, `init_…`, `close_…`;
  and by the name of the file: `deployer.py`.
- What runs only while something is not there yet: `if not path.exists(): download()`.
- Sleeps of up to 20 ms, and looking up a host.
- Bodies of async context managers, of which a lifespan is one.
- Files: AIG602. SQLite and other databases in the process.
- The function that is awaited in between: it is reported there.
- Callees that are not known for certain.

## References

- <https://docs.python.org/3/library/asyncio-dev.html#running-blocking-code>
- <https://fastapi.tiangolo.com/async/>
"""

import ast
from pathlib import PurePath

from aiguard_flake8.facts.words import words
from aiguard_flake8.file import File
from aiguard_flake8.patterns import Pattern
from aiguard_flake8.rule import FollowedReports

_WAITING = {
    "read": "a query",
    "write": "a query",
    "commit": "a commit",
    "http": "a request",
    "llm": "an LLM call",
    "process": "a process",
    "sleep": "a sleep",
}
_ALONE = frozenset({"startup", "command", "cleanup"})
# What runs once in the life of a process, or instead of serving, by the first word of the name.
_SELDOM = Pattern(
    r"_*(start|startup|init|initiali[sz]e|setup|set_up|bootstrap|launch|main|serve|deploy|install|migrate"
    r"|warm_?up|preload|reboot|restart|stop|close|aclose|shutdown|terminate|tear_?down|dispose)(_|$)"
    r"|\w+_main$"
)
_TOOLS = frozenset("deploy deployer installer packager packaging builder build".split())


def check(function: ast.AsyncFunctionDef, file: File) -> FollowedReports:
    """Report the first call of each callee that blocks."""
    if file.is_test or file.roles.module_kind or file.roles.is_example:
        return
    seen: set[str] = set()
    for node, what, way, first, witness in file.blocking.calls(function, frozenset(_WAITING)):
        if not seen and _is_alone(function, file):
            return
        if first in seen:
            continue
        seen.add(first)
        yield (
            node,
            f"{function.name}() blocks the event loop with {_WAITING[what]}: {way}; await an async"
            " client instead, or hand it to asyncio.to_thread",
            witness,
        )


def _is_alone(function: ast.AsyncFunctionDef, file: File) -> bool:
    """Whether nobody else waits for the loop: start-up, a command, the body of a lifespan."""
    roles = file.roles.reaching(function)
    if roles <= _ALONE and (roles or _SELDOM.match(function.name)):
        return True
    if file.roles.in_cli_folder or _TOOLS.intersection(words(PurePath(file.filename).stem)):
        return True
    return file.blocking.is_entered(function)
