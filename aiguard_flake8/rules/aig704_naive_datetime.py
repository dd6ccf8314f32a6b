"""A time without its zone.

## Why it hurts

`utcnow()` gives the numbers of UTC and forgets that they are: compared with an aware time it
raises, turned into a timestamp it is off by the server's offset. A local `now()` that is stored
means another moment on every server, jumps by an hour twice a year, and lets tokens expire early
or late.

## Bad

```python
from datetime import datetime

from sqlalchemy import Column, DateTime, Integer
from sqlalchemy.orm import DeclarativeBase

class Base(DeclarativeBase):
    pass

class Order(Base):
    __tablename__ = "orders"
    id = Column(Integer, primary_key=True)
    created_at = Column(DateTime, default=datetime.utcnow)  # AIG704

def ship(order):
    order.shipped_at = datetime.now()  # AIG704
```

## Good

```python
from datetime import UTC, datetime

from sqlalchemy import Column, DateTime, Integer
from sqlalchemy.orm import DeclarativeBase

class Base(DeclarativeBase):
    pass

def now():
    return datetime.now(UTC)

class Order(Base):
    __tablename__ = "orders"
    id = Column(Integer, primary_key=True)
    created_at = Column(DateTime(timezone=True), default=now)

def ship(order):
    order.shipped_at = datetime.now(UTC)
```

## When it stays silent

- A local `now()` that is only shown, used in a file name or log line, or subtracted to tell how
  long something took; when a file was changed.
- `now()` with a zone, and the branch for old versions of Python beside it.
- In tests.

## References

- <https://docs.python.org/3/library/datetime.html#datetime.datetime.utcnow>
- <https://docs.python.org/3/library/datetime.html#aware-and-naive-objects>
"""

import ast

from aiguard_flake8.calls import LibraryCall
from aiguard_flake8.facts.clocks import Reading, reading
from aiguard_flake8.file import File
from aiguard_flake8.rule import Reports


def check(subject: LibraryCall | ast.keyword, file: File) -> Reports:
    """Report reads of the clock, called or handed over, that give a time without a zone."""
    found = reading(subject, file)
    if found is None or file.is_test:
        return
    if found.utc:
        yield (
            found.node,
            f"{_label(found)} gives a time without a zone, and is deprecated; use an aware one,"
            f" {_aware(found)}",
        )
    elif use := found.kept(file):
        yield (
            found.node,
            f"{_label(found)} is the local time of whatever machine runs it, without a zone, and"
            f" {use}; use {_aware(found)}",
        )


def _label(found: Reading) -> str:
    return ast.unparse(found.function)


def _aware(found: Reading) -> str:
    if found.converts:
        return "datetime.fromtimestamp(..., timezone.utc)"
    return "datetime.now(timezone.utc)"
