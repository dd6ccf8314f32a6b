"""The body of a response is used although nobody looked at its status.

## Why it hurts

An error has a body, too: a page of HTML, `{"detail": "rate limit exceeded"}`. Without a look at the
status it is parsed, stored or shown as if it were the answer. What fails, if anything, fails later
and elsewhere, with a `KeyError` that says nothing of the 503 behind it.

## Bad

```python
import requests

def exchange_rate(currency):
    response = requests.get(f"https://rates.example.com/{currency}", timeout=10)  # AIG107
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

- `raise_for_status()` is called, or the status is read in any way.
- The client has a hook or an option that does it (`event_hooks`, `raise_for_status=True`).
- The response is returned, stored or handed to another function, which may check it.
- The body is asked for the key by which it says that the request failed (`"error"`, `"ok"`), tested
  for what it should hold (`"rates" in body`), or validated by a model.
- An error body fails at once, in a `try` that raises an exception of its own for it.
- The request is a JSON-RPC call, which fails in the body; the function checks for updates or
  whether something is up.
- The library raises by itself (`urllib.request.urlopen`).
- In tests.

## References

- <https://requests.readthedocs.io/en/latest/user/quickstart/#response-status-codes>
- <https://www.python-httpx.org/quickstart/#exceptions>
"""

from aiguard_flake8.calls import LibraryCall
from aiguard_flake8.facts.responses import unchecked_body
from aiguard_flake8.file import File
from aiguard_flake8.rule import Reports


def check(call: LibraryCall, file: File) -> Reports:
    """Report requests whose body is used with an unknown status."""
    if call.facts.effect != "http" or file.is_test:
        return
    use = unchecked_body(call, file)
    if use is not None:
        yield (
            call.node,
            f".{use.name} is read whatever the status of {call.label}() is, so an error page passes"
            " for the answer; call raise_for_status() first",
        )
