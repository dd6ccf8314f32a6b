"""Which statements of a test can make it fail."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import TYPE_CHECKING

from aiguard_flake8.patterns import Pattern
from aiguard_flake8.tree import Function, nodes_within

if TYPE_CHECKING:
    from aiguard_flake8.file import File

# Helpers of the project and of assertion libraries that we do not model are known by their names.
_HELPER = Pattern(
    r"_*(assert|expect|verify|verif|check|ensure|should|must|validate|compare|fail|raises|warns"
    r"|regression|snapshot|require|diff)(?![a-z])\w*|.*_(should|must)_\w+|\w+_(check|assert)"
    r"|assert[A-Z]\w*|fail[A-Z]\w*|\w*Assert\w*",
)
_TESTS = Pattern(r"test(_|[A-Z0-9]|$)\w*")


def is_test(function: Function | None) -> bool:
    """Whether a function of a test file is a test, as the runners find them."""
    return function is not None and _TESTS.match(function.name) is not None


def asserts(node: ast.AST, file: File) -> bool:
    """Whether a node checks something: `assert`, an assertion method, a helper called like one.

    An assertion on a literal (`assert True`) checks nothing.
    """
    if isinstance(node, ast.Assert):
        return not isinstance(node.test, ast.Constant) or not node.test.value
    if not isinstance(node, ast.Call):
        return False
    call = file.call(node)
    if call is not None and call.facts.name:
        checks = "assertion" in call.facts.traits
    else:
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        checks = _HELPER.fullmatch(name) is not None
    return checks and not (node.args and all(_is_true(each) for each in node.args))


def asserts_within(nodes: Iterable[ast.AST], file: File) -> bool:
    """Whether some node, or a node below it, checks something."""
    return any(asserts(each, file) for each in nodes_within(*nodes))


def fails(statement: ast.stmt) -> bool:
    """Whether a statement ends the test as failed, whatever happened before."""
    match statement:
        case ast.Raise():
            return True
        case ast.Assert(test=ast.Constant(value=value)):
            return not value
        case ast.Expr(value=ast.Call() as node):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            return name == "fail" or (name == "assertTrue" and _is_false(node.args[:1]))
    return False


def fails_as_exception(statement: ast.stmt) -> bool:
    """Whether it fails with an AssertionError, which `except Exception` catches.

    `pytest.fail` does not: what it raises is no Exception.
    """
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        function = statement.value.func
        owner = function.value if isinstance(function, ast.Attribute) else None
        return fails(statement) and isinstance(owner, ast.Name) and owner.id == "self"
    return fails(statement)


def _is_true(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is True


def _is_false(nodes: list[ast.expr]) -> bool:
    return any(isinstance(each, ast.Constant) and not each.value for each in nodes)
