"""A loop that tries a failed call again for ever.

## Why it hurts

The address is wrong, the password has changed, the table is gone: no number of tries will help, and
the loop never says so. The caller waits, the request hangs, the worker is lost, and no error
reaches the alarms. A limit turns a silent stand-still into a failure that somebody sees.

## Bad

```python
import time

import requests

def exchange_rate(currency):
    while True:  # AIG206
        try:
            response = requests.get(f"https://rates.example.com/{currency}", timeout=10)
            response.raise_for_status()
            return response.json()["rate"]
        except requests.RequestException:
            time.sleep(5)
```

## Good

```python
import time

import requests

def exchange_rate(currency):
    deadline = time.monotonic() + 60
    while True:
        try:
            response = requests.get(f"https://rates.example.com/{currency}", timeout=10)
            response.raise_for_status()
            return response.json()["rate"]
        except requests.RequestException:
            if time.monotonic() > deadline:
                raise
            time.sleep(5)
```

## When it stays silent

- A handler of the failure, or a condition elsewhere in the loop, raises, returns or breaks.
- The loop counts (`range`, `while tries < limit`), watches a flag that somebody else sets
  (`while self.running`), or stands in `asyncio.timeout()`.
- The docstring of the function says that it never gives up.
- A success does not leave the loop: a consumer or a daemon that is meant to run for ever.
- In tests, scripts and examples.

## References

- <https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/>
- <https://sre.google/sre-book/addressing-cascading-failures/>
"""

import ast

from aiguard_flake8.file import File
from aiguard_flake8.rule import Reports

LEVEL = "error"

_ELSEWHERE = frozenset({"test", "script"})


def check(loop: ast.For | ast.While, file: File) -> Reports:
    """Report loops that only a success ends."""
    retry = file.retries.of(loop)
    if retry is None or retry.ends or file.roles.module_kind in _ELSEWHERE:
        return
    yield (
        loop,
        f"{retry.tried} is tried again for ever when it keeps failing; give up after a number of"
        " tries or a deadline, and raise",
        retry.way,
    )
