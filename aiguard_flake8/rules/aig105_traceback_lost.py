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

- The traceback is written (`logger.exception`, `exc_info=`), or the exception goes to an error
  tracker.
- The exception is raised again, or it is used beyond the log: stored, handed over, returned.
- The handler ends the process, or the code belongs to a command line or a script.
- Below the level `error`, and in clean-up, telemetry and optional imports.
- The handler names what it expects (`except ConnectionError`).
- In tests.

## References

- <https://docs.python.org/3/library/logging.html#logging.Logger.exception>
"""

from aiguard_flake8.file import File
from aiguard_flake8.handlers import Handler
from aiguard_flake8.rule import Reports

YIELDS_TO = ("AIG106", "AIG110", "AIG104", "AIG103", "AIG102")
_LEVELS = frozenset({"error", "critical"})


def check(handler: Handler, file: File) -> Reports:
    """Report broad handlers whose most severe record has no traceback."""
    if not handler.broad or not handler.records or file.is_test:
        return
    record = next((each for each in handler.records if each.level in _LEVELS), None)
    if record is None or handler.traceback_kept or handler.raises or handler.exits:
        return
    if handler.uses_exception_beyond_records or _is_command(handler, file):
        return
    attempt = handler.attempt
    if attempt.cleans_up or attempt.is_telemetry or attempt.imports:
        return
    what = f"only the text of `{handler.node.name}`" if handler.uses_exception else "no cause"
    yield (
        record.call,
        f"the log will hold {what} and no traceback to find the line that failed;"
        " use logger.exception(...) or pass exc_info=True",
    )


def _is_command(handler: Handler, file: File) -> bool:
    function = file.tree.function(handler.node)
    return function is None or file.runs_from_command(function)
