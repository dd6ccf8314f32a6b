"""What becomes of the result of a call, as far as a coroutine would be lost by it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aiguard_flake8.file import File


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
