"""A file is read or written on the event loop.

## Why it hurts

Disks are mostly quick, so nobody notices until the volume is a network share, the file grows or
the disk is busy. Then every request of the process waits for one read.

## Bad

```python
from pathlib import Path

from fastapi import FastAPI

app = FastAPI()

@app.get("/terms")
async def terms():
    return Path("terms.md").read_text(encoding="utf-8")  # AIG602
```

## Good

```python
import asyncio
from pathlib import Path

from fastapi import FastAPI

app = FastAPI()

@app.get("/terms")
async def terms():
    return await asyncio.to_thread(Path("terms.md").read_text, encoding="utf-8")
```

## When it stays silent

- Unless it is switched on: most of what it finds are small local files, which rarely matter.
- The call is handed to a thread, or goes through `anyio.open_file` or `aiofiles`.
- Start-up, shutdown, command lines, scripts, migrations and tests.

## References

- <https://docs.python.org/3/library/asyncio-dev.html#running-blocking-code>
- Also known as ASYNC230 and ASYNC240, which look at the function alone
"""

import ast

from aiguard_flake8.file import File
from aiguard_flake8.rule import FollowedReports

OPT_IN = True


def check(function: ast.AsyncFunctionDef, file: File) -> FollowedReports:
    """Report the first call of each callee that waits for a file."""
    for wait in file.blocking.waits(function, frozenset({"file"})):
        yield (
            wait.node,
            f"{function.name}() waits for a file on the event loop: {wait.way}; hand it to"
            " asyncio.to_thread",
            wait.witness,
        )
