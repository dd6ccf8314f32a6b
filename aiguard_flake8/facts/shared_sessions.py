"""Which tasks that run together use the same database session."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from aiguard_flake8.project.link import Resolved
from aiguard_flake8.tree import COMPREHENSIONS, nodes_within
from aiguard_flake8.values import Value

if TYPE_CHECKING:
    from aiguard_flake8.file import File

_TOGETHER = frozenset({"gather", "wait", "as_completed"})
_MANY = 2  # what a comprehension makes counts as so many


def shared(node: ast.Call, file: File) -> str:
    """The session that several awaitables handed to `gather` use; empty when there is none."""
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name not in _TOGETHER or not file.names.path(node.func).startswith("asyncio."):
        return ""
    used: Counter[str] = Counter()
    for coroutine, times in _coroutines(node, file):
        for session in {ast.unparse(each) for each in _sessions(coroutine, file)}:
            used[session] += times
    return next((session for session, times in used.items() if times >= _MANY), "")


def _coroutines(node: ast.Call, file: File) -> Iterator[tuple[ast.Call, int]]:
    """The coroutines that are handed over, and how many of each there may be."""
    for argument in node.args:
        given = argument.value if isinstance(argument, ast.Starred) else argument
        if isinstance(given, ast.Name):
            given = file.flow.constant(given) or given
        if isinstance(given, ast.List | ast.Tuple):
            yield from ((each, 1) for each in given.elts if isinstance(each, ast.Call))
        elif isinstance(given, COMPREHENSIONS) and not isinstance(given, ast.DictComp):
            if isinstance(given.elt, ast.Call):
                yield given.elt, _MANY
        elif isinstance(given, ast.Call):
            yield given, 1


def _sessions(coroutine: ast.Call, file: File) -> Iterator[ast.expr]:
    """The sessions that a coroutine is given, is a method of, or that its object holds."""
    function = file.tree.function(coroutine)
    for each in (coroutine.func, *coroutine.args, *(k.value for k in coroutine.keywords)):
        owner = each.value if each is coroutine.func and isinstance(each, ast.Attribute) else each
        if owner is coroutine.func or not isinstance(owner, ast.Name | ast.Attribute):
            continue
        if file.tree.function(owner) is not function or _is_new(owner, coroutine, file):
            continue
        value = file.names.value(owner)
        if value is not None and value.instance and _holds_session(value, owner, coroutine, file):
            yield owner


def _is_new(owner: ast.expr, coroutine: ast.Call, file: File) -> bool:
    """Whether a comprehension makes it for each of its rounds."""
    names = {each.id for each in nodes_within(owner) if isinstance(each, ast.Name)}
    for above in file.tree.ancestors(coroutine):
        if isinstance(above, COMPREHENSIONS):
            for generator in above.generators:
                bound = (n.id for n in nodes_within(generator.target) if isinstance(n, ast.Name))
                if not names.isdisjoint(bound):
                    return True
    return False


def _holds_session(value: Value, owner: ast.expr, coroutine: ast.Call, file: File) -> bool:
    """Whether it is a session, or an object whose method asks the session that it holds."""
    linker = file.linker
    where = linker.resolve(Value(value.path, True), file.path)
    if where is None:
        return False
    if not where.file:
        return _is_session(where, file)
    func = coroutine.func
    if not isinstance(func, ast.Attribute) or func.value is not owner:
        return False
    cls = linker.cls(where)
    if cls is None or not _asks(coroutine, file):
        return False
    for name in cls.attributes:
        held = linker.member(where, name)
        if held is not None and not held.file and _is_session(held, file):
            return True
    return False


def _asks(coroutine: ast.Call, file: File) -> bool:
    """Whether a coroutine queries, through whatever it calls, once it is awaited."""
    found = file.reach.functions(coroutine)
    effects = file.project.effects
    return any(
        effect.kind in ("read", "write", "commit")
        for home, called in found
        for effect in effects.of_function(home, called)
    )


def _is_session(where: Resolved, file: File) -> bool:
    facts = file.libraries.facts(where.value.path)
    if facts is None or not where.value.instance or facts.kind != "class":
        return False
    return "session" in facts.traits and "scoped" not in where.value.path
