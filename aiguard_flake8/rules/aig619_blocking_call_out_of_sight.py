"""A call that blocks the event loop, where no request is seen to wait for it.

## Why it hurts

A query, a request, a sleep or a slow computation stops everything else on its loop (see AIG601 and
AIG603). Here no handler of the project is seen to lead to the coroutine, so what else is on that
loop depends on who runs it: other requests, a heartbeat, or nothing at all.

## Bad

```python
import asyncio
import requests

class Importer:
    async def run(self):
        while True:
            await self.step()
            await asyncio.sleep(60)

    async def step(self):
        requests.get("https://feeds.example.com/all", timeout=30)  # AIG619
```

## Good

```python
import asyncio
import httpx

class Importer:
    def __init__(self, client: httpx.AsyncClient):
        self.client = client

    async def run(self):
        while True:
            await self.step()
            await asyncio.sleep(60)

    async def step(self):
        await self.client.get("https://feeds.example.com/all", timeout=30)
```

It is opt-in: such reports are true, but in libraries, commands and tools of one person there is
often nothing else on the loop, and the code does not tell. Of 218 that were read, on applications
that nobody had looked at, 123 were worth acting on.

## When it stays silent

- Somebody is seen to wait: AIG601 and AIG603 report that.
- Where AIG601 and AIG603 are silent for other reasons: start-up, a loop of its own, tests,
  databases in the process and so on.

## References

- <https://docs.python.org/3/library/asyncio-dev.html#running-blocking-code>
"""

import ast

from aiguard_flake8.facts.loop_messages import COMPUTES, WAITS, told
from aiguard_flake8.file import File
from aiguard_flake8.rule import FollowedReports

OPT_IN = True  # true, but whether anything else runs on that loop is not in the code


def check(function: ast.AsyncFunctionDef, file: File) -> FollowedReports:
    """Report the first call of each callee that blocks, where nobody is seen to wait."""
    for kinds in (WAITS, COMPUTES):
        for wait in file.blocking.waits(function, kinds):
            if not file.blocking.is_in_sight(function, wait):
                yield wait.node, told(function, wait), wait.witness
