"""A task that nobody holds on to.

## Why it hurts

The event loop keeps only a weak reference to a task. One that nothing else refers to may be
collected in the middle of its work: the mail is not sent, the order not stored, once in a thousand
times and only under load. If it fails, nobody awaits it, so nobody learns of the failure either.

## Bad

```python
import asyncio

async def place_order(order, mailer):
    await order.save()
    asyncio.create_task(mailer.confirm(order))  # AIG604
    return order.id
```

## Good

```python
import asyncio
import logging

logger = logging.getLogger(__name__)
running = set()

def finished(task):
    running.discard(task)
    if not task.cancelled() and task.exception():
        logger.error("task failed", exc_info=task.exception())

async def place_order(order, mailer):
    await order.save()
    task = asyncio.create_task(mailer.confirm(order))
    running.add(task)
    task.add_done_callback(finished)
    return order.id
```

## When it stays silent

- The task is awaited, returned, stored, or handed to something else.
- A task group or another object that is not the event loop started it.
- It is kept in a variable of a function that goes on waiting, so that both live equally long.
- In tests.

## References

- <https://docs.python.org/3/library/asyncio-task.html#asyncio.create_task>
"""

import ast

from aiguard_flake8.facts import tasks
from aiguard_flake8.file import File
from aiguard_flake8.rule import Reports


def check(_: ast.Module, file: File) -> Reports:
    """Report tasks that are dropped, or kept only in a variable that dies at once."""
    for node in () if file.is_test else file.tree.of(ast.Call):
        if tasks.starts_task(node, file):
            yield from _started(node, file)


def _started(node: ast.Call, file: File) -> Reports:
    what = tasks.coroutine_name(node)
    subject = f"the task of {what}" if what else "this task"
    vanishes, keep = "it may vanish half-way", "add it to a set (discard it when done)"
    if not tasks.is_called_back(node, file):
        vanishes += ", and its failure too"
        keep += " or use a task group, and log its failure"
    if tasks.is_dropped(node, file):
        yield node, f"nothing holds {subject}: {vanishes}; {keep}"
    elif name := tasks.dying_variable(node, file):
        yield node, f"only {name}, which nobody reads, holds {subject}: {vanishes}; {keep}"
