"""A broad handler that does nothing with the failure.

## Why it hurts

The payment was not booked, the mail was not sent, a third of the rows were skipped, and nothing
says so: no log record, no error, no metric. `except Exception` also swallows the typing mistake
that comes with next week's change. The first to notice is a customer, and there is no trace to
start from.

## Bad

```python
def notify(orders, mailer):
    for order in orders:
        try:
            mailer.send_receipt(order)
        except Exception:  # AIG101
            continue
```

## Good

```python
import logging

logger = logging.getLogger(__name__)

def notify(orders, mailer):
    for order in orders:
        try:
            mailer.send_receipt(order)
        except Exception:
            logger.exception("no receipt for order %s", order.id)
```

## When it stays silent

The rule is opt-in: code does not show whether what fails is work that somebody asked for or an
extra that the program can do without, so that about every second report is a matter of opinion.
AIG102 and AIG105, which report failures that are answered wrongly or recorded without a trace, are
on.

- The exception is named (`except KeyError`), used, logged, captured, raised again, or the handler
  does anything else, such as setting a fallback.
- Nothing in the `try` body asks or changes anything: it parses, converts or looks something up.
- Clean-up: the body closes, cancels or removes something, or the code is itself a `finally`, a
  handler, a `close()` or a `__del__`.
- Optional imports, telemetry, and functions that ask a question (`is_reachable`).
- The failure still surfaces: the next statement raises, or another attempt follows.
- All that the body sets has a value from before the `try`, and the function does not return it.
- The body tests the status of a response: no answer is one of those that it goes on without.
- A comment in the handler says why the failure does not matter, or another linter was told so.
- In command lines, scripts and tests.

## References

- Also known as S110, S112 and BLE001 (ruff), W0718 (pylint).
- <https://docs.python.org/3/howto/logging.html#exceptions>
- <https://docs.python.org/3/tutorial/errors.html#handling-exceptions>
"""

from aiguard_flake8.facts.absence import only_sets_extras
from aiguard_flake8.facts.attempts import called_name
from aiguard_flake8.facts.handlers import Handler
from aiguard_flake8.file import File
from aiguard_flake8.rule import Reports

OPT_IN = True  # too often what fails is an extra, which only its author knows
YIELDS_TO = ("AIG106", "AIG110", "AIG104", "AIG103", "AIG102", "AIG105")


def check(handler: Handler, file: File) -> Reports:
    """Report broad, idle handlers around work whose failure matters."""
    if not handler.broad or not handler.drops_failure or file.is_test:
        return
    attempt = handler.attempt
    work = attempt.acts
    if work is None or attempt.imports or attempt.cleans_up or attempt.is_telemetry:
        return
    if attempt.is_probe or attempt.has_fallback or handler.excused:
        return
    if only_sets_extras(handler.statement, file):
        return
    if file.runs_from_command(file.tree.function(handler.node)):
        return
    yield (
        handler.node,
        f"when {called_name(work)}() fails nobody will know{_scope(handler, file)};"
        " log it with logger.exception, name the exception that you expect, or let it go up",
    )


def _scope(handler: Handler, file: File) -> str:
    if file.tree.loop(handler.statement) is None:
        return ""
    return ", and the item is skipped"
