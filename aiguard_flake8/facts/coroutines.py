"""What becomes of the result of a call, as far as a coroutine would be lost by it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from aiguard_flake8.tree import FUNCTIONS, last_name

if TYPE_CHECKING:
    from aiguard_flake8.file import File


_ASKS = frozenset({"iscoroutinefunction", "iscoroutine", "isawaitable"})


def unawaited(node: ast.Call, file: File) -> str:
    """`dropped`, `tested` (as a condition), or empty when somebody may await the result."""
    parent = file.tree.parent(node)
    if isinstance(parent, ast.Expr):
        return "dropped"
    child: ast.AST = node
    while isinstance(parent, ast.UnaryOp | ast.BoolOp):
        if isinstance(parent, ast.UnaryOp) and not isinstance(parent.op, ast.Not):
            return ""
        child, parent = parent, file.tree.parent(parent)
    if isinstance(parent, ast.If | ast.While | ast.IfExp) and parent.test is child:
        return "tested"
    return ""


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
