"""A broad handler turns every failure into an ordinary return value, or into HTTP 200.

## Why it hurts

A caller that does not look inside goes on as if all were well: the order is confirmed although
nothing was charged, the client reads the error body as data, retries and alerts that go by
exceptions or by the status never happen. And since the handler is broad, the same value stands for
a refused card, a dead database and a typing mistake.

## Bad

```python
import requests

class Payments:
    def charge(self, order):
        try:
            response = requests.post("https://pay.example.com", json=order, timeout=10)
            response.raise_for_status()
            return response.json()
        except Exception as error:
            return {"success": False, "error": str(error)}  # AIG103
```

## Good

```python
import requests

class PaymentFailed(Exception):
    pass

class Payments:
    def charge(self, order):
        try:
            response = requests.post("https://pay.example.com", json=order, timeout=10)
            response.raise_for_status()
            return response.json()
        except requests.RequestException as error:
            raise PaymentFailed(order["id"]) from error
```

## When it stays silent

- The handler names the exceptions that it expects.
- The response has an error status, is a page made of a template, or the route sets one on the
  response.
- The value holds more than the failure, carries a `type` as the other answers do, or is an object
  of a class made for results.
- The `try` asks nothing outside the process, or the function asks a question whose answer may be no
  (`check_health`, `test_connection`, `validate`).
- The failure is logged at debug level only, or other handlers of the same `try` return values for
  their failures, too.
- The function gives errors, records or texts of that form in other places, too (unless a request
  handler in the same file answers every failure with a 2xx or a 4xx).
- A comment in the handler says why it is so.
- Callers in the same file look at what the value says.
- A protocol or a framework asks for a value: tools of language models, JSON-RPC, commands,
  decorators and base classes that are not known.
- In tests, scripts and pages for one user (Streamlit).

## References

- <https://docs.python.org/3/tutorial/errors.html#user-defined-exceptions>
- <https://www.rfc-editor.org/rfc/rfc9110#section-15>
"""

import ast
from collections.abc import Iterator

from aiguard_flake8.facts import outcomes
from aiguard_flake8.facts.exposure import Exposure
from aiguard_flake8.facts.handlers import Handler
from aiguard_flake8.file import File
from aiguard_flake8.rule import Reports
from aiguard_flake8.tree import Function, nodes_within

LEVEL = "error"
YIELDS_TO = ("AIG106", "AIG110", "AIG104")


def check(handler: Handler, file: File) -> Reports:
    """Report returns of a broad handler that tell a failure by the value alone."""
    if not handler.broad or not handler.returns or handler.excused:
        return
    function = file.tree.function(handler.node)
    if function is None or file.roles.module_kind in ("test", "script", "page", "migration"):
        return
    if _sorts_failures(handler) or any(each.level == "debug" for each in handler.records):
        return
    for node in handler.returns:
        if node.value is None:
            continue
        answer = file.answers.of(node)
        if answer is not None:
            said = next((s for each in answer.bodies if (s := outcomes.failure(each))), "")
            if said and answer.succeeds and not answer.page and not _is_tagged(node, function):
                yield (
                    node,
                    f"the client gets {said} with status {answer.status} and takes it for success;"
                    " answer with an error status",
                )
        elif said := _said(node.value, handler, file):
            if handler.attempt.acts is None or not file.contracts.free(function):
                continue
            if isinstance(node.value, ast.Dict) and (misled := file.callers.misled(function)):
                yield (
                    node,
                    f"{function.name}() returns {said} for every failure, and {misled}; let the"
                    " exception pass and answer with an error status of the server",
                )
                continue
            if _is_form(node.value, function) or file.contracts.result_tested(function):
                continue
            yield (
                node,
                f"{function.name}() returns {said} for every failure, and who does not look"
                " goes on; let the exception pass, or raise one of your own",
            )


def _said(value: ast.expr, handler: Handler, file: File) -> str:
    """How a plain value says that it stands for a failure."""
    if isinstance(value, ast.Tuple):
        if len(value.elts) != 2 or handler.attempt.leaves_process is None:
            return ""
        first, second = value.elts
        if isinstance(first, ast.Constant) and (first.value is False or first.value is None):
            exposure = Exposure(handler.node.name or "", handler.node.body, file)
            if exposure.text_in(second) is not None:
                return f"({first.value}, {ast.unparse(second)[:40]})"
        return ""
    if isinstance(value, ast.JoinedStr | ast.BinOp) and handler.attempt.leaves_process is not None:
        exposure = Exposure(handler.node.name or "", handler.node.body, file)
        return "a text about the error" if exposure.text_in(value) is not None else ""
    return outcomes.failure(value)


def _is_form(value: ast.expr, function: Function) -> bool:
    """Whether a value keeps to a form in which a function answers in other places, too.

    A record with more fields than the outcome, a failure that is returned where nothing was raised,
    a text among texts that are written for a person.
    """
    if isinstance(value, ast.Dict) and not outcomes.only_outcome(value):
        return True
    return any(
        isinstance(node, ast.Return) and node.value is not None and _alike(node.value, value)
        for statement in function.body
        for node in _outside_handlers(statement)
    )


def _sorts_failures(handler: Handler) -> bool:
    """Whether another handler of the `try` returns a failure as well: each kind has its value."""
    return any(
        isinstance(node, ast.Return) and node.value is not None and outcomes.failure(node.value)
        for each in handler.statement.handlers
        if each is not handler.node
        for node in nodes_within(*each.body)
    )


def _is_tagged(statement: ast.Return, function: Function) -> bool:
    """Whether a function tells what it returns apart by a `type`, failures as well as answers."""
    own = set(map(id, nodes_within(statement)))
    returned = [
        node
        for each in function.body
        for root in nodes_within(each)
        if isinstance(root, ast.Return)
        for node in nodes_within(root)
        if isinstance(node, ast.Dict)
    ]
    tagged = {id(node) for node in returned if any(map(_is_tag, node.keys))}
    return bool(tagged & own) and bool(tagged - own)


def _is_tag(key: ast.expr | None) -> bool:
    return isinstance(key, ast.Constant) and key.value in ("type", "kind", "event")


def _alike(one: ast.expr, other: ast.expr) -> bool:
    if isinstance(other, ast.Dict):
        return bool(outcomes.failure(one)) or outcomes.computed(one)
    if isinstance(other, ast.Tuple):
        return (
            isinstance(one, ast.Tuple)
            and bool(one.elts)
            and ast.dump(one.elts[0]) == ast.dump(other.elts[0])
        )
    text = isinstance(one, ast.Constant) and isinstance(one.value, str) and bool(one.value)
    return text or isinstance(one, ast.JoinedStr)


def _outside_handlers(statement: ast.stmt) -> Iterator[ast.AST]:
    """The nodes of a statement but for what stands in `except` handlers and inner functions."""
    handlers: set[int] = set()
    for node in nodes_within(statement):
        if isinstance(node, ast.ExceptHandler):
            handlers.update(map(id, nodes_within(node)))
        if id(node) not in handlers:
            yield node
