"""A loop that tries a failed call again at once.

## Why it hurts

A service that has just failed is restarting, overloaded or limiting its callers. Trying again
within the same millisecond fails for the same reason, uses up all tries before anything can
recover, and multiplies the load on the service that is already down. With many workers that is what
keeps it down.

## Bad

```python
import requests

def exchange_rate(currency):
    for attempt in range(3):  # AIG205
        try:
            response = requests.get(f"https://rates.example.com/{currency}", timeout=10)
            response.raise_for_status()
            return response.json()["rate"]
        except requests.RequestException:
            continue
    raise RuntimeError(f"no rate for {currency}")
```

## Good

```python
import random
import time

import requests

def exchange_rate(currency):
    for attempt in range(3):
        try:
            response = requests.get(f"https://rates.example.com/{currency}", timeout=10)
            response.raise_for_status()
            return response.json()["rate"]
        except requests.RequestException:
            time.sleep(2**attempt + random.random())
    raise RuntimeError(f"no rate for {currency}")
```

## When it stays silent

- Anything in the loop sleeps, waits or asks a person, by itself or through functions of the file; a
  name such as `_backoff` or `wait_for_slot` is enough.
- The rounds differ: each asks another host, sends a changed message, or the handler reconnects,
  refreshes a token, mends what was sent or hands the failure to a helper. Or each looks at the
  database again before it commits.
- Only a timeout is tried again, since that has taken its time; or there is one more try, not
  several.
- A success does not leave the loop: a consumer, the pages of a result, one call per item.
- What is caught is no failure of the other side: a name that is taken, an answer that cannot be
  read.
- In tests, scripts and examples.

## References

- <https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/>
- <https://sre.google/sre-book/addressing-cascading-failures/>
"""

import ast

from aiguard_flake8.file import File
from aiguard_flake8.rule import Reports

_SECOND_TRY = 2  # one more try at once mends a connection that went stale

_ELSEWHERE = frozenset({"test", "script"})


def check(loop: ast.For | ast.While, file: File) -> Reports:
    """Report loops that try a remote call again with nothing in between."""
    retry = file.retries.of(loop)
    if retry is None or file.roles.module_kind in _ELSEWHERE:
        return
    if retry.pauses or retry.varies or retry.timeouts_only or 0 < retry.rounds <= _SECOND_TRY:
        return
    yield (
        loop,
        f"{retry.tried} is tried again at once when it fails; wait between the tries, longer each"
        " time and with some jitter",
        retry.way,
    )
