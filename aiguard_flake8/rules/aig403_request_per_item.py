"""A service, a language model or a process is asked once for each item of a loop.

## Why it hurts

Each call waits for the network, or for a process to start. What takes a second for ten items takes
minutes for a thousand, and the request that waits for it has long been given up. Services bound how
often they may be asked, too.

Whether the other side takes several items at once is not in the code, and most of what this rule
finds in applications cannot be put better, or runs where nobody waits; that is why it is opt-in.

## Bad

```python
import requests
from flask import Flask, jsonify, request

app = Flask(__name__)

@app.get("/weather")
def weather():
    found = {}
    for city in request.args.getlist("city"):
        reply = requests.get("https://weather.example/now", params={"q": city}, timeout=5)  # AIG403
        reply.raise_for_status()
        found[city] = reply.json()
    return jsonify(found)
```

## Good

```python
import requests
from flask import Flask, jsonify, request

app = Flask(__name__)

@app.get("/weather")
def weather():
    cities = request.args.getlist("city")
    reply = requests.get("https://weather.example/now", params={"q": cities}, timeout=5)
    reply.raise_for_status()
    return jsonify(reply.json())
```

## When it stays silent

- The call does not depend on the item, the loop retries, waits, or takes the first success.
- Batches, a few choices that stand in the code, what a language model asks for.
- Calls that run together: `gather` and its like.
- Start-up, upkeep, command lines, scripts, migrations, background tasks and tests.

## References

- <https://docs.aiohttp.org/en/stable/http_request_lifecycle.html>
- <https://platform.openai.com/docs/guides/batch>
"""

from aiguard_flake8.file import File
from aiguard_flake8.rule import FollowedReports
from aiguard_flake8.tree import ItemLoop

OPT_IN = True  # true, but most services take one item at a time only
YIELDS_TO = ("AIG404",)


def check(loop: ItemLoop, file: File) -> FollowedReports:
    """Report the first service that a loop asks for each of its items."""
    if file.per_item.is_quiet():
        return
    found = file.per_item.request(loop)
    if found is not None:
        yield (
            found.node,
            f"{found.function.name}() asks for each item: {found.way}; ask for several at once,"
            " or let a bounded number run together",
            found.witness,
        )
