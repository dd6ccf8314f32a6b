"""What code reads from the environment, and what it takes when nothing is set there.

Reads are calls that a library model calls `environment`, and the fields of settings classes, which
are filled from the environment. A fallback is their default, or the other side of `or`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from aiguard_flake8.facts.fields import class_traits
from aiguard_flake8.secrets.literals import wraps

if TYPE_CHECKING:
    from aiguard_flake8.calls import Call
    from aiguard_flake8.facts.fields import Field
    from aiguard_flake8.file import File


class Fallback(NamedTuple):
    """What a variable of the environment is taken to be when it is not set."""

    name: str  # the variable, or the field of a settings class
    value: ast.Constant | ast.List | ast.Tuple  # what is taken instead
    node: ast.AST  # where a report belongs: the call, or the statement of the field
    field: bool  # a field of a settings class


def fallbacks(file: File) -> Iterator[Fallback]:
    """All fallbacks of a file, in document order of each kind."""
    for call in file.calls:
        if "environment" in call.facts.traits:
            yield from _of_read(call, file)
    yield from _of_subscripts(file)
    settings = {cls for cls in file.tree.of(ast.ClassDef) if "settings" in class_traits(cls, file)}
    for field in file.fields:
        if field.owner in settings:
            yield from _of_field(field, file)


def _of_read(call: Call, file: File) -> Iterator[Fallback]:
    name = _variable(call, file)
    if not name:
        return
    given = call.argument("default")
    if given is None and len(call.facts.parameters) > 1:
        given = call.argument(call.facts.parameters[1])
    literal = literal_of(given, file) if given is not None else None
    if literal is not None:
        yield Fallback(name, literal, call.node, False)
    yield from _alternative(name, call.node, file)


def _of_subscripts(file: File) -> Iterator[Fallback]:
    """`os.environ["X"] if … else "y"`: the other side of a subscript."""
    for node in file.tree.of(ast.Subscript):
        if isinstance(file.tree.parent(node), ast.IfExp) and isinstance(node.slice, ast.Constant):
            value = file.names.value(node.value)
            facts = file.libraries.facts(value.path) if value is not None else None
            if facts is not None and "environment" in facts.traits:
                yield from _alternative(str(node.slice.value), node, file)


def _alternative(name: str, node: ast.expr, file: File) -> Iterator[Fallback]:
    """What stands behind `or`, or in the other branch of a conditional expression."""
    match file.tree.parent(node):
        case ast.BoolOp(op=ast.Or(), values=values) if node is not values[-1]:
            other = values[-1]
        case ast.IfExp(body=body, orelse=orelse) if node is body:
            other = orelse
        case _:
            return
    literal = literal_of(other, file)
    if literal is not None:
        yield Fallback(name, literal, node, False)


def _of_field(field: Field, file: File) -> Iterator[Fallback]:
    if field.default is None:
        return
    value = field.default
    if isinstance(value, ast.Call) and wraps(value):  # SecretStr("…")
        value = value.args[0]
    literal = literal_of(value, file)
    if literal is not None:
        yield Fallback(field.name, literal, field.statement, True)


def _variable(call: Call, file: File) -> str:
    first = call.facts.parameters[:1]
    node = call.argument(first[0]) if first else None
    name = literal_of(node, file) if node is not None else None
    return name.value if isinstance(name, ast.Constant) and isinstance(name.value, str) else ""


def literal_of(node: ast.expr, file: File) -> ast.Constant | ast.List | ast.Tuple | None:
    """The constant or list that an expression is, itself or through a name bound once."""
    if isinstance(node, ast.Name):
        home = file.scopes.home(node.id, file.tree.scope(node))
        bindings = file.scopes.bindings(home, node.id) if home is not None else []
        if len(bindings) == 1 and bindings[0].kind == "assign" and bindings[0].value is not None:
            node = bindings[0].value
    return node if isinstance(node, ast.Constant | ast.List | ast.Tuple) else None
