"""The ways through a round of a loop: what follows a statement, and what leaves the loop."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from aiguard_flake8.tree import LOOPS

if TYPE_CHECKING:
    from aiguard_flake8.file import File

Loop = ast.For | ast.While


def leaves(body: list[ast.stmt]) -> bool:
    """Whether a block, run to its end without an exception, always leaves the loop around it."""
    for statement in body:
        match statement:
            case ast.Return() | ast.Break() | ast.Raise():
                return True
            case ast.If():
                if statement.orelse and leaves(statement.body) and leaves(statement.orelse):
                    return True
            case ast.With() | ast.AsyncWith():
                if leaves(statement.body):
                    return True
            case ast.Try(body=inner, orelse=orelse, handlers=handlers):
                if (leaves(inner) or leaves(orelse)) and all(leaves(h.body) for h in handlers):
                    return True
    return False


def following(statement: ast.stmt, loop: Loop, file: File) -> Iterator[list[ast.stmt]]:
    """What runs after a statement until the round is over, block by block."""
    current: ast.AST | None = statement
    while isinstance(current, ast.stmt) and current is not loop:
        block = file.tree.block(current)
        index = next((i for i, each in enumerate(block) if each is current), len(block))
        yield block[index + 1 :]
        current = file.tree.parent(current)


def is_exit(node: ast.AST, loop: Loop, file: File) -> bool:
    """Whether a node leaves this very loop."""
    if isinstance(node, ast.Return | ast.Raise):
        return True
    if isinstance(node, ast.Call):
        call = file.call(node)
        return call is not None and "exit" in call.facts.traits
    if not isinstance(node, ast.Break):
        return False
    return next((a for a in file.tree.ancestors(node) if isinstance(a, LOOPS)), None) is loop
