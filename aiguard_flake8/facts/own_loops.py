"""Which coroutines run on an event loop of their own, where nobody else waits for it.

Who runs one is followed through all modules of the project. That is asked of the few functions of
which something is about to be said: the files that name one are found by their text, and read.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from aiguard_flake8.facts.naming import Place, is_looked_up, named_at, naming_files, place_of
from aiguard_flake8.facts.roles import COMMAND, HANDLER, STARTUP, TASK
from aiguard_flake8.tree import FUNCTIONS, Function, last_name, position
from aiguard_flake8.values import LOCAL, Value

if TYPE_CHECKING:
    from aiguard_flake8.file import File

_ALONE, _OTHERS = "alone", "others"  # who is on the loop that a place leads to
_SERVING = frozenset({HANDLER, TASK, "middleware", "dependency"})
_ONCE = frozenset({STARTUP, COMMAND})
_MOST_FUNCTIONS = 20  # followed from one question
# Whoever does this has more than one thing to do on the loop, until it is over.
_STARTS = frozenset(
    "create_task ensure_future TaskGroup create_task_group start_soon start_server".split()
)
_PASSES_ON = frozenset({"wait_for", "shield", "timeout"})


def has_own_loop(node: ast.AST, function: ast.AsyncFunctionDef, file: File) -> bool:
    """Whether a coroutine, up to a node in it, is all that its loop runs, and ends with it."""
    return _runs_alone(node, function, file) or _is_called_in_one(function, file)


def _runs_alone(node: ast.AST, function: Function, file: File) -> bool:
    """Whether all that runs it, or what awaits it, is a loop of its own: `asyncio.run(f())`."""
    alone = False
    waiting: list[Place] = [place_of(function, file)]
    seen = set(waiting)
    while waiting:
        path, local = waiting.pop()
        home = file if path == file.path else file.project.layers(path)
        current = home and home.names.definition(local)
        if home is None or not isinstance(current, FUNCTIONS) or len(seen) > _MOST_FUNCTIONS:
            return False
        role = home.roles.role(current)
        if role in _ONCE:
            alone = True
            continue
        until = node if current is function else None
        if role in _SERVING or _is_registered(current, home) or _has_company(current, home, until):
            return False
        for way in _ways(current, home, file):
            if way == _OTHERS:
                return False
            if isinstance(way, str):
                alone = True
            elif way not in seen:
                seen.add(way)
                waiting.append(way)
    return alone


def _ways(function: Function, home: File, asked: File) -> Iterator[str | Place]:
    """What each place that names a function leads to: an answer, or the function around it."""
    files = naming_files(function, home, asked)
    if files is None:
        yield _OTHERS
        return
    for other in files:
        for node in named_at(function, home, other):
            yield _leads_to(node, other)
        if is_looked_up(function, other):
            yield _OTHERS


def _leads_to(node: ast.expr, file: File) -> str | Place:
    """Who runs the coroutine that one place makes, or takes along."""
    call = file.tree.parent(node)
    if isinstance(call, ast.Call) and call.func is not node:
        return _ALONE if _runs_loop(call, file) else _OTHERS
    if not isinstance(call, ast.Call):
        return _OTHERS
    around = file.tree.parent(call)
    while isinstance(around, ast.Call) and last_name(around.func) in _PASSES_ON:
        around = file.tree.parent(around)
    if isinstance(around, ast.Call):
        return _ALONE if _runs_loop(around, file) else _OTHERS
    if not isinstance(around, ast.Await | ast.Return):
        return _OTHERS
    caller = file.tree.function(node)
    return _OTHERS if caller is None else place_of(caller, file)


def _runs_loop(node: ast.Call, file: File) -> bool:
    call = file.call(node)
    if call is not None and call.facts.name:
        return call.facts.effect == "loop"
    return last_name(node.func) == "run_until_complete"  # of a loop that was handed in


def _is_registered(function: Function, file: File) -> bool:
    """Whether somebody else may know a function: by a decorator, or as a method of a base."""
    for decorator in function.decorator_list:
        path = file.names.path(decorator)
        if not path.startswith("builtins."):
            return True
    cls = file.tree.enclosing_class(function)
    if cls is None:
        return file.tree.function(function) is not None
    return any(each != "builtins.object" for each in map(file.names.path, cls.bases))


def _has_company(function: Function, file: File, until: ast.AST | None) -> bool:
    """Whether a function starts what goes on beside it, up to a node in it."""
    starts = (c for c in file.tree.own(function, ast.Call) if last_name(c.func) in _STARTS)
    return any(until is None or position(each) <= position(until) for each in starts)


def _is_called_in_one(function: ast.AsyncFunctionDef, file: File) -> bool:
    """Whether objects of its class, when they are called, run a loop for each call.

    Such as jobs of a queue that calls them in a thread.
    """
    cls = file.tree.enclosing_class(function)
    if cls is None:
        return False
    linker = file.linker
    where = linker.resolve(Value(f"{LOCAL}{cls.name}"), file.path)
    for above in linker.ancestors(where) if where is not None else ():
        functions = file.project.functions(above.file)
        called = functions.get(f"{above.value.path}.__call__")
        if called is not None and not called.is_async:
            facts = (file.libraries.facts(site.callee.path) for site in called.inside.sites)
            return any(each is not None and each.effect == "loop" for each in facts)
    return False
