"""A print in a service, where nobody reads it.

## Why it hurts

What is printed has no time, no level, no logger and no request id. It does not reach the log files
and the alerts, cannot be searched or switched off, and under some servers the output is buffered
or thrown away. During an outage the one line that explains it is missing.

## Bad

```python
import logging

logger = logging.getLogger(__name__)

def charge(order):
    print(f"charging order {order.id}")  # AIG701
    logger.info("charged %s", order.id)
```

## Good

```python
import logging

logger = logging.getLogger(__name__)

def charge(order):
    logger.info("charging order %s", order.id)
```

## When it stays silent

- The module neither serves (a route, a task, middleware) nor has a logger. Where it only has a
  logger: the function does not log, the print tells of no failure, and neither the class nor the
  module is named as part of a service (`PaymentService`, `services/`, `worker.py`).
- The function is reached from a command line or from `if __name__ == "__main__"`, the module is a
  command line or a script itself, or asks questions at the terminal.
- `file=` is given, or the print stands under a `verbose`, `debug` or `console` option.
- The function is named for showing something (`print_summary`, `show_help`).
- The text is laid out for a screen: indented, ruled off, coloured, with line breaks or `end=`, or
  the function flushes the screen.
- The function starts the server, and prints for whoever does.
- In a module that does not serve: the process exits right after, other prints of the function are
  laid out for a screen, or `# noqa: T201` says that it is meant.
- In tests and examples.

## References

- <https://docs.python.org/3/howto/logging.html#when-to-use-logging>
- <https://12factor.net/logs>
"""

from aiguard_flake8.calls import LibraryCall
from aiguard_flake8.file import File
from aiguard_flake8.rule import Reports


def check(call: LibraryCall, file: File) -> Reports:
    """Report prints in modules that serve or log."""
    if call.path != "builtins.print" or not call.node.args or call.gives("file"):
        return
    if file.prints.by_purpose(call.node):
        return
    yield (
        call.node,
        "print() in a service has no level, time or logger and does not reach the logs; use"
        " logger.info() or the level that fits",
    )
