"""A client, engine or connection that is built again for each request or item.

## Why it hurts

Such a client owns a pool: built per request, nothing is ever reused. Every request pays for name
lookup, TCP and TLS handshakes, for reading a certificate store or an API description, and leaves
sockets in TIME_WAIT behind. An engine per request opens its own connections until the database
refuses more. Under load that is the first thing to fail.

## Bad

```python
import httpx
from fastapi import FastAPI

app = FastAPI()

@app.get("/rates/{currency}")
async def rate(currency: str):
    async with httpx.AsyncClient(timeout=5) as client:  # AIG302
        response = await client.get(f"https://rates.example.com/{currency}")
    response.raise_for_status()
    return response.json()
```

## Good

```python
from contextlib import asynccontextmanager

import httpx
from fastapi import FastAPI, Request

@asynccontextmanager
async def lifespan(app: FastAPI):
    async with httpx.AsyncClient(timeout=5) as client:
        app.state.rates = client
        yield

app = FastAPI(lifespan=lifespan)

@app.get("/rates/{currency}")
async def rate(currency: str, request: Request):
    response = await request.app.state.rates.get(f"https://rates.example.com/{currency}")
    response.raise_for_status()
    return response.json()
```

## When it stays silent

- Unless it is switched on. Its reports are true nearly always, and half of them were worth acting
  on: those about language models and databases; an HTTP client that is built now and then costs
  little.
- Nothing in the file shows that the function runs per request or per item: a branch on the way
  from the loop may be taken for none of its items. Loops over batches, chunks or pages.
- It is an HTTP client of something done now and then, by the names of the function, the handler or
  the file: signing in, installing, starting, importing; or of a task that outlasts the request.
- It asks another host for each item, by the address that the function is given.
- It is kept: in an attribute, a global, a container, behind a cached function.
- It stands in for one that the caller may bring: `session or ClientSession()`.
- It depends on the request: built from a parameter, given headers, cookies, a pool or a transport
  of its own, or used for a web socket.
- Its arguments are put together in the function and come with `**options`.
- It is one connection by nature, or not to be shared: mail, SSH, FTP, SQLite, `requests.Session`.
- In health checks, routes for administrators, start-up code, scripts, commands, Streamlit pages,
  tests and migrations.

## References

- <https://www.python-httpx.org/advanced/clients/#why-use-a-client>
- <https://docs.aiohttp.org/en/stable/http_request_lifecycle.html>
- <https://docs.sqlalchemy.org/en/20/core/connections.html#basic-usage>
"""

from aiguard_flake8.calls import Call, LibraryCall
from aiguard_flake8.facts.repeats import ITEM, REQUEST, Repeat
from aiguard_flake8.file import File
from aiguard_flake8.flow import Use
from aiguard_flake8.rule import Reports

OPT_IN = True


def check(call: Call, file: File) -> Reports:
    """Report clients that are meant to be shared and are built over and over."""
    if isinstance(call, LibraryCall):
        yield from _built(call, file)
    elif not call.callee.local:
        yield from _made_elsewhere(call, file)


def _made_elsewhere(call: Call, file: File) -> Reports:
    """A factory of another module that makes a new client each time, called in a handler."""
    if call.node.args or call.node.keywords or not file.roles.serves:
        return  # what it is given may differ from request to request
    repeat = file.repeats.of(call.node)
    if repeat is None or repeat.kind != REQUEST or repeat.role == "task":
        return  # a job may well open a connection of its own
    if file.repeats.is_seldom(call.node, repeat):
        return
    made = file.reach.maker(call.node)
    if made is None or not file.resources.is_shared(made[0]):
        return
    if file.resources.kept(file.flow.uses(call.node)) or file.roles.is_probe(call.node):
        return
    yield (
        call.node,
        f"{file.reach.shown(made[1])} is built for {_each(repeat)}, with connections of its own"
        " each time; build it once (at start-up, in a lifespan, behind a cached function) and share"
        " it",
        made[1],
    )


def _built(call: LibraryCall, file: File) -> Reports:
    if not file.resources.shareable(call):
        return
    uses = file.flow.uses(call.node)
    if file.resources.particular(call, uses) or file.resources.stands_in(call):
        return
    repeat = _repeat(call, uses, file)
    if repeat is None or file.roles.is_probe(call.node):
        return
    if call.facts.client == "http":
        if file.repeats.is_seldom(call.node, repeat):
            return
        if repeat.kind == ITEM and file.resources.goes_anywhere(call, uses):
            return
    yield (
        call.node,
        f"{call.label}() is built for {_each(repeat)}, with connections of its own each time;"
        " build it once (at start-up, in a lifespan, behind a cached function) and share it",
    )


def _repeat(call: LibraryCall, uses: list[Use], file: File) -> Repeat | None:
    """Why the client is built over and over, unless it is kept."""
    owner = file.resources.owner(call)
    if owner is not None:
        return file.repeats.of_object(owner)
    if file.resources.kept(uses):
        return None
    return file.repeats.of(call.node, carried=any(use.kind == "returned" for use in uses))


def _each(repeat: Repeat) -> str:
    name = repeat.function.name if repeat.function is not None else ""
    if repeat.kind == ITEM:
        return f"each item in {name}()"
    return (
        f"each request that {name}() serves" if repeat.role != "task" else f"each run of {name}()"
    )
