"""Values of SQL that somebody has thought of: they are checked before, or a comment says so."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from aiguard_flake8.patterns import Pattern
from aiguard_flake8.tree import last_name, nodes_within

if TYPE_CHECKING:
    from aiguard_flake8.file import File

# Another linter was told that the statement is meant as it is.
_ACCEPTED = Pattern(r"#.*\b(nosec|S608|B608)\b")
_TELLS = frozenset("isdigit isdecimal isnumeric isalnum isalpha isidentifier".split())
_MATCHES = frozenset("match fullmatch isinstance".split())
_CHECKS = Pattern(r"(?i)(^|_)(valid\w*|check\w*|assert\w*|ensure\w*|verify|sanit\w+|allowed)(_|$)")
_CONVERTS = frozenset(
    "builtins.int builtins.float uuid.UUID decimal.Decimal datetime.date.fromisoformat"
    " datetime.datetime.fromisoformat".split()
)
_LEAVES = (ast.Raise, ast.Return, ast.Continue)
_SIMPLE = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Expr, ast.Return)


def is_accepted(nodes: list[ast.expr], file: File) -> bool:
    """Whether a comment beside one of these parts of a statement accepts it."""
    for node in nodes:
        statement = file.tree.statement(node)
        held: ast.AST = statement if isinstance(statement, _SIMPLE) else node
        first, last = getattr(held, "lineno", 1), getattr(held, "end_lineno", 1)
        # The lines as they stand: the tree gives no comments between the parts of a joined text.
        if any(_ACCEPTED.search(line) for line in file.lines[first - 1 : last]):
            return True
    return False


def is_checked(value: ast.expr, file: File) -> bool:
    """Whether the function turns away what it did not expect: `if name not in NAMES: raise …`."""
    function = file.tree.function(value)
    if function is None:
        return False
    said = {
        ast.unparse(each)
        for each in nodes_within(value)
        if isinstance(each, ast.Name | ast.Attribute | ast.Subscript)
    }
    return any(_is_for(each, said, value, file) for each in file.tree.own(function, ast.If)) or any(
        _judges(each, said, file) for each in file.tree.own(function, ast.Call)
    )


def _is_for(condition: ast.If, said: set[str], value: ast.expr, file: File) -> bool:
    expected = _expects(condition.test, said)
    if expected is None:
        return False
    if expected:
        return any(file.tree.inside(value, each) for each in condition.body)
    return isinstance(condition.body[-1], _LEAVES)


def _expects(test: ast.expr, said: set[str]) -> bool | None:
    """Whether a value is what was expected where a condition holds; None if it asks for less."""
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            inner = _expects(operand, said)
            return None if inner is None else not inner
        case ast.Compare(left=left, ops=[ast.Is()], comparators=[ast.Constant(value=None)]):
            inner = _expects(left, said)
            return None if inner is None else not inner
        case ast.Compare(left=left, ops=[ast.In() | ast.NotIn() as way], comparators=[among]):
            if _is_said(left, said):
                return isinstance(way, ast.In)
            # `if "'" in name: raise …`
            unwanted = isinstance(left, ast.Constant) and _is_said(among, said)
            return isinstance(way, ast.NotIn) if unwanted else None
        case ast.BoolOp(values=values):
            found = [each for value in values if (each := _expects(value, said)) is not None]
            return found[0] if found else None
        case ast.Call(func=func, args=args):
            name = last_name(func)
            if name in _TELLS and isinstance(func, ast.Attribute) and _is_said(func.value, said):
                return True
            named = name in _MATCHES or _CHECKS.search(name) is not None
            return True if named and any(_is_said(each, said) for each in args) else None
    return None


def _is_said(node: ast.expr, said: set[str]) -> bool:
    return isinstance(node, ast.Name | ast.Attribute | ast.Subscript) and ast.unparse(node) in said


def _judges(call: ast.Call, said: set[str], file: File) -> bool:
    """`check_name(name)` by itself, or `limit = int(limit)`."""
    if not any(_is_said(each, said) for each in call.args):
        return False
    parent = file.tree.parent(call)
    if isinstance(parent, ast.Expr):
        return _CHECKS.search(last_name(call.func)) is not None
    if isinstance(parent, ast.Assign) and file.names.path(call.func) in _CONVERTS:
        return any(_is_said(each, said) for each in parent.targets)
    return False
