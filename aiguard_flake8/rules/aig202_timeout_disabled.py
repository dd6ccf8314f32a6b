"""A timeout that is switched off.

## Why it hurts

`timeout=None` does not mean "the default": it removes the limit that the library sets. When the
other side stops answering, the call stays where it is until somebody restarts the process, and each
further request takes another worker with it. It is often added to make a slow call pass; a large
number would have done that and still ended.

## Bad

```python
import httpx

client = httpx.AsyncClient(base_url="https://billing.example.com", timeout=None)  # AIG202

async def invoice(number):
    response = await client.get(f"/invoices/{number}")
    response.raise_for_status()
    return response.json()
```

## Good

```python
import httpx

limits = httpx.Timeout(10, read=120)
client = httpx.AsyncClient(base_url="https://billing.example.com", timeout=limits)

async def invoice(number):
    response = await client.get(f"/invoices/{number}")
    response.raise_for_status()
    return response.json()
```

## When it stays silent

- Another argument of the same call bounds a part of it: `ClientTimeout(total=None, sock_read=30)`.
- One call through a shared client goes without the limit of that client: it was meant so.
- The call streams its answer (`client.stream(…)`), or is only iterated.
- The address says that the other side runs on this machine.
- It is a proxy, whose two sides have limits of their own.
- A timeout comes from a variable or a setting.
- `asyncio.wait_for()` or `asyncio.timeout()` is around it.
- In tests, scripts and commands.

## References

- <https://www.python-httpx.org/advanced/timeouts/>
- <https://docs.aiohttp.org/en/stable/client_quickstart.html#timeouts>
"""

from aiguard_flake8.calls import LibraryCall
from aiguard_flake8.file import File
from aiguard_flake8.patterns import Pattern
from aiguard_flake8.rule import Reports
from aiguard_flake8.tree import nodes_within

LEVEL = "error"
YIELDS_TO = ("AIG302",)

_WAITING = frozenset({"http", "llm"})
_OWN_HOST = Pattern(r"(^|[_/@])local(host)?([_:/]|$)|127\.0\.0\.1")
_PARTS = frozenset({"connect", "read", "write", "sock_connect", "sock_read", "connect_timeout"})


def check(call: LibraryCall, file: File) -> Reports:
    """Report timeouts of calls and clients that are literally unlimited."""
    facts = call.facts
    if not facts.timeout or facts.enters or not _waits(call):
        return
    off = [name for name in facts.timeout if call.unlimited(name)]
    if not off or call.open_keywords or _bounded(call, file):
        return
    yield (
        call.node,
        f"{call.label}({off[0]}={call.text(off[0])}) removes the time limit: when the other side"
        " stops answering, it waits for ever; give a number of seconds",
    )


def _waits(call: LibraryCall) -> bool:
    facts = call.facts
    return {facts.effect, facts.client} & _WAITING != set() or "timeout-value" in facts.traits


def _bounded(call: LibraryCall, file: File) -> bool:
    """Whether another argument or something around the call bounds the wait, or nobody minds."""
    for name in {*call.facts.timeout, *_PARTS}:
        if call.argument(name) is not None and not call.unlimited(name):
            return True
    if _overrides_shared_client(call, file):
        return True
    if _is_proxy(call, file) or _asks_own_host(call):
        return True
    if file.is_test or file.roles.one_shot(call.node) or file.limits.around(call.node):
        return True
    return any(use.kind == "iterated" for use in file.flow.uses(call.node))


def _is_proxy(call: LibraryCall, file: File) -> bool:
    """Whether the call passes on what somebody else waits for."""
    statement = file.tree.statement(call.node)
    function = file.tree.function(call.node)
    nodes = nodes_within(statement or call.node)
    texts = [getattr(node, "id", None) or getattr(node, "attr", None) for node in nodes]
    texts += [function.name if function is not None else "", *file.place.parts[-2:]]
    return any("proxy" in text.lower() for text in texts if isinstance(text, str))


def _asks_own_host(call: LibraryCall) -> bool:
    """Whether the other side runs on this machine, by the address: a server that just starts."""
    for node in nodes_within(*call.node.args):
        text = getattr(node, "attr", getattr(node, "id", getattr(node, "value", "")))
        if isinstance(text, str) and _OWN_HOST.search(text):
            return True
    return False


def _overrides_shared_client(call: LibraryCall, file: File) -> bool:
    """Whether one call of a client that was built elsewhere is taken out of its limit."""
    if call.receiver is None or call.callee.origin is None:
        return call.receiver is not None and bool(file.names.class_of(call.receiver))
    return file.tree.function(call.callee.origin) is not file.tree.function(call.node)
