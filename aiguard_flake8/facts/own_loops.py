"""Which coroutines run on an event loop of their own, where nobody else waits for it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from aiguard_flake8.facts.roles import HANDLER, TASK
from aiguard_flake8.tree import Function, last_name, position
from aiguard_flake8.values import Value

if TYPE_CHECKING:
    from aiguard_flake8.file import File

_SERVING = frozenset({HANDLER, TASK, "middleware", "dependency"})
# Whoever does this has more than one thing to do on the loop.
_STARTS = frozenset(
    "create_task ensure_future gather TaskGroup create_task_group start_soon start_server".split()
)


def has_own_loop(node: ast.AST, function: ast.AsyncFunctionDef, file: File) -> bool:
    """Whether a coroutine, up to a node in it, is all that its loop runs, and ends with it."""
    return _is_run(node, function, file) or _is_called_in_one(function, file)


def _is_run(node: ast.AST, function: ast.AsyncFunctionDef, file: File) -> bool:
    """Whether all that names it, or what awaits it, hands it to a loop: `asyncio.run(f())`."""
    waiting: list[Function] = [function]
    seen: set[Function] = {function}
    found = False
    while waiting:
        current = waiting.pop()
        references = file.roles.references(current)
        if not references or _has_company(current, file, node if current is function else None):
            return False
        for reference in references:
            call = file.tree.parent(reference)
            if not isinstance(call, ast.Call) or call.func is not reference:
                return False
            around = file.tree.parent(call)
            if isinstance(around, ast.Call) and _runs_loop(around, file):
                found = True
                continue
            caller = file.tree.function(reference)
            if caller is None or not isinstance(around, ast.Await):
                return False
            if caller not in seen:
                seen.add(caller)
                waiting.append(caller)
    return found


def _has_company(function: Function, file: File, until: ast.AST | None) -> bool:
    """Whether others may be on the loop: it serves, starts tasks, or goes on for ever."""
    if file.roles.role(function) in _SERVING:
        return True
    starts = (c for c in file.tree.own(function, ast.Call) if last_name(c.func) in _STARTS)
    if any(until is None or position(each) <= position(until) for each in starts):
        return True
    return any(isinstance(each.test, ast.Constant) for each in file.tree.own(function, ast.While))


def _runs_loop(node: ast.Call, file: File) -> bool:
    call = file.call(node)
    return call is not None and call.facts.effect == "loop"


def _is_called_in_one(function: ast.AsyncFunctionDef, file: File) -> bool:
    """Whether objects of its class, when they are called, run a loop for each call.

    Such as jobs of a queue that calls them in a thread.
    """
    cls = file.tree.enclosing_class(function)
    if cls is None:
        return False
    linker = file.linker
    where = linker.resolve(Value(f":{cls.name}"), file.path)
    for above in linker.ancestors(where) if where is not None else ():
        functions = file.project.functions(above.file)
        called = functions.get(f"{above.value.path}.__call__")
        if called is not None and not called.is_async:
            facts = (file.libraries.facts(site.callee.path) for site in called.inside.sites)
            return any(each is not None and each.effect == "loop" for each in facts)
    return False
