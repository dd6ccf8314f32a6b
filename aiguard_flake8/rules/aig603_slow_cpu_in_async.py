"""Slow computation on the event loop.

## Why it hurts

Hashing a password takes a tenth of a second, on purpose; reading a table may take several seconds.
Nothing else runs on the loop in the meantime: ten people who sign in at once make everybody wait
for a second.

## Bad

```python
import bcrypt
from fastapi import FastAPI

app = FastAPI()

@app.post("/login")
async def login(password: str, stored: str):
    return bcrypt.checkpw(password.encode(), stored.encode())  # AIG603
```

## Good

```python
import asyncio

import bcrypt
from fastapi import FastAPI

app = FastAPI()

@app.post("/login")
async def login(password: str, stored: str):
    return await asyncio.to_thread(bcrypt.checkpw, password.encode(), stored.encode())
```

## When it stays silent

- Nobody is seen to wait for the loop: see AIG601. AIG619, which is opt-in, reports these.
- The call is handed to a thread or an executor.
- Start-up, shutdown, command lines, scripts, migrations and tests: nobody else waits for the loop.
- What it computes is not modelled as slow: a loop in Python may be slow too, and nobody can tell.
- Callees that are not known for certain.

## References

- <https://docs.python.org/3/library/asyncio-dev.html#running-blocking-code>
- <https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html#work-factors>
"""

import ast

from aiguard_flake8.facts.loop_messages import COMPUTES, told
from aiguard_flake8.file import File
from aiguard_flake8.rule import FollowedReports


def check(function: ast.AsyncFunctionDef, file: File) -> FollowedReports:
    """Report the first call of each callee that computes for long, where somebody waits."""
    for wait in file.blocking.waits(function, COMPUTES):
        if file.blocking.is_in_sight(function, wait):
            yield wait.node, told(function, wait), wait.witness
