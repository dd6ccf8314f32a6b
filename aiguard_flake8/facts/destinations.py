"""Where a value ends up, by name: the variables, attributes, keywords, keys and functions.

`flow` tells what is done with a value; here it is followed through the expressions around it
(`"".join(…)`, `f"…"`, `x + y`), and what it is called at the end is told.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from aiguard_flake8.file import File

# Whether the value lives on in `above`, the node right above `node`.
Passes = Callable[[ast.AST, ast.AST], bool]


class Destination(NamedTuple):
    """One thing that a value becomes."""

    kind: str  # variable, attribute, keyword, key, returned
    name: str  # of the variable, attribute, keyword, key; of the function that returns it
    node: ast.AST  # the assignment, call, dictionary or return
    owner: ast.expr | None = None  # the object of an attribute or of a subscript


def destinations(node: ast.expr, file: File, passes: Passes) -> Iterator[Destination]:
    """All destinations of the value of an expression, through local variables too."""
    waiting, seen = [node], {node}
    while waiting:
        top = _carried(waiting.pop(), file, passes)
        for found in _named(top, file):
            yield found
            for load in _loads(found, top, file):
                if load not in seen:
                    seen.add(load)
                    waiting.append(load)


def _carried(node: ast.expr, file: File, passes: Passes) -> ast.expr:
    """The outermost expression that still holds the value."""
    current = node
    above = file.tree.parent(current)
    while isinstance(above, ast.expr | ast.keyword | ast.comprehension) and passes(current, above):
        if isinstance(above, ast.expr):
            current = above
        above = file.tree.parent(above)
    return current


def _named(node: ast.expr, file: File) -> Iterator[Destination]:
    parent = file.tree.parent(node)
    match parent:
        case ast.Assign(targets=targets):
            for target in targets:
                yield from _target(target, parent)
        case ast.AnnAssign(target=target) | ast.AugAssign(target=target):
            yield from _target(target, parent)
        case ast.NamedExpr(target=target):
            yield from _target(target, parent)
        case ast.keyword(arg=str() as name):
            yield Destination("keyword", name, file.tree.parent(parent) or parent)
        case ast.Dict(keys=keys, values=values):
            for key, value in zip(keys, values, strict=True):
                if value is node and isinstance(key, ast.Constant) and isinstance(key.value, str):
                    yield Destination("key", key.value, parent)
        case ast.Return():
            function = file.tree.function(parent)
            yield Destination("returned", function.name if function else "", parent)


def _target(target: ast.expr, statement: ast.AST) -> Iterator[Destination]:
    match target:
        case ast.Name(id=name):
            yield Destination("variable", name, statement)
        case ast.Attribute(attr=name, value=owner):
            yield Destination("attribute", name, statement, owner)
        case ast.Subscript(slice=ast.Constant(value=str() as name), value=owner):
            yield Destination("key", name, statement, owner)


def _loads(found: Destination, node: ast.expr, file: File) -> list[ast.Name]:
    """Where a local variable is read below the place that fills it."""
    if found.kind != "variable":
        return []
    scope = file.tree.scope(node)
    while isinstance(scope, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
        scope = file.tree.scope(scope)
    if isinstance(scope, ast.ClassDef) or file.scopes.is_shared(found.name, scope):
        return []
    line = getattr(node, "lineno", 0)
    return [load for load in file.scopes.loads(found.name, scope) if load.lineno >= line]
