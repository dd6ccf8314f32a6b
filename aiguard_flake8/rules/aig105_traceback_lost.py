"""A broad handler that logs only the text of the exception and goes on.

## Why it hurts

`'id'` is what a `KeyError` prints, and a timeout often prints nothing at all. `except Exception`
can catch hundreds of different failures, and the one line in the log does not say where this one
came from. The traceback was there for the asking; now somebody has to reproduce the failure to see
it.

## Bad

```python
import logging

logger = logging.getLogger(__name__)

def import_orders(feed, repository):
    for order in feed:
        try:
            repository.save(order.normalised())
        except Exception as error:
            logger.error(f"order {order.id} failed: {error}")  # AIG105
```

## Good

```python
import logging

logger = logging.getLogger(__name__)

def import_orders(feed, repository):
    for order in feed:
        try:
            repository.save(order.normalised())
        except Exception:
            logger.exception("order %s failed", order.id)
```

## When it stays silent

- The traceback is written (`logger.exception`, `exc_info=`), the exception goes to an error
  tracker, or its type is logged.
- The text says it all: the body reads one thing, opens a file, or converts a text. Reported are
  bodies of five steps or more, and those that do what somebody asked for (`save`, `send`, …).
- The function has another answer ready and returns it.
- The exception is raised again, another one right after the `try`, or it is used beyond the log:
  stored, handed over, returned.
- The handler ends the process, or the code belongs to a command line or a script.
- Below the level `error`, and in clean-up, telemetry, probes and optional imports.
- Another linter was told to accept the broad handler (`# noqa: BLE001`).
- The handler names what it expects (`except ConnectionError`).
- In tests.

## References

- <https://docs.python.org/3/library/logging.html#logging.Logger.exception>
"""

import ast

from aiguard_flake8.facts.causes import MANY, changes, steps
from aiguard_flake8.facts.handlers import Handler, Record
from aiguard_flake8.facts.outcomes import admits, empty
from aiguard_flake8.facts.roles import HANDLER
from aiguard_flake8.file import File
from aiguard_flake8.rule import Reports

YIELDS_TO = ("AIG106", "AIG110", "AIG104", "AIG103", "AIG102")
_LEVELS = frozenset({"error", "critical"})


def check(handler: Handler, file: File) -> Reports:
    """Report broad handlers whose most severe record has no traceback."""
    if not handler.broad or not handler.records or file.is_test:
        return
    record = _most_severe(handler)
    if record is None or handler.traceback_kept or handler.raises or handler.exits:
        return
    if handler.uses_exception_beyond_records or handler.accepted or _names_type(record):
        return
    attempt = handler.attempt
    if attempt.cleans_up or attempt.is_telemetry or attempt.imports or attempt.is_probe:
        return
    if attempt.surfaces:
        return
    if not _is_hidden(handler, file) or _is_command(handler, file) or _falls_back(handler, file):
        return
    what = f"only the text of `{handler.node.name}`" if handler.uses_exception else "no cause"
    yield (
        record.call,
        f"the log will hold {what} and no traceback to find the line that failed;"
        " use logger.exception(...) or pass exc_info=True",
    )


def _most_severe(handler: Handler) -> Record | None:
    """The record that should hold the traceback; None when a milder one tells the cause."""
    severe = [each for each in handler.own_records if each.level in _LEVELS]
    telling = [each for each in handler.own_records if handler.names_exception(each.call)]
    if severe and telling and telling[0] not in severe:
        return None
    return severe[0] if severe else None


def _is_hidden(handler: Handler, file: File) -> bool:
    """Whether the text alone does not lead to what failed."""
    found = steps(handler, file)
    return len(found) >= MANY or any(changes(step) for step in found)


def _names_type(record: Record) -> bool:
    """Whether the type of the exception is logged, so that somebody thought of what it needs."""
    for node in ast.walk(record.call):
        match node:
            case ast.Attribute(attr="__class__") | ast.Call(func=ast.Name(id="type")):
                return True
    return False


def _falls_back(handler: Handler, file: File) -> bool:
    """Whether the function has another answer ready, as opposed to none or an error."""
    function = file.tree.function(handler.node)
    if function is None or file.roles.role(function) == HANDLER:
        return False
    values = [each.value for each in handler.returns if each.value is not None]
    return any(not empty(value) and not admits(value) for value in values)


def _is_command(handler: Handler, file: File) -> bool:
    function = file.tree.function(handler.node)
    return function is None or file.runs_from_command(function) or file.roles.shows_to_user
