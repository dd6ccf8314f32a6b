"""Which exceptions a function catches around a node."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from aiguard_flake8.tree import FUNCTIONS, running

if TYPE_CHECKING:
    from aiguard_flake8.file import File

EVERYTHING = "builtins.BaseException"


class Catching:
    """Answers for one file."""

    def __init__(self, file: File) -> None:
        self._file = file
        self._known: dict[ast.AST, tuple[str, ...]] = {}
        self._empty = not (file.tree.of(ast.Try, ast.TryStar, ast.With))

    def around(self, node: ast.AST) -> tuple[str, ...]:
        """The classes that handlers around `node`, in its function, catch and keep."""
        if self._empty:
            return ()
        found: list[str] = []
        child = node
        for ancestor in self._file.tree.ancestors(node):
            if isinstance(ancestor, FUNCTIONS):
                break
            if isinstance(ancestor, ast.Try | ast.TryStar):
                if isinstance(child, ast.stmt) and self._file.tree.block(child) is ancestor.body:
                    found.extend(self._caught(ancestor))
            elif isinstance(ancestor, ast.With) and isinstance(child, ast.stmt):
                found.extend(self._suppressed(ancestor))
            child = ancestor
        return tuple(dict.fromkeys(found))

    def named(self, expression: ast.expr | None) -> list[str]:
        """The classes that the head of a handler names; those that are not known are left out."""
        if expression is None:
            return [EVERYTHING]
        given = expression.elts if isinstance(expression, ast.Tuple) else [expression]
        return [path for each in given if (path := self._file.names.path(each))]

    def _caught(self, statement: ast.Try | ast.TryStar) -> tuple[str, ...]:
        if statement not in self._known:
            found: list[str] = []
            for handler in statement.handlers:
                # Whoever raises again has not caught it.
                if not any(isinstance(n, ast.Raise) and n.exc is None
                           for n in running(handler.body)):  # fmt: skip
                    found.extend(self.named(handler.type))
            self._known[statement] = tuple(found)
        return self._known[statement]

    def _suppressed(self, statement: ast.With) -> list[str]:
        found: list[str] = []
        for item in statement.items:
            call = item.context_expr
            if isinstance(call, ast.Call) and self._file.names.path(call.func) in _SUPPRESS:
                found.extend(path for each in call.args if (path := self._file.names.path(each)))
        return found


_SUPPRESS = frozenset({"contextlib.suppress"})
