"""What an expression may stand for, as `names` finds it."""

from __future__ import annotations

import ast
from typing import NamedTuple

LOCAL = ":"  # the start of a path that is defined in the linted file: ":OrderRepo.get"


class Value(NamedTuple):
    """What an expression stands for."""

    path: str  # dotted name; starts with ":" when it is defined in the linted file
    instance: bool = False  # an object of that class, rather than the thing of that name
    origin: ast.Call | None = None  # the call that made the object
    presets: tuple[ast.Call, ...] = ()  # `partial` calls whose arguments it already carries
    arguments: tuple[Value | None, ...] = ()  # of a generic: list[Order] has one

    @property
    def local(self) -> bool:
        """Whether it is defined in the linted file."""
        return self.path.startswith(LOCAL)

    @property
    def called(self) -> str:
        """The path of what runs when it is called: `__call__` of the class for an object."""
        return f"{self.path}.__call__" if self.instance else self.path


def agreed(values: list[Value | None]) -> Value | None:
    """The one value that all agree on; how it was built is kept only where there is one."""
    if not values or values[0] is None:
        return None
    first = values[0]
    for other in values[1:]:
        if other is None or other.path != first.path or other.instance != first.instance:
            return None
        if other.origin is not first.origin or other.presets != first.presets:
            first = Value(first.path, first.instance, None, (), first.arguments)
        if other.arguments != first.arguments:  # an empty list holds nothing that is known
            first = first._replace(arguments=())
    return first


def place_of(node: ast.expr, kind: str) -> str:
    """A path for something without a name, such as a lambda: ":lambda@12@4"."""
    return f"{LOCAL}{kind}@{node.lineno}@{node.col_offset}"


def is_none(node: ast.expr) -> bool:
    """Whether an expression is the literal None."""
    return isinstance(node, ast.Constant) and node.value is None
