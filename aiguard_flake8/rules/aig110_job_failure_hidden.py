"""A background job turns its failure into a return value that nobody reads.

## Why it hurts

A queue knows two outcomes: the job returned, or it raised. One that catches everything and returns
an error text has succeeded as far as anybody can see: it is not tried again, counts in no failure
rate, wakes nobody up. The mails of a night are lost, and the dashboard is green.

## Bad

```python
from celery import shared_task

@shared_task
def send_invoice(order_id, mailer):
    try:
        mailer.send(order_id)
        return {"status": "sent"}
    except Exception as error:  # AIG110
        return {"status": "error", "error": str(error)}
```

## Good

```python
from celery import shared_task

@shared_task(autoretry_for=(ConnectionError,), retry_backoff=True, max_retries=5)
def send_invoice(order_id, mailer):
    mailer.send(order_id)
    return {"status": "sent"}
```

## When it stays silent

- Unless it is switched on. Among more than a thousand packages that nobody had looked at it had
  few reports, and none of those read by others was worth acting on: failures were recorded, or the
  answers read, elsewhere.
- The handler raises, asks for a retry (`self.retry`), or records the failure in a state of the job
  (`update_state`, `job.status = …`, `progress.update(state=…)`) or in a row (`record.save()`); or
  it hands the exception to a function of its own.
- It names exceptions narrower than Exception.
- The job is a part of a group (`resize.s(image)`, in any module of the project), where somebody
  reads what it answers.
- It returns nothing: other rules judge how it records the failure.
- In tests.

## References

- <https://docs.celeryq.dev/en/stable/userguide/tasks.html#retrying>
- <https://python-rq.org/docs/exceptions/>
"""

import ast

from aiguard_flake8.facts.handlers import Handler
from aiguard_flake8.facts.jobs import hands_over, is_job, is_part, keeps_state
from aiguard_flake8.file import File
from aiguard_flake8.rule import Reports

OPT_IN = True  # few reports, and who reads an answer is not in the module
YIELDS_TO = ("AIG106",)


def check(handler: Handler, file: File) -> Reports:
    """Report broad handlers of jobs that answer with a value."""
    function = file.tree.function(handler.node)
    if function is None or not handler.broad or handler.raises or file.is_test:
        return
    answers = [each for each in handler.returns if _says_something(each.value)]
    if not answers or not is_job(function, file):
        return
    if keeps_state(handler) or hands_over(handler, file) or is_part(function, file):
        return
    yield (
        handler.node,
        f"{function.name}() returns {ast.unparse(answers[0].value or handler.node)[:40]} when it"
        " fails, which nobody reads: the job counts as done and is not tried again; let the"
        " exception rise",
    )


def _says_something(value: ast.expr | None) -> bool:
    return value is not None and not (isinstance(value, ast.Constant) and value.value is None)
