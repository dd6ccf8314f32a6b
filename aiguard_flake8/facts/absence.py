"""Whether what a function returns on failure is also one of its true answers.

An empty list always is. None and False are when the function says "not there" or "no" with them:
it returns None on another path, or hands on what a query that may find nothing has found.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from aiguard_flake8.facts.attempts import called_name
from aiguard_flake8.tree import Function, nodes_within, position

if TYPE_CHECKING:
    from aiguard_flake8.facts.handlers import Handler
    from aiguard_flake8.file import File

# Methods of databases, caches and queues that give None for what is not there.
_MAY_FIND_NOTHING = frozenset(
    "first fetchone fetchrow fetchval find_one find_one_and_update one_or_none scalar "
    "scalar_one_or_none scalars_one_or_none get_or_none first_or_none get lpop rpop hget lindex "
    "get_by_id find_by_id".split()
)


def passes_for_answer(default: ast.expr, handler: Handler, function: Function, file: File) -> bool:
    """Whether callers can take what the handler returns for what the function found."""
    if not isinstance(default, ast.Constant) or default.value not in (None, False):
        return True
    if default.value is not None and default.value is not False:
        return True  # 0 and 0.0 equal False
    if default.value is None and handler.traceback_kept:
        return False
    values = list(_answers(handler, function, file))
    if default.value is False:
        return any(not isinstance(value, ast.Constant) for value in values)
    return any(_may_be_none(value, file) for value in values)


def _answers(handler: Handler, function: Function, file: File) -> Iterator[ast.expr]:
    """What the `try` body returns, and what it finds for a later statement to return."""
    tried = {id(node) for node in handler.tried}
    for node in file.tree.own(function, ast.Return):
        if id(node) in tried and not _is_another_failure(node, handler, file):
            yield node.value or ast.Constant(None)
        if isinstance(node.value, ast.Name):
            yield from _found(node.value.id, handler)


def _found(name: str, handler: Handler) -> Iterator[ast.expr]:
    """What the `try` body assigns to a variable."""
    for node in handler.tried:
        if isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == name for target in node.targets
        ):
            yield node.value


def _is_another_failure(node: ast.Return, handler: Handler, file: File) -> bool:
    """Whether a `return` answers for a failure too: one that is caught, logged or in the status."""
    block = file.tree.block(node)
    index = next((i for i, each in enumerate(block) if each is node), 0)
    if index and _warns(block[index - 1], file):
        return True
    for around in file.tree.ancestors(node):
        if around is handler.statement:
            return False
        if isinstance(around, ast.ExceptHandler):
            return True
        if isinstance(around, ast.If) and _tests_failure(around.test):
            return True
    return False


def _warns(statement: ast.stmt, file: File) -> bool:
    if not isinstance(statement, ast.Expr) or not isinstance(statement.value, ast.Call):
        return False
    record = file.log_record(statement.value)
    return record is not None and record[0] in ("warning", "error", "critical")


def _tests_failure(test: ast.expr) -> bool:
    """Whether a test asks a response for any failure: `status >= 400`, `not response.ok`."""
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=ast.Attribute(attr="ok" | "is_success")):
            return True
        case ast.Attribute(attr="is_error"):
            return True
        case ast.Compare(left=ast.Attribute(attr="status" | "status_code"), ops=[op]):
            return isinstance(op, ast.Gt | ast.GtE)
    return False


def _may_be_none(value: ast.expr, file: File) -> bool:
    while isinstance(value, ast.Await):
        value = value.value
    match value:
        case ast.Constant(value=None):
            return True
        case ast.IfExp(body=first, orelse=second):
            return _may_be_none(first, file) or _may_be_none(second, file)
        case ast.BoolOp(values=[*_, last]):
            return _may_be_none(last, file)
        case ast.Call():
            return called_name(value) in _MAY_FIND_NOTHING and not _gets_otherwise(value, file)
    return False


def _gets_otherwise(node: ast.Call, file: File) -> bool:
    """Whether `get` is a request, or takes a key that is written out from a dictionary."""
    call = file.call(node)
    if call is not None and call.facts.effect == "http":
        return True
    given = node.args[0] if node.args and called_name(node) == "get" else None
    return isinstance(given, ast.Constant) and isinstance(given.value, str)


def only_sets_extras(statement: ast.Try | ast.TryStar, file: File) -> bool:
    """Whether all that a `try` sets was set before and is not itself the function's answer.

    `names = {}; try: names = client.names() …`: what follows can do without.
    """
    function = file.tree.function(statement)
    names = {
        node.id
        for node in nodes_within(*statement.body)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    if function is None or not names:
        return False
    extras = 0
    for name in names:
        loads = file.scopes.loads(name, function)
        if any(isinstance(file.tree.parent(load), ast.Return) for load in loads):
            return False
        bound = [position(each.node) for each in file.scopes.bindings(function, name)]
        end = (statement.end_lineno or 0, statement.end_col_offset or 0)
        read_later = any(position(load) > end for load in loads)
        if read_later and min(bound) >= position(statement):
            return False
        extras += read_later
    return extras > 0
