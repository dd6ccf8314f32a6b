"""Commits in a loop that are meant to stand there."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from aiguard_flake8.facts.rounds import leaves
from aiguard_flake8.patterns import Pattern
from aiguard_flake8.tree import FUNCTIONS, ItemLoop, nodes_within

if TYPE_CHECKING:
    from aiguard_flake8.file import File

_COMMITS = Pattern(r"(?i)commit|flush|save")


def commit_is_meant(node: ast.expr, loop: ItemLoop, file: File) -> bool:
    """A commit now and then, one whose failure concerns its item alone, or only one."""
    keywords = node.keywords if isinstance(node, ast.Call) else []
    if any(each.arg and _COMMITS.search(each.arg) for each in keywords):
        return True  # repo.create(row, autocommit=False)
    if any(isinstance(each, ast.Yield | ast.YieldFrom) for each in nodes_within(loop)):
        return True  # what was yielded is used before the next round
    child: ast.AST = node
    for ancestor in file.tree.ancestors(node):
        if isinstance(child, ast.stmt) and leaves(file.tree.block(child)):
            return True
        if ancestor is loop or isinstance(ancestor, FUNCTIONS):
            return False
        if isinstance(ancestor, ast.ExceptHandler | ast.BoolOp | ast.IfExp):
            return True
        if isinstance(ancestor, ast.Try) and any(child is each for each in ancestor.body):
            return True
        if isinstance(ancestor, ast.If) and _counts_rounds(ancestor.test):
            return True
        child = ancestor
    return False


def _counts_rounds(test: ast.expr) -> bool:
    """`if index % 100 == 0`, `if len(rows) >= LIMIT`, `if pending:`."""
    return any(isinstance(each, ast.Mod | ast.GtE | ast.Gt) for each in ast.walk(test))
