"""What `isinstance` says of a variable where it is used."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from aiguard_flake8.scopes import Scopes
from aiguard_flake8.tree import FUNCTIONS, Tree, position
from aiguard_flake8.values import Value, agreed

if TYPE_CHECKING:
    from aiguard_flake8.names import Names

_LEAVES = (ast.Return, ast.Raise, ast.Continue, ast.Break)


class Narrowing:
    """Answers for one file."""

    def __init__(self, names: Names, tree: Tree, scopes: Scopes) -> None:
        self._names = names
        self._tree = tree
        self._scopes = scopes
        # The names that the file asks about, so that all others cost nothing.
        self._asked = {
            node.args[0].id
            for node in tree.of(ast.Call)
            if isinstance(node.func, ast.Name) and node.func.id == "isinstance"
            if len(node.args) == 2 and isinstance(node.args[0], ast.Name)
        }

    def value(self, use: ast.Name) -> Value | None:
        """The object that a variable is for certain, by a test that has passed; else None."""
        if use.id not in self._asked:
            return None
        for test in self._passed(use):
            call = _test_of(test, use.id)
            if call is not None and not self._bound_between(use, call):
                return self._named(call.args[1])
        return None

    def _passed(self, use: ast.Name) -> Iterator[ast.expr]:
        """The conditions that hold where a name is read, nearest first."""
        child: ast.AST = use
        for ancestor in self._tree.ancestors(use):
            match ancestor:
                case ast.If(body=body, test=test) if isinstance(child, ast.stmt):
                    if self._tree.block(child) is body:
                        yield test
                case ast.IfExp(body=body, test=test) if child is body:
                    yield test
                case ast.BoolOp(op=ast.And(), values=values):
                    yield from (each for each in values if position(each) < position(child))
            if isinstance(child, ast.stmt):
                yield from self._left_above(child)
            if isinstance(ancestor, (*FUNCTIONS, ast.Lambda, ast.ClassDef)):
                return
            child = ancestor

    def _left_above(self, statement: ast.stmt) -> Iterator[ast.expr]:
        """`if not isinstance(x, Order): return` above, in the same block."""
        for each in self._tree.block(statement):
            if each is statement:
                return
            match each:
                case ast.If(test=ast.UnaryOp(op=ast.Not(), operand=test), body=body, orelse=[]):
                    if isinstance(body[-1], _LEAVES):
                        yield test

    def _bound_between(self, use: ast.Name, test: ast.AST) -> bool:
        home = self._scopes.home(use.id, self._tree.scope(use))
        bindings = self._scopes.bindings(home, use.id) if home is not None else []
        return any(position(test) < position(each.node) < position(use) for each in bindings)

    def _named(self, classes: ast.expr) -> Value | None:
        given = classes.elts if isinstance(classes, ast.Tuple) else [classes]
        found = [self._names.value(each) for each in given]
        if any(each is None or each.instance for each in found):
            return None
        return agreed([each and Value(each.path, True) for each in found])


def _test_of(test: ast.expr, name: str) -> ast.Call | None:
    """The `isinstance(name, …)` that has to hold when a condition does."""
    for each in test.values if isinstance(test, ast.BoolOp) and _is_and(test) else [test]:
        match each:
            case ast.Call(func=ast.Name(id="isinstance"), args=[ast.Name(id=asked), _]):
                if asked == name:
                    return each
    return None


def _is_and(test: ast.BoolOp) -> bool:
    return isinstance(test.op, ast.And)
