"""What becomes of the result of a call, as far as a coroutine would be lost by it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from aiguard_flake8.tree import FUNCTIONS, Tree, last_name

if TYPE_CHECKING:
    from aiguard_flake8.file import File


_ASKS = frozenset({"iscoroutinefunction", "iscoroutine", "isawaitable"})


def unawaited(tree: Tree) -> Iterator[tuple[ast.Call, str]]:
    """The calls whose result nobody can await, each `dropped` or `tested` as a condition."""
    for statement in tree.of(ast.Expr):
        if isinstance(statement.value, ast.Call):
            yield statement.value, "dropped"
    for branch in tree.of(ast.If, ast.While, ast.IfExp):
        for condition in _conditions(branch.test):
            if isinstance(condition, ast.Call):
                yield condition, "tested"


def _conditions(test: ast.expr) -> Iterator[ast.expr]:
    """What a test asks for the truth of: the parts of `a and not b`."""
    waiting = [test]
    while waiting:
        match waiting.pop():
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                waiting.append(operand)
            case ast.BoolOp(values=values):
                waiting.extend(values)
            case condition:
                yield condition


def is_told_apart(node: ast.Call, file: File) -> bool:
    """Whether the code around asks what is a coroutine: `if iscoroutinefunction(close): …`."""
    for ancestor in file.tree.ancestors(node):
        if isinstance(ancestor, FUNCTIONS):
            return False
        if isinstance(ancestor, ast.If | ast.IfExp):
            asked = (each for each in ast.walk(ancestor.test) if isinstance(each, ast.Call))
            if any(last_name(each.func) in _ASKS for each in asked):
                return True
    return False
