"""Tasks: which calls start one, and who holds on to it."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from aiguard_flake8.facts.remote import calls_in
from aiguard_flake8.facts.roles import HANDLER
from aiguard_flake8.patterns import Pattern
from aiguard_flake8.tree import last_name, position

if TYPE_CHECKING:
    from aiguard_flake8.file import File

# A loop that was handed in is known by what everybody calls it.
_LOOP = Pattern(r"_*(event_|main_|async_|io_)?loop", re.IGNORECASE)
_STARTS = frozenset({"create_task", "ensure_future"})


def starts_task(node: ast.Call, file: File) -> bool:
    """Whether a call starts a task that only its caller holds."""
    call = file.call(node)
    if call is not None and call.facts.name:
        return "task-spawn" in call.facts.traits
    func = node.func
    if not isinstance(func, ast.Attribute) or func.attr not in _STARTS or not node.args:
        return False
    return bool(_LOOP.fullmatch(last_name(func.value)))


def coroutine_name(node: ast.Call) -> str:
    """The coroutine that a task runs, as a message names it; empty when it has no name."""
    started = node.args[0] if node.args else None
    if not isinstance(started, ast.Call):
        return ""
    name = last_name(started.func)
    return f"{name}()" if name else ""


def is_dropped(node: ast.Call, file: File) -> bool:
    """Whether the task is gone with the statement; a callback added to it does not hold it."""
    parent = file.tree.parent(node)
    if isinstance(parent, ast.Attribute) and parent.attr == "add_done_callback":
        above = file.tree.parent(parent)
        parent = file.tree.parent(above) if isinstance(above, ast.Call) else None
    return isinstance(parent, ast.Expr)


def is_called_back(node: ast.Call, file: File) -> bool:
    """Whether something is told when the task ends, and can look at its failure."""
    parent = file.tree.parent(node)
    if isinstance(parent, ast.Attribute):
        return parent.attr == "add_done_callback"
    return any(
        use.kind == "method" and use.name == "add_done_callback" for use in file.flow.uses(node)
    )


def dying_variable(node: ast.Call, file: File) -> str:
    """The local variable that alone holds the task and dies before the task is done; or empty.

    A function that goes on waiting keeps its variables; one that answers a request does not go on
    for long.
    """
    parent = file.tree.parent(node)
    if not isinstance(parent, ast.Assign | ast.AnnAssign):
        return ""
    variables = file.flow.variables(node)
    function = file.tree.function(node)
    if len(variables) != 1 or function is None:
        return ""
    uses = file.flow.uses(node)
    if any(use.awaited or not _only_called_back(use.kind, use.name) for use in uses):
        return ""
    waits = any(
        isinstance(each, ast.Await | ast.AsyncFor | ast.AsyncWith | ast.Yield)
        and file.tree.function(each) is function
        and (position(each) > position(node) or file.tree.loop(node) is not None)
        for each in file.tree.of(ast.Await, ast.AsyncFor, ast.AsyncWith, ast.Yield)
    )
    if file.roles.role(function) != HANDLER and (waits or _runs_on(node, variables[0].id, file)):
        return ""
    if _serves_on(node, file):
        return ""
    return variables[0].id


def _serves_on(node: ast.Call, file: File) -> bool:
    """Whether a loop follows that may run for as long as a connection: `while True: receive()`."""
    function = file.tree.function(node)
    return any(
        position(each) > position(node) and file.tree.function(each) is function
        for each in file.tree.of(ast.While, ast.AsyncFor)
    )


def _runs_on(node: ast.Call, name: str, file: File) -> bool:
    """Whether calls follow in the function, which may run for as long as the task does."""
    function = file.tree.function(node)
    assert function is not None
    return any(
        position(each) > position(node)
        and not file.tree.inside(each, node)
        and not _is_method_of(each, name)
        for each in calls_in(function.body)
    )


def _is_method_of(node: ast.Call, name: str) -> bool:
    match node.func:
        case ast.Attribute(value=ast.Name(id=owner)):
            return owner == name
    return False


def _only_called_back(kind: str, name: str) -> bool:
    return kind == "dropped" or (kind == "method" and name == "add_done_callback")
