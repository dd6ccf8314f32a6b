"""A coroutine is called and never awaited.

## Why it hurts

Calling an `async def` runs nothing: it makes a coroutine, and who drops it has done nothing at all.
The mail is not sent, the row not saved, and the only trace is a RuntimeWarning in a log. Used as a
condition a coroutine is always true, so that a check lets everybody through.

## Bad

```python
from fastapi import FastAPI, HTTPException

app = FastAPI()

async def may_read(user, item):
    return item in user.items

async def audit(user, item):
    await user.log(item)

@app.get("/items/{item}")
async def show(item: str, user):
    if not may_read(user, item):  # AIG605
        raise HTTPException(status_code=403)
    audit(user, item)  # AIG605
    return item
```

## Good

```python
from fastapi import FastAPI, HTTPException

app = FastAPI()

async def may_read(user, item):
    return item in user.items

async def audit(user, item):
    await user.log(item)

@app.get("/items/{item}")
async def show(item: str, user):
    if not await may_read(user, item):
        raise HTTPException(status_code=403)
    await audit(user, item)
    return item
```

## When it stays silent

- The coroutine is stored, returned or handed to something, which may await it.
- A decorator that is not known may make something else of the function.
- The code around asks what is a coroutine: `if iscoroutinefunction(close): … else: close()`.
- Callees that are not known for certain; a function of another module, called in a function that is
  neither `async` itself nor a handler of requests.
- In tests.

## References

- <https://docs.python.org/3/library/asyncio-dev.html#detect-never-awaited-coroutines>
"""

import ast

from aiguard_flake8.facts.coroutines import is_told_apart, unawaited
from aiguard_flake8.file import File
from aiguard_flake8.rule import Reports

LEVEL = "error"


def check(_: ast.Module, file: File) -> Reports:
    """Report coroutines that are dropped, or tested as if they were their result."""
    for node, use in () if file.is_test else unawaited(file.tree):
        yield from _lost(node, use, file)


def _lost(node: ast.Call, use: str, file: File) -> Reports:
    if not file.blocking.gives_coroutine(node) or is_told_apart(node, file):
        return
    name = ast.unparse(node.func)
    if use == "tested":
        yield node, f"{name}() is a coroutine, which is always true; await it"
    else:
        yield node, f"{name}() is a coroutine and does nothing until it is awaited; await it"
