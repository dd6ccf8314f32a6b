"""The objects that annotations promise, seen through Optional, Annotated, unions and strings."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING

from aiguard_flake8.parsing import quoted_expression
from aiguard_flake8.scopes import Binding, Scopes
from aiguard_flake8.tree import Scope
from aiguard_flake8.values import Value, agreed, is_none

if TYPE_CHECKING:
    from aiguard_flake8.names import Names

_MAX_DEPTH = 10  # brackets within brackets; deeper is unknown
_TRANSPARENT = frozenset(  # annotations that say nothing about the type within
    f"{module}.{name}"
    for module in ("typing", "typing_extensions")
    for name in ("Annotated", "ClassVar", "Final", "Required", "NotRequired", "ReadOnly")
)
_ALIASES = frozenset({"typing.TypeAlias", "typing_extensions.TypeAlias"})
_OPTIONAL = frozenset({"typing.Optional", "typing_extensions.Optional"})
_UNION = frozenset({"typing.Union", "typing_extensions.Union"})
_TYPE = frozenset({"builtins.type", "typing.Type"})
_ANYTHING = frozenset({"typing.Any", "typing_extensions.Any", "builtins.object"})
_CALLABLES = frozenset({"typing.Callable", "collections.abc.Callable"})


def is_ellipsis(node: ast.expr) -> bool:
    """Whether an expression is `...`: `tuple[int, ...]`."""
    return isinstance(node, ast.Constant) and node.value is Ellipsis


class Annotations:
    """Reads the annotations of one file."""

    def __init__(self, names: Names, scopes: Scopes, module: ast.Module) -> None:
        self._names = names
        self._scopes = scopes
        self._module = module
        self._spelled: set[ast.expr] = set()  # the aliases that are being read

    def value(self, node: ast.expr, scope: Scope, depth: int = 0) -> Value | None:
        """What an object is that bears this annotation; None when that is not certain."""
        if depth > _MAX_DEPTH:
            return None
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            held = quoted_expression(node.value)
            if held is None:
                return None
            node = held
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
            return self._union([node.left, node.right], scope, depth)
        if isinstance(node, ast.Subscript):
            return self._generic(node, scope, depth)
        alias = self._alias(node, scope)
        if alias is not None:
            return self._spelled_out(alias, depth)
        target = self._named(node, scope)
        if target is None or target.instance or target.path in _ANYTHING:
            return None
        return Value(target.path, True)

    def _alias(self, node: ast.expr, scope: Scope) -> ast.expr | None:
        """The type that a name of this module stands for: `SessionDep = Annotated[Session, …]`."""
        if not isinstance(node, ast.Name):
            return None
        alias = self._aliases.get(node.id)
        if alias is None or self._scopes.home(node.id, scope) is not self._module:
            return None
        return alias

    @cached_property
    def _aliases(self) -> dict[str, ast.expr]:
        found = {}
        for name in self._scopes.names(self._module):
            bindings = self._scopes.bindings(self._module, name)
            if len(bindings) == 1 and bindings[0].kind == "assign":
                value = bindings[0].value
                if value is not None and self._is_type(value, bindings[0]):
                    found[name] = value
        return found

    def _is_type(self, value: ast.expr, binding: Binding) -> bool:
        """Also `Rows: TypeAlias = "list[Row]"`."""
        if isinstance(value, ast.Subscript | ast.BinOp):
            return True
        if binding.annotation is None or not isinstance(value, ast.Constant):
            return False
        declared = self._named(binding.annotation, self._module)
        return declared is not None and declared.path in _ALIASES

    def _spelled_out(self, alias: ast.expr, depth: int) -> Value | None:
        """What an alias stands for; one that leads to itself is unknown: `Json = list["Json"]`."""
        if alias in self._spelled:
            return None
        self._spelled.add(alias)
        try:
            return self.value(alias, self._module, depth + 1)
        finally:
            self._spelled.discard(alias)

    def _generic(self, node: ast.Subscript, scope: Scope, depth: int) -> Value | None:
        outer = self._named(node.value, scope)
        if outer is None:
            return None
        inner = list(node.slice.elts) if isinstance(node.slice, ast.Tuple) else [node.slice]
        if not inner:  # Tuple[()]
            return Value(outer.path, True)
        if outer.path in _OPTIONAL or outer.path in _TRANSPARENT:
            return self.value(inner[0], scope, depth + 1)
        if outer.path in _UNION:
            return self._union(inner, scope, depth)
        if outer.path in _TYPE:
            found = self.value(inner[0], scope, depth + 1)
            return None if found is None else Value(found.path)
        if outer.path in _CALLABLES and isinstance(inner[0], ast.List):
            inner = [*inner[0].elts, *inner[1:]]  # its parameters, then what it gives
        arguments = tuple(self.value(each, scope, depth + 1) for each in inner)
        if outer.path == "builtins.tuple" and is_ellipsis(inner[-1]):
            arguments = arguments[:1]
        return Value(outer.path, True, None, (), arguments if any(arguments) else ())

    def _union(self, members: list[ast.expr], scope: Scope, depth: int) -> Value | None:
        return agreed([self.value(each, scope, depth + 1) for each in members if not is_none(each)])

    def _named(self, node: ast.expr, scope: Scope) -> Value | None:
        """A dotted name in an annotation, looked up in `scope` (it may come from a string)."""
        attributes: list[str] = []
        while isinstance(node, ast.Attribute):
            attributes.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name):
            return None
        found = self._names.variable(node.id, scope)
        for name in reversed(attributes):
            found = None if found is None else self._names.member(found, name)
        return found
