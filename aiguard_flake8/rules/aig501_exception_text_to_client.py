"""The text of an unexpected exception is sent to the client.

## Why it hurts

Nobody wrote that text for strangers. A database error carries the statement with its values, the
table and the host; an HTTP error the internal address and sometimes the key in it; an `OSError` the
path on disk. Every caller of the API can read it, and can provoke it. For honest clients it is no
use either: it changes with each version of a library, so nobody can act on it.

## Bad

```python
from fastapi import APIRouter, HTTPException

router = APIRouter()

@router.get("/invoices/{invoice_id}")
def read_invoice(invoice_id: int):
    try:
        return store.load(invoice_id)
    except Exception as error:
        raise HTTPException(status_code=500, detail=f"Failed: {error}")  # AIG501
```

## Good

```python
import logging

from fastapi import APIRouter, HTTPException

router = APIRouter()
logger = logging.getLogger(__name__)

@router.get("/invoices/{invoice_id}")
def read_invoice(invoice_id: int):
    try:
        return store.load(invoice_id)
    except Exception as error:
        logger.exception("invoice %s could not be read", invoice_id)
        raise HTTPException(status_code=500, detail="The invoice could not be read") from error
```

## When it stays silent

- The exception is one of the project's own, or one that speaks of the input (`ValueError`,
  `KeyError`, a validation error): its text may well be meant for the client.
- The answer is a 4xx and the `try` asks nothing outside the process or raises a text of its own, or
  the exception is a narrow one: the text says what is wrong with what the client sent. The same in
  functions that validate.
- Developers or our own processes ask for the text, or it is handed on: connection tests,
  forwarders, routes called `internal` or `debug`, what runs the client's own query or code; or a
  comment says so.
- The handler reads a status from the exception and answers with it.
- Only its class, a code or a status goes out: `type(error).__name__`, `error.code`.
- The text passes through a function that may clean it: `public_message(error)`.
- A condition asks for a debug mode, or for the class of the exception (`isinstance`).
- In tests, scripts and pages for one user (Streamlit).

## References

- <https://cwe.mitre.org/data/definitions/209.html>
- <https://owasp.org/www-community/Improper_Error_Handling>
"""

import ast
from collections.abc import Iterator

from aiguard_flake8.facts.answers import Answer
from aiguard_flake8.facts.attempts import called_name
from aiguard_flake8.facts.exposure import Exposure, asks_class, reads_debug_flag
from aiguard_flake8.facts.handlers import BROAD, Handler
from aiguard_flake8.facts.words import words
from aiguard_flake8.file import File
from aiguard_flake8.patterns import Pattern
from aiguard_flake8.rule import Reports
from aiguard_flake8.tree import nodes_within

LEVEL = "error"
_ON_PURPOSE = Pattern(
    r"(?i)stack-trace-exposure|"
    r"\b(detailed|helpful|useful|actual|real|original) (error|message|text|reason)|"
    r"\b(error|exception|text|message)\b.* (useful|helpful|on purpose|safe to)|"
    r"\b(show|tell|surface|expose)s?\b.* (to )?(the )?(user|client|caller)"
)
# Actions that as often work on what the client sent as on something elsewhere.
_COMPUTES = frozenset("apply handle load process run".split())
_STATUSES = frozenset({"code", "status", "status_code"})


def check(subject: Handler | ast.FunctionDef | ast.AsyncFunctionDef, file: File) -> Reports:
    """Report answers that hold the text of the exception that is being handled."""
    if isinstance(subject, Handler):
        if not (subject.broad or subject.names_failure):
            return
        name, body = subject.node.name or "", subject.node.body
    else:
        name, body = _handled_everywhere(subject, file), subject.body
        if not name:
            return
    if file.roles.module_kind in ("test", "script", "page"):
        return
    if isinstance(subject, Handler) and subject.says(_ON_PURPOSE):
        return
    if _has_status(name, body) or file.contracts.for_ourselves(body[0]):
        return
    exposure = Exposure(name, body, file)
    judged = isinstance(subject, Handler) and _judges_input(subject)
    for node, answer in _answers(body, file):
        if judged and (answer.blames_client or file.contracts.judges(file.tree.function(node))):
            continue
        shown = next((text for each in answer.bodies if (text := exposure.text_in(each))), None)
        if shown is not None and not _accounted(node, subject, file):
            is_traceback = isinstance(shown, ast.Call) or not name
            what = "the traceback" if is_traceback else f"the text of `{name}`"
            yield (
                node,
                f"{what} goes to the client and may tell of queries, paths and hosts;"
                " log it and answer with a fixed message",
            )


def _dropped(node: ast.Call, file: File) -> bool:
    """Whether a response is kept in a variable that nobody reads."""
    return bool(file.flow.variables(node)) and all(
        use.kind == "dropped" for use in file.flow.uses(node)
    )


def _judges_input(handler: Handler) -> bool:
    """Whether nothing can fail, as far as names tell, but what is done with the input.

    A narrow exception, or one that the `try` raises itself, speaks of the input as well.
    """
    attempt = handler.attempt
    if not handler.broad or any(_has_own_text(node) for node in handler.tried):
        return True
    if attempt.only_parses or attempt.acts is None:
        return True
    return attempt.leaves_process is None and words(called_name(attempt.acts))[0] in _COMPUTES


def _has_own_text(node: ast.AST) -> bool:
    """Whether it is `raise Exception("No such language")`."""
    raised = node.exc if isinstance(node, ast.Raise) else None
    return isinstance(raised, ast.Call) and getattr(raised.func, "id", "") in (
        "Exception",
        "ValueError",
    )


def _has_status(name: str, body: list[ast.stmt]) -> bool:
    """Whether the exception is asked for its status: it is one that was raised for a client."""
    for node in nodes_within(*body):
        if isinstance(node, ast.Attribute):
            owner, read = node.value, node.attr
        elif isinstance(node, ast.Call) and len(node.args) > 1:  # getattr(error, "code", 500)
            owner, read = node.args[0], getattr(node.args[1], "value", "")
        else:
            continue
        if isinstance(owner, ast.Name) and owner.id == name and read in _STATUSES:
            return True
    return False


def _answers(body: list[ast.stmt], file: File) -> Iterator[tuple[ast.AST, Answer]]:
    """The statements and calls of a body that make a response, each response once."""
    done: set[ast.AST] = set()
    for node in nodes_within(*body):
        if isinstance(node, ast.Return | ast.Raise):
            answer = file.answers.of(node)
            if answer is not None:
                done.update(nodes_within(node))
                yield node, answer
        elif isinstance(node, ast.Call) and node not in done:
            answer = file.answers.built(node)
            if answer is not None and not _dropped(node, file):
                done.update(nodes_within(node))
                yield node, answer


def _accounted(node: ast.AST, subject: Handler | ast.AST, file: File) -> bool:
    """Whether what is around an answer accounts for it: a condition that asks for debugging or
    for a class of exception, or a handler further inside that has an exception of its own.
    """
    stop = subject.node if isinstance(subject, Handler) else subject
    child = node
    for ancestor in file.tree.ancestors(node):
        if ancestor is stop:
            return False
        if isinstance(ancestor, ast.ExceptHandler):
            return True
        if isinstance(ancestor, ast.match_case) and isinstance(ancestor.pattern, ast.MatchClass):
            return True
        if isinstance(ancestor, ast.If) and child in ancestor.body:
            if reads_debug_flag(ancestor.test) or asks_class(ancestor.test):
                return True
        child = ancestor
    return False


def _handled_everywhere(function: ast.FunctionDef | ast.AsyncFunctionDef, file: File) -> str:
    """The exception parameter of a function that answers for every unexpected exception."""
    for decorator in function.decorator_list:
        if not isinstance(decorator, ast.Call) or not decorator.args:
            continue
        call = file.call(decorator)
        if call is None or call.facts.decorates != "error_handler":
            continue
        first = decorator.args[0]
        if file.names.path(first) in BROAD or file.answers.status(first) == 500:
            positional = [each for each in function.args.args if each.arg not in ("self", "cls")]
            return positional[-1].arg if positional else ""
    return ""
