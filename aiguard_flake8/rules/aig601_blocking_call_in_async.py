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

- Nobody is seen to wait for the loop: no request handler, middleware or dependency leads to the
  coroutine, through all modules of the project. What nobody in the project calls counts if it is
  decorated or a method of a framework's class, since that calls it mostly, and if the call that
  blocks stands in it; not if it is a tool of a language model (`@server.tool()`). AIG619, which is
  opt-in, reports the others: they are true, but often nothing else runs on that loop. Names that
  stand in more than a dozen files tell nothing.
- A generator that is only handed on: `StreamingResponse(rows())` goes over it in a thread.
- The call is handed to a thread or an executor.
- Start-up, shutdown, command lines, scripts, migrations and tests: nobody else waits for the loop.
  Also by the name of a function that no handler of the file calls: `start_…`, `init_…`, `close_…`;
  and by the name of the file: `deployer.py`.
- What runs only while something is not there yet: `if not path.exists(): download()`. Also what
  sets something up by its name (`setup`, `initialize_…`), reads settings or a secret, and what is
  for developers (`_dev`, `trace_event`).
- A process that is started elsewhere than on the way from a request: tools that run programs serve
  nobody else in the meantime.
- Sleeps of up to 50 ms, those of a helper that tries again or waits for a lock, and those that are
  more than one function away; looking up a host, putting a job into a queue, and waiting for a
  process that was told to end (`stop_…`, `process.terminate()`).
- What a function does only with a parameter that a call leaves out.
- The author says above or in the coroutine that it blocks, or tells another linter so
  (`# noqa: ASYNC251`).
- Coroutines that have a loop of their own: all that leads to them, in all modules of the project,
  is `asyncio.run(…)`, a command or start-up, and nobody has started a task beside them. Who is
  handed on, or looked up by name, may be run by anybody.
- Coroutines that talk to a person at a console, what is marked as deprecated, and routes for
  debugging (`/debug/sessions`).
- Bodies of async context managers, of which a lifespan is one.
- Files: AIG602. SQLite and other databases in the process, by the addresses in the project or in a
  module on the way; SQLite that the environment may replace counts until a driver is imported. And
  connections (`db`, `cursor`) that may be one of these for all that can be seen.
- The function that is awaited in between: it is reported there.
- Callees that are not known for certain.

## References

- <https://docs.python.org/3/library/asyncio-dev.html#running-blocking-code>
- <https://fastapi.tiangolo.com/async/>
"""

import ast

from aiguard_flake8.facts.loop_messages import WAITS, told
from aiguard_flake8.file import File
from aiguard_flake8.rule import FollowedReports


def check(function: ast.AsyncFunctionDef, file: File) -> FollowedReports:
    """Report the first call of each callee that blocks, where somebody is seen to wait."""
    for wait in file.blocking.waits(function, WAITS):
        if file.blocking.is_in_sight(function, wait):
            yield wait.node, told(function, wait), wait.witness
