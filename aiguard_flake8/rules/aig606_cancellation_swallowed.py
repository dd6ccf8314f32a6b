"""A handler that swallows the order to stop.

## Why it hurts

A task is told to stop by an exception. A handler that catches it and goes on makes the task
unstoppable: a shutdown hangs until the process is killed, a timeout does not end what it should
end, and a task group waits for ever for a task that refuses to go.

## Bad

```python
import asyncio
import logging

logger = logging.getLogger(__name__)

async def consume(queue, store):
    while True:
        try:
            await store.save(await queue.get())
        except asyncio.CancelledError:  # AIG606
            logger.warning("cancelled")
```

## Good

```python
import asyncio
import logging

logger = logging.getLogger(__name__)

async def consume(queue, store):
    while True:
        try:
            await store.save(await queue.get())
        except asyncio.CancelledError:
            logger.warning("cancelled")
            raise
```

## When it stays silent

- Something is raised, the process exits, or the exception is kept or handed on.
- The function cancels or shields a task itself, waits for a task that somebody else may cancel,
  sets a flag, or gives a result that tells.
- A handler before it deals with the cancellation, or it stands in a handler, a `finally` or a
  function that cleans up.
- The outermost coroutine of a task, which ends there either way. Generators and request handlers,
  whose reader has gone, too.
- No loop goes on, and the handler names `CancelledError` or `BaseException` alone: that is meant.
- The loop watches a flag: who cancels the task may have cleared it before. Or it goes over a number
  of things, and the handler names `CancelledError` alone.
- The handler also names the error of a peer that has left, such as `ConnectionResetError`.
- In tests, scripts and examples.

## References

- <https://docs.python.org/3/library/asyncio-task.html#task-cancellation>
"""

from aiguard_flake8.facts import cancellation
from aiguard_flake8.facts.handlers import Handler
from aiguard_flake8.file import File
from aiguard_flake8.rule import Reports

_ELSEWHERE = frozenset({"test", "script"})


def check(handler: Handler, file: File) -> Reports:
    """Report handlers in coroutines after which the work goes on."""
    if file.roles.module_kind in _ELSEWHERE or not (
        goes_on := cancellation.swallows(handler, file)
    ):
        return
    if cancellation.names_cancellation(handler, file):
        mend = "raise it again after the clean-up"
    else:
        mend = "catch Exception instead, or raise it again"
    yield handler.node, f"swallows the cancellation of the task, and {goes_on}; {mend}"
