"""A file, connection, session or executor that nothing closes.

## Why it hurts

Each call leaves one more open: file descriptors, sockets, connections that the server counts. The
service runs well in tests and fails after hours of traffic with `Too many open files` or `too many
clients already`. Garbage collection closes some of them early; an exception that keeps its
traceback, a reference cycle or another interpreter is enough, and it does not.

## Bad

```python
import sqlite3

def open_orders(path):
    connection = sqlite3.connect(path)  # AIG301
    return connection.execute("SELECT id FROM orders WHERE paid = 0").fetchall()
```

## Good

```python
import sqlite3
from contextlib import closing

def open_orders(path):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT id FROM orders WHERE paid = 0").fetchall()
```

## When it stays silent

- Some path closes it, or a `with` does.
- It leaves the function: returned, yielded, stored in an attribute or a container, given to a call.
- It is a global of its module, made to last as long as the process.
- A function within the function uses it and may be called later on.
- Only the name of a temporary file is used, and the file goes when the variable does.
- Its descriptor is handed on: `os.dup2(log.fileno(), 1)`.
- It only wraps an object that is opened elsewhere, or memory: `ZipFile(BytesIO(data))`.
- A file or a page is opened and read in one expression, or a socket dropped at once, and nothing
  shows that this happens per request or per item.
- It is an engine or a `requests.Session`, which close idle connections when they are dropped.
- In tests, migrations, scripts and commands, where the process ends soon.

## References

- <https://docs.python.org/3/library/exceptions.html#ResourceWarning>
- <https://docs.python.org/3/library/contextlib.html#contextlib.closing>
"""

from aiguard_flake8.calls import LibraryCall
from aiguard_flake8.file import File
from aiguard_flake8.rule import Reports

YIELDS_TO = ("AIG302",)

_SILENT_MODULES = frozenset({"test", "migration"})


def check(call: LibraryCall, file: File) -> Reports:
    """Report what holds something until it is closed, and is not."""
    if not call.facts.closed_by or file.roles.module_kind in _SILENT_MODULES:
        return
    if not file.resources.left_open(call) or file.roles.one_shot(call.node):
        return
    if file.resources.passing_read(call):
        return
    names = file.flow.variables(call.node)
    what = f"{names[0].id} ({call.label})" if names else f"what {call.label}() opens"
    yield (
        call.node,
        f"{what} is never closed: it stays open until the garbage collector finds it;"
        f" use `with`, or {call.facts.closed_by[0]}() in a `finally`",
    )
