"""A failure that is returned as None, False, 0 or an empty container.

## Why it hurts

The database is down and the function answers with an empty list: no orders, no permissions, no
stock. The caller cannot tell that from the truth and acts on it: it tells customers that they have
no orders, deletes what "no longer exists", writes zeros into the report. A log record does not help
the code that goes on with the wrong answer.

## Bad

```python
import logging

import requests

logger = logging.getLogger(__name__)

def open_orders(customer):
    try:
        response = requests.get(f"https://shop.example.com/orders/{customer}", timeout=10)
        response.raise_for_status()
        return response.json()
    except Exception:  # AIG102
        logger.exception("orders of %s", customer)
        return []
```

## Good

```python
import requests

class ShopUnavailable(Exception):
    pass

def open_orders(customer):
    try:
        response = requests.get(f"https://shop.example.com/orders/{customer}", timeout=10)
        response.raise_for_status()
    except requests.RequestException as error:
        raise ShopUnavailable(customer) from error
    return response.json()
```

## When it stays silent

- The exception means that something is not there (`KeyError`, `FileNotFoundError`,
  `NoResultFound`), or it is a narrow one that does not name a failure.
- Nothing in the `try` body leaves the process.
- The function asks a question (`is_…`, `has_…`, `can_…`, `check_…`), or its name says that it may
  come back with nothing (`try_…`, `…_or_none`).
- The function answers True or False for success, and the failure is recorded.
- It returns None and the traceback is logged.
- It returns None, and nothing in the `try` body says that None is also an answer: no `return None`
  for what is not there (those after a warning or for a failed status do not count), no query that
  may find nothing (`first()`, `find_one()`).
- Caches, clean-up, telemetry, optional imports, command lines; in tests.
- The handler makes what it takes to be missing: `self.create_table()`.
- The handler raises on some path, hands the exception over, or a comment gives the reason.

## References

- <https://docs.python.org/3/tutorial/errors.html#raising-exceptions>
"""

import ast

from aiguard_flake8.facts.absence import passes_for_answer
from aiguard_flake8.facts.attempts import called_name
from aiguard_flake8.facts.handlers import Handler
from aiguard_flake8.facts.outcomes import empty
from aiguard_flake8.file import File
from aiguard_flake8.rule import Reports

YIELDS_TO = ("AIG106", "AIG110", "AIG104", "AIG103")


def check(handler: Handler, file: File) -> Reports:
    """Report handlers around remote work that end in an empty value."""
    default = _default(handler)
    if default is None or file.is_test or not (handler.broad or handler.names_failure):
        return
    attempt = handler.attempt
    by_shape = handler.broad or handler.names_library_failure
    work = attempt.leaves_process if by_shape else attempt.modelled
    if work is None or handler.raises or handler.exits or handler.uses_exception_beyond_records:
        return
    if attempt.may_fail_quietly or attempt.is_cache or handler.excused or handler.mends:
        return
    function = file.tree.function(handler.node)
    if (
        function is None
        or not file.returns.gives_value(function)
        or file.runs_from_command(function)
    ):
        return
    if file.returns.answers_success(function):
        if handler.records or handler.uses_exception:
            return
    elif not passes_for_answer(default, handler, function, file):
        return
    text = ast.unparse(default)
    yield (
        handler.node,
        f"{function.name}() returns {text} when {called_name(work)}() fails, and callers cannot"
        " tell that from an empty result; raise, or let the exception go up",
    )


def _default(handler: Handler) -> ast.expr | None:
    """The empty value that the handler returns, unless it also returns another."""
    values = [each.value or ast.Constant(None) for each in handler.returns]
    last = handler.node.body[-1]
    if not values or not isinstance(last, ast.Return) or not all(map(empty, values)):
        return None
    return values[-1]
