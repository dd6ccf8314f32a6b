"""A network call that waits for ever.

## Why it hurts

The other side accepts the connection and then says nothing: a dead peer, a full queue, a firewall
that drops packets. Without a limit the thread waits until somebody restarts the process. A few such
calls use up the whole worker pool, and the service is down although nothing in it has failed.

## Bad

```python
import requests

def exchange_rate(currency):
    response = requests.get(f"https://rates.example.com/{currency}")  # AIG201
    response.raise_for_status()
    return response.json()["rate"]
```

## Good

```python
import requests

def exchange_rate(currency):
    response = requests.get(f"https://rates.example.com/{currency}", timeout=10)
    response.raise_for_status()
    return response.json()["rate"]
```

## When it stays silent

- The library has a default limit (httpx, aiohttp).
- The limit may come with `**options` or with `*arguments`.
- The object that is called brings its own limit, or may: a session of the project's own class, one
  with an adapter of the project's own, a client that takes its limit when it is built.
- `settimeout()` is called on what the call gives, or `socket.setdefaulttimeout()` in the file.
- `asyncio.wait_for()` or `asyncio.timeout()` is around it.
- The result is iterated directly: a stream lasts as long as it has something to say.
- It is a further call on the same gRPC stub: the first one stands for all.
- In tests, scripts, commands, folders called `cli`, and where a failure ends the process: the
  person who started them sees that they hang. What an endless loop leads to is no such command.

## References

- <https://requests.readthedocs.io/en/latest/user/advanced/#timeouts>
- <https://docs.python.org/3/library/urllib.request.html#urllib.request.urlopen>
"""

from aiguard_flake8.calls import LibraryCall
from aiguard_flake8.file import File
from aiguard_flake8.rule import Reports

LEVEL = "error"
YIELDS_TO = ("AIG302", "AIG203")

_NETWORK = frozenset({"http", "llm"})


def check(call: LibraryCall, file: File) -> Reports:
    """Report calls that neither the library nor an argument limits."""
    facts = call.facts
    if facts.effect not in _NETWORK or not facts.timeout or not call.waits_forever():
        return
    if file.is_test or file.roles.one_shot(call.node) or file.limits.elsewhere(call):
        return
    if file.limits.repeated_on_stub(call):
        return
    yield (
        call.node,
        f"{call.label}() waits for ever when the other side stops answering;"
        f" pass {facts.timeout[0]}= (seconds)",
    )
