"""One database session is used by tasks that run together.

## Why it hurts

A session is one connection and one transaction, made for one task at a time. Two that use it
together mix their queries: "another operation is in progress", rows of the wrong query, a commit of
what the other one has half done. It shows under load only.

## Bad

```python
import asyncio

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.models import Order

async def load(session: AsyncSession, number: int):
    return await session.scalar(select(Order).where(Order.number == number))

async def load_all(session: AsyncSession, numbers: list[int]):
    return await asyncio.gather(*(load(session, each) for each in numbers))  # AIG607
```

## Good

```python
import asyncio

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from shop.models import Order

async def load(factory: async_sessionmaker[AsyncSession], number: int):
    async with factory() as session:
        return await session.scalar(select(Order).where(Order.number == number))

async def load_all(factory: async_sessionmaker[AsyncSession], numbers: list[int]):
    return await asyncio.gather(*(load(factory, each) for each in numbers))
```

## When it stays silent

- Only one of the tasks uses the session.
- What is shared is a pool, an engine or a factory of sessions.
- The class of what is shared is not known to be a session.
- In tests.

## References

- <https://docs.sqlalchemy.org/en/20/orm/extensions/asyncio.html#using-asyncsession-with-concurrent-tasks>
- <https://docs.sqlalchemy.org/en/20/orm/session_basics.html#is-the-session-thread-safe-is-asyncsession-safe-to-share-in-concurrent-tasks>
"""

import ast

from aiguard_flake8.facts.shared_sessions import shared
from aiguard_flake8.file import File
from aiguard_flake8.rule import Reports

LEVEL = "error"


def check(_: ast.Module, file: File) -> Reports:
    """Report sessions that several tasks are given."""
    for node in () if file.is_test else file.tree.of(ast.Call):
        if name := shared(node, file):
            yield (
                node,
                f"the tasks that run together here use one session, {name}, which serves one at a"
                " time; give each a session of its own",
            )
