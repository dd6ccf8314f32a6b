"""Loops that are over with the first success: the first row, host or name that will do."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from aiguard_flake8.facts.item_loops import derived, in_body, reads, stored
from aiguard_flake8.patterns import Pattern
from aiguard_flake8.tree import ItemLoop, last_name, nodes_within

if TYPE_CHECKING:
    from aiguard_flake8.file import File

_FAILURE = Pattern(r"(?i)error|fail|exception")


def success_leaves(loop: ItemLoop, node: ast.AST, file: File) -> bool:
    """Whether a loop is over when a call has found something: the first success wins."""
    if not isinstance(loop, ast.For | ast.AsyncFor):
        parent = file.tree.parent(loop)  # next(…), any(…) and all(…) of a generator
        return isinstance(loop, ast.GeneratorExp) and (
            isinstance(parent, ast.Call) and last_name(parent.func) in ("next", "any", "all")
        )
    targets = file.item_loops.targets(loop)
    results = derived(loop, _results(node, file), within=loop.body)
    for each in nodes_within(*loop.body):
        if isinstance(each, ast.Break | ast.Return) and _leaves_by(each, loop, file):
            if _is_success(each, loop, node, results, targets, file):
                return True
    return False


def _leaves_by(node: ast.stmt, loop: ItemLoop, file: File) -> bool:
    """Whether it is this loop that a `break` leaves."""
    if isinstance(node, ast.Return):
        return True
    loops = (ast.For, ast.AsyncFor, ast.While)
    return next((a for a in file.tree.ancestors(node) if isinstance(a, loops)), None) is loop


def _is_success(
    leaving: ast.Break | ast.Return,
    loop: ast.For | ast.AsyncFor,
    node: ast.AST,
    results: frozenset[str],
    targets: frozenset[str],
    file: File,
) -> bool:
    value = leaving.value if isinstance(leaving, ast.Return) else None
    if isinstance(leaving, ast.Return):
        if isinstance(value, ast.Constant) and not value.value:
            return False
        if isinstance(value, ast.Name | ast.Attribute) and reads(value, results | targets):
            return True
        if file.tree.inside(node, leaving):
            return True
    for ancestor in file.tree.ancestors(leaving):
        if ancestor is loop:
            break
        if isinstance(ancestor, ast.ExceptHandler):
            return False
        if isinstance(ancestor, ast.If):
            asks = reads(ancestor.test, results) or file.tree.inside(node, ancestor.test)
            positive = not is_negative(ancestor.test) and in_body(
                _child_of(ancestor, leaving, file), ancestor.body
            )
            if value is None:
                found = positive or (isinstance(leaving, ast.Break) and bool(loop.orelse))
                return asks and found
            return asks and positive and (reads(value, results) or _is_true(value))
    if value is None:
        return isinstance(leaving, ast.Break)
    return reads(value, results)


def _child_of(holder: ast.AST, node: ast.AST, file: File) -> ast.AST:
    child = node
    for ancestor in file.tree.ancestors(node):
        if ancestor is holder:
            return child
        child = ancestor
    return child


def is_negative(test: ast.expr) -> bool:
    """Whether a test asks for what is not there: `not found`, `found is None`."""
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return not _asks_for_failure(operand)
        case ast.Compare(ops=[ast.Is()], comparators=[ast.Constant(value=None)]):
            return True
        case ast.BoolOp(values=values):
            return any(map(is_negative, values))
    return False


def _asks_for_failure(node: ast.expr) -> bool:
    """`reply.is_error`, `getattr(reply, "failed", False)`."""
    for each in nodes_within(node):
        match each:
            case ast.Attribute(attr=name) | ast.Name(id=name) | ast.Constant(value=str(name)):
                if _FAILURE.search(name):
                    return True
    return False


def _is_true(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is True


def _results(node: ast.AST, file: File) -> frozenset[str]:
    statement = file.tree.statement(node)
    found: frozenset[str] = frozenset()
    if isinstance(statement, ast.Assign):
        found = frozenset().union(*map(stored, statement.targets))
    elif isinstance(statement, ast.AnnAssign):
        found = stored(statement.target)
    for ancestor in file.tree.ancestors(node):
        if isinstance(ancestor, ast.NamedExpr):
            found |= stored(ancestor.target)
        if isinstance(ancestor, ast.stmt):
            break
    return found
