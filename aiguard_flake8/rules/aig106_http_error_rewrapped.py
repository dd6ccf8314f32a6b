"""An HTTP error is caught by the `except Exception` around it and goes out with another status.

## Why it hurts

`HTTPException`, `abort` and `get_object_or_404` work by raising. A broad handler around them takes
the 404 that the code meant for the client and sends its own 500 instead. Clients retry what they
should correct, alerts go off for a mistyped address, and the real server errors drown among them.

## Bad

```python
from fastapi import APIRouter, HTTPException

router = APIRouter()

@router.get("/orders/{order_id}")
def read_order(order_id: int):
    try:
        order = store.find(order_id)
        if order is None:
            raise HTTPException(status_code=404, detail="No such order")
        return order
    except Exception:  # AIG106
        raise HTTPException(status_code=500, detail="The order could not be read")
```

## Good

```python
from fastapi import APIRouter, HTTPException

router = APIRouter()

@router.get("/orders/{order_id}")
def read_order(order_id: int):
    try:
        order = store.find(order_id)
    except ConnectionError as error:
        raise HTTPException(status_code=503, detail="Orders are not available") from error
    if order is None:
        raise HTTPException(status_code=404, detail="No such order")
    return order
```

## When it stays silent

- A handler before it catches the HTTP error, or the broad handler raises it again, asks for its
  class (`isinstance`), reads its status or hands it to a function.
- Both have the same status, or may have; or the handler's is one of 4xx, and that of the error is
  not known or stands in a function that is called.
- A function of another module makes the answer, and nothing tells its status.
- The error is raised and caught by a `try` further inside, or more than two functions away, where
  what leads to it is mostly ruled out by then.
- In tests.

## References

- <https://fastapi.tiangolo.com/tutorial/handling-errors/>
- <https://docs.djangoproject.com/en/stable/topics/http/views/#the-http404-exception>
"""

import ast

from aiguard_flake8.facts.handlers import Handler
from aiguard_flake8.file import File
from aiguard_flake8.rule import Reports
from aiguard_flake8.tree import last_name, nodes_within
from aiguard_flake8.values import Value

LEVEL = "error"


def check(handler: Handler, file: File) -> Reports:
    """Report broad handlers that answer in place of an HTTP error raised in their `try`."""
    if not handler.broad or file.is_test:
        return
    outgoing = _outgoing(handler, file)
    if not outgoing or _lets_through(handler, file) or _caught_earlier(handler, file):
        return
    errors = file.answers.http_errors(handler.statement.body, handler.statement)
    # What becomes the fault of the client, whatever it was, was chosen with care.
    chosen = all(each is not None and 400 <= each < 500 for each in outgoing)
    changed = [
        (node, status)
        for node, status in errors
        if status not in outgoing and not (chosen and _is_hidden(node, status, file))
    ]
    if changed:
        node, status = changed[0]
        said = f"the {status}" if status else "the HTTP error"
        now = next(iter(outgoing)) if len(outgoing) == 1 else None
        becomes = f"becomes {now}" if now else "gets another status"
        yield (
            handler.node,
            f"{said} raised in the try{_way(node, status, file)} is caught here and {becomes};"
            " move it out of the try, or catch it before and raise it again",
        )


def _is_hidden(node: ast.AST, status: int | None, file: File) -> bool:
    """Whether the try does not show which error it is: a function raises it, or no status tells."""
    shown = isinstance(node, ast.Raise | ast.Call) and file.answers.ended_by(node)
    return status is None or not shown


def _way(node: ast.AST, status: int | None, file: File) -> str:
    """The functions of other modules that lead to the error, as a message shows them."""
    if not isinstance(node, ast.Call):
        return ""
    callee = file.names.value(node.func)
    if callee is None or callee.local or file.libraries.knows(callee.path):
        return ""
    raised = file.reach.http_errors(node).items()
    found = [way for error, way in raised if error.status == status]
    ways = sorted(found, key=lambda way: (len(way.chain), way))
    return f" by {file.reach.shown(ways[0])}" if ways else ""


def _outgoing(handler: Handler, file: File) -> set[int | None]:
    """The statuses with which the handler itself ends the request."""
    found: set[int | None] = set()
    for node in handler.of(ast.Return, ast.Raise, ast.Call):
        if isinstance(node, ast.Call):
            call = file.call(node)
            ends = call is not None and call.facts.http_error and call.facts.kind == "call"
            answer = file.answers.built(node) if ends else None
        else:
            assert isinstance(node, ast.Return | ast.Raise)
            answer = None if _is_made_elsewhere(node, file) else file.answers.of(node)
        if answer is not None:
            found.add(answer.status)
    return found


def _is_made_elsewhere(node: ast.Return | ast.Raise, file: File) -> bool:
    """Whether a function that nobody has read makes the answer, and no status tells of which kind.

    `return failed_page("Try again")` may be a page, or lead back to where the person came from.
    """
    value = node.value if isinstance(node, ast.Return) else None
    made = value.value if isinstance(value, ast.Await) else value
    if not isinstance(made, ast.Call):
        return False
    callee = file.names.value(made.func)
    if callee is not None and (callee.local or file.libraries.knows(callee.path)):
        return False
    if last_name(made.func)[:1].isupper() or _is_builtin(callee):
        return False
    given = [*made.args, *(keyword.value for keyword in made.keywords)]
    return all(file.answers.status(each) is None for each in given)


def _is_builtin(callee: Value | None) -> bool:
    return callee is not None and callee.path.startswith("builtins.")


def _caught_earlier(handler: Handler, file: File) -> bool:
    before = handler.statement.handlers[: handler.statement.handlers.index(handler.node)]
    return any(file.answers.catches_http_error(each) for each in before)


def _lets_through(handler: Handler, file: File) -> bool:
    """Whether the handler raises the exception again, or looks at what it is."""
    name = handler.node.name
    for node in nodes_within(*handler.node.body):
        if isinstance(node, ast.Compare):
            if any(_is_class_of(each, name) for each in (node.left, *node.comparators)):
                return True
        elif isinstance(node, ast.Raise):
            if node.exc is None or (isinstance(node.exc, ast.Name) and node.exc.id == name):
                return True
        elif isinstance(node, ast.Attribute):
            if isinstance(node.value, ast.Name) and node.value.id == name:
                return True
        elif isinstance(node, ast.Call) and _hands_over(node, name, file):
            return True
    return False


def _is_class_of(node: ast.expr, name: str | None) -> bool:
    """Whether it is `type(error)`."""
    return (
        isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "type"
        and any(isinstance(each, ast.Name) and each.id == name for each in node.args)
    )


def _hands_over(node: ast.Call, name: str | None, file: File) -> bool:
    """Whether a call is given the exception itself and may act on its class."""
    given = [*node.args, *(keyword.value for keyword in node.keywords)]
    if not any(isinstance(each, ast.Name) and each.id == name for each in given):
        return False
    if file.log_record(node) is not None:
        return False
    path = file.names.path(node.func)
    call = file.call(node)
    if path in ("builtins.str", "builtins.repr", "builtins.type", "builtins.print"):
        return False
    return call is None or not (call.facts.captures or call.facts.http_error or call.facts.response)
