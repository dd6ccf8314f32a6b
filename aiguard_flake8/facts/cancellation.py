"""Cancellation that stops at a handler: who asked for it, and what goes on in spite of it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from aiguard_flake8.facts.attempts import stands_in_clean_up
from aiguard_flake8.facts.handlers import Handler
from aiguard_flake8.facts.roles import COMMAND, HANDLER
from aiguard_flake8.facts.words import words
from aiguard_flake8.patterns import Pattern
from aiguard_flake8.tree import last_name, nodes_within

if TYPE_CHECKING:
    from aiguard_flake8.file import File

EVERYTHING = "builtins.BaseException"
_WAITS = (ast.Await, ast.AsyncFor, ast.AsyncWith)
_CLOSES = frozenset(
    "close aclose stop shutdown disconnect wait cleanup terminate kill aexit release abort "
    "unsubscribe rollback dispose quit logout athrow".split()
)
# Failures that say that whoever read an answer has left.
_LEFT = Pattern(r"ConnectionResetError|BrokenPipeError|\w*(Disconnect|ConnectionClosed)\w*")
_LOOKS = frozenset({"str", "repr", "type", "isinstance", "print", "format"})


def names_cancellation(handler: Handler, file: File) -> bool:
    """Whether a handler catches cancellation by its name."""
    facts = (file.libraries.facts(name) for name in handler.exceptions if name)
    return any(each is not None and "cancellation" in each.traits for each in facts)


def swallows(handler: Handler, file: File) -> str:
    """What goes on although the task was told to stop, as a message says it; or empty."""
    function = file.tree.function(handler.node)
    if not isinstance(function, ast.AsyncFunctionDef) or not _may_stop(handler, file):
        return ""
    if handler.raises or handler.exits or _hands_on(handler, file):
        return ""
    if _cancels(function.body) or _is_generator(function, file):
        return ""
    role = file.roles.role(function)
    if role == COMMAND or _cleans_up(handler) or _awaits_only_tasks(handler):
        return ""
    if _tells(handler, function, file) or _in_clean_up(handler, file):
        return ""
    if _loop_goes_on(handler, file):
        return "the loop goes on"
    if names_cancellation(handler, file) and (role == HANDLER or _expects_end(handler)):
        return ""  # the client has gone: nobody is there for the answer
    return "the caller goes on" if _lies_to_caller(handler, function, file) else ""


def _lies_to_caller(handler: Handler, function: ast.AsyncFunctionDef, file: File) -> bool:
    """Whether a coroutine that works for another one ends as if it had not been cancelled.

    Who names `CancelledError` or `BaseException` alone means it; who lists it among failures, or
    catches whatever there is, does not.
    """
    if handler.node.type is not None and len(handler.exceptions) == 1:
        return False
    return _gives_value(function, file) or _is_awaited(function, file)


def _expects_end(handler: Handler) -> bool:
    """Whether a handler treats cancellation as the other side's hanging up."""
    return any(_LEFT.fullmatch(name.rpartition(".")[2]) for name in handler.exceptions)


def _names_it_alone(handler: Handler, file: File) -> bool:
    """Whether a handler is there for cancellation and nothing else: somebody means it."""
    return len(handler.exceptions) == 1 and names_cancellation(handler, file)


def _in_clean_up(handler: Handler, file: File) -> bool:
    """Whether it stands where clean-up is done, or shields what it awaits."""
    if stands_in_clean_up(handler.statement, file):
        return True
    calls = (node for node in handler.tried if isinstance(node, ast.Call))
    return any(last_name(node.func) == "shield" for node in calls)


def _tells(handler: Handler, function: ast.AsyncFunctionDef, file: File) -> bool:
    """Whether what comes after the handler knows of the cancellation.

    It raises one later, reads a flag that the handler sets, or gets a result that says so.
    """
    for node in nodes_within(*function.body):
        if isinstance(node, ast.Raise) and node.exc is not None:
            raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
            facts = file.libraries.facts(file.names.path(raised))
            if facts is not None and "cancellation" in facts.traits:
                return True
    if not names_cancellation(handler, file):
        return False
    kept = handler.of(ast.Assign, ast.AnnAssign, ast.Return)
    values = [
        node.value for node in kept if isinstance(node, ast.Assign | ast.AnnAssign | ast.Return)
    ]
    return any(_says_more(value) for value in values)


def _says_more(value: ast.expr | None) -> bool:
    """Whether a value is more than nothing: True, a text, an object, a filled container."""
    match value:
        case None:
            return False
        case ast.Constant():
            return bool(value.value)
        case ast.List(elts=elements) | ast.Tuple(elts=elements) | ast.Set(elts=elements):
            return any(_says_more(each) for each in elements)
        case ast.Dict(keys=keys):
            return bool(keys)
    return True


def _may_stop(handler: Handler, file: File) -> bool:
    """Whether the cancellation of the running task can arrive at a handler."""
    caught = names_cancellation(handler, file) or EVERYTHING in handler.exceptions
    if not caught or not any(isinstance(node, _WAITS) for node in handler.tried):
        return False
    for node in handler.statement.handlers:
        if node is handler.node:
            return True
        earlier = Handler(node, handler.statement, file)
        if names_cancellation(earlier, file) or EVERYTHING in earlier.exceptions:
            return False
    return True


def _hands_on(handler: Handler, file: File) -> bool:
    """Whether the exception is kept or given to something other than a log."""
    for node in handler.of(ast.Name):
        if not isinstance(node, ast.Name) or node.id != handler.node.name:
            continue
        above = file.tree.parent(node)
        while isinstance(above, ast.FormattedValue | ast.JoinedStr | ast.keyword):
            above = file.tree.parent(above)
        if isinstance(above, ast.Call):
            if file.log_record(above) is None and last_name(above.func) not in _LOOKS:
                return True
        elif not isinstance(above, ast.Attribute | ast.BinOp | ast.Compare):
            return True
    return False


def _cancels(body: list[ast.stmt]) -> bool:
    """Whether code cancels a task itself, so that it expects what it catches."""
    return any(
        isinstance(node, ast.Attribute)
        and node.attr in ("cancel", "cancelled", "cancelling", "uncancel")
        for node in nodes_within(*body)
    )


def _is_generator(function: ast.AsyncFunctionDef, file: File) -> bool:
    return any(file.tree.function(node) is function for node in file.tree.of(ast.Yield))


def _loop_goes_on(handler: Handler, file: File) -> bool:
    """Whether a loop starts its next round after a cancellation.

    A loop that watches a flag may end by it, since who cancels the task can clear the flag before.
    One over a number of things ends by itself, and who names the cancellation there wants the rest
    done.
    """
    loop = file.tree.loop(handler.statement)
    if loop is None or handler.of(ast.Return, ast.Break):
        return False
    if isinstance(loop, ast.For) and _names_it_alone(handler, file):
        return False
    return not isinstance(loop, ast.While) or isinstance(loop.test, ast.Constant)


def _gives_value(function: ast.AsyncFunctionDef, file: File) -> bool:
    return any(
        file.tree.function(node) is function and not _is_none(node.value)
        for node in file.tree.of(ast.Return)
    )


def _is_awaited(function: ast.AsyncFunctionDef, file: File) -> bool:
    """Whether another coroutine of the file awaits it."""
    for waiting in file.tree.of(ast.Await):
        if isinstance(waiting.value, ast.Call):
            value = file.names.value(waiting.value.func)
            if value is not None and value.local and not value.instance:
                if file.names.definition(value.path) is function:
                    return True
    return False


def _cleans_up(handler: Handler) -> bool:
    """Whether all that is awaited is the end of something: `await response.aclose()`."""
    waits = [node for node in handler.tried if isinstance(node, _WAITS)]
    return all(
        isinstance(node, ast.Await)
        and isinstance(node.value, ast.Call)
        and not _CLOSES.isdisjoint(words(last_name(node.value.func))[:1])
        for node in waits
    )


def _awaits_only_tasks(handler: Handler) -> bool:
    """`await task`: what is cancelled may be the other task, by whoever owns it."""
    waits = [node for node in handler.tried if isinstance(node, _WAITS)]
    return all(
        isinstance(node, ast.Await) and isinstance(node.value, ast.Name | ast.Attribute)
        for node in waits
    )


def _is_none(value: ast.expr | None) -> bool:
    return value is None or (isinstance(value, ast.Constant) and value.value is None)
