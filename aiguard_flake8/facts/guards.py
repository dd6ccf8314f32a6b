"""When a call runs at all: only after a failure, only while a value is not there yet."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from aiguard_flake8.patterns import Pattern
from aiguard_flake8.tree import FUNCTIONS, Function, nodes_within, position

if TYPE_CHECKING:
    from aiguard_flake8.file import File

_CACHE = Pattern(r"(?i)cache|memo(_|$|iz)|_loaded|already")
_LOOKS_FOR = frozenset({"find_spec", "which", "exists", "isfile", "is_file", "isdir", "is_dir"})
_LEAVES = frozenset({"__exit__", "__aexit__"})
_Place = tuple[int, int]


class Guard(NamedTuple):
    """What has to be so for a node to run."""

    on_error: bool  # in an exception handler
    missing: bool  # what a branch fills is not there yet; a cache holds no answer
    needs: tuple[str, ...] = ()  # the parameters that must be true: `if with_total: …`


class Guards:
    """Answers for one file."""

    def __init__(self, file: File) -> None:
        self._file = file
        self._answered: dict[Function, _Place | None] = {}
        self._left: dict[Function, list[tuple[_Place, ast.Name]]] = {}

    def of(self, node: ast.AST) -> Guard:
        """What has to be so for a node to run when its function does."""
        on_error = missing = False
        needed: list[ast.Name] = []
        child = node
        function: Function | None = None
        for ancestor in self._file.tree.ancestors(node):
            if isinstance(ancestor, FUNCTIONS):
                function = ancestor
                break
            if isinstance(ancestor, ast.ExceptHandler):
                on_error = True
            elif isinstance(ancestor, ast.If) and isinstance(child, ast.stmt):
                if self._file.tree.block(child) is ancestor.body:
                    missing = missing or self._asks_for_missing(ancestor.test)
                    needed += _there(ancestor.test)
            elif isinstance(ancestor, ast.IfExp | ast.BoolOp):
                missing = missing or self._stands_in(ancestor, child)
                needed += _asked_before(ancestor, child)
            child = ancestor
        if function is not None and function.name in _LEAVES:
            missing = False  # `if kind is None`: nothing has failed
        elif function is not None and not missing:
            answered = self._answered_from_cache(function)
            missing = answered is not None and position(node) > answered
        if function is not None:
            needed += [
                name for place, name in self._left_without(function) if position(node) > place
            ]
        needs = tuple(each.id for each in needed if self._is_parameter(each))
        return Guard(on_error, missing, needs)

    def _left_without(self, function: Function) -> list[tuple[_Place, ast.Name]]:
        """Where a function is done if something is not given: `if key is None: return None`."""
        if function not in self._left:
            self._left[function] = [
                ((statement.end_lineno or 0, statement.end_col_offset or 0), name)
                for statement in function.body
                if isinstance(statement, ast.If) and not statement.orelse
                if isinstance(statement.body[-1], ast.Return | ast.Raise)
                for name in _there(statement.test, holds=False)
            ]
        return self._left[function]

    def _is_parameter(self, name: ast.Name) -> bool:
        """Whether a variable is what a caller gave, and nothing else."""
        home = self._file.scopes.home(name.id, self._file.tree.scope(name))
        bindings = self._file.scopes.bindings(home, name.id) if home is not None else []
        return [each.kind for each in bindings] == ["parameter"]

    def is_fallback(self, node: ast.AST) -> bool:
        """Whether a node runs only where something that was looked for is not there.

        In the other branch of `if match:`, or of `if found is not None:`. Also where something is
        of one type, `if isinstance(given, str):`, or refers to something, `row.patch is not None`.
        """
        child = node
        for ancestor in self._file.tree.ancestors(node):
            if isinstance(ancestor, FUNCTIONS):
                return False
            if isinstance(ancestor, ast.If) and any(child is each for each in ancestor.orelse):
                if _asks_for_found(ancestor.test):
                    return True
            elif isinstance(ancestor, ast.If) and child is not ancestor.test:
                if _asks_for_kind(ancestor.test):
                    return True
            child = ancestor
        return False

    def _stands_in(self, choice: ast.IfExp | ast.BoolOp, branch: ast.AST) -> bool:
        """`given or load()`, `given if given is not None else load()`."""
        if isinstance(choice, ast.BoolOp):
            first = choice.values[0]
            return isinstance(choice.op, ast.Or) and branch is not first and _is_place(first)
        match choice.test:
            case ast.Compare(left=left, ops=[ast.IsNot()], comparators=[ast.Constant(value=None)]):
                return branch is choice.orelse and _is_place(left)
            case ast.Name() | ast.Attribute():
                return branch is choice.orelse and ast.dump(choice.test) == ast.dump(choice.body)
        return branch is choice.body and self._asks_for_missing(choice.test)

    def _asks_for_missing(self, test: ast.expr) -> bool:
        match test:
            case ast.Compare(ops=[ast.Is()], comparators=[ast.Constant(value=None)]):
                return isinstance(test.left, ast.Attribute | ast.Name | ast.Subscript)
            case ast.Compare(ops=[ast.NotIn()]):
                return True
            case ast.UnaryOp(op=ast.Not(), operand=ast.Attribute()):
                return True
            case ast.UnaryOp(op=ast.Not(), operand=ast.Call(func=ast.Name(id="hasattr"))):
                return True
            case ast.UnaryOp(op=ast.Not(), operand=ast.Call(func=ast.Attribute(attr=asks))):
                return asks in _LOOKS_FOR
            case ast.UnaryOp(op=ast.Not(), operand=ast.Name() | ast.NamedExpr() as asked):
                return self._names_cache(asked)
        return False

    def _answered_from_cache(self, function: Function) -> _Place | None:
        """Where a function is done with looking into a cache: `if cached: return cached`."""
        if function not in self._answered:
            found = None
            for statement in self._file.tree.own(function, ast.If):
                if isinstance(statement.body[-1], ast.Return):
                    # A bare `return` says that there is nothing left to do.
                    answer = statement.body[-1].value or _tested(statement.test)
                    if answer is not None and (
                        self._names_cache(statement.test, answer)
                        or self._is_kept(answer, statement.test, function)
                    ):
                        found = (statement.end_lineno or 0, statement.end_col_offset or 0)
                        break
            self._answered[function] = found
        return self._answered[function]

    def _is_kept(self, answer: ast.expr, test: ast.expr, function: Function) -> bool:
        """Whether a function gives what it made before: `if _pool is not None: return _pool`."""
        match test:
            case ast.Compare(left=left, ops=[ast.IsNot()], comparators=[ast.Constant(value=None)]):
                asked = left
            case _:
                asked = test
        match asked, answer:
            case ast.Name(id=name), ast.Name(id=given) if name == given:
                kept = self._file.tree.own(function, ast.Global)
                return any(name in each.names for each in kept)
            case ast.Attribute(attr=name), ast.Attribute(attr=given) if name == given:
                stores = self._file.tree.own(function, ast.Attribute)
                return any(
                    isinstance(each.ctx, ast.Store) and ast.unparse(each) == ast.unparse(answer)
                    for each in stores
                )
        return False

    def _names_cache(self, *nodes: ast.expr) -> bool:
        """Whether what is tested or returned is called a cache, or comes out of one."""
        for node in nodes_within(*nodes):
            if _CACHE.search(_name(node)):
                return True
            if isinstance(node, ast.Name):
                home = self._file.scopes.home(node.id, self._file.tree.scope(node))
                for bound in self._file.scopes.bindings(home, node.id) if home is not None else ():
                    value = bound.value if bound.kind in ("assign", "walrus") else None
                    if isinstance(value, ast.Call) and _name(value.func) not in ("set", "put"):
                        if any(_CACHE.search(_name(each)) for each in nodes_within(value)):
                            return True
        return False


def _tested(test: ast.expr) -> ast.expr | None:
    """The attribute of which a test asks whether it is there."""
    match test:
        case ast.Compare(
            left=ast.Attribute() as kept, ops=[ast.IsNot()], comparators=[ast.Constant(value=None)]
        ):
            return kept
        case ast.Attribute():
            return test
    return None


def _there(test: ast.expr, holds: bool = True) -> list[ast.Name]:
    """The variables that must be true, or at least not None, for a test to hold, or to fail."""
    match test:
        case ast.Name() if holds:
            return [test]
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return _there(operand, not holds)
        case ast.Compare(
            left=ast.Name() as name, ops=[operator], comparators=[ast.Constant(value=None)]
        ) if isinstance(operator, ast.IsNot if holds else ast.Is):
            return [name]
        case ast.BoolOp(op=operator, values=values) if isinstance(
            operator, ast.And if holds else ast.Or
        ):
            return [name for each in values for name in _there(each, holds)]
    return []


def _asked_before(choice: ast.IfExp | ast.BoolOp, branch: ast.AST) -> list[ast.Name]:
    """The same, for a branch of a choice to be evaluated."""
    if isinstance(choice, ast.IfExp):
        return _there(choice.test) if branch is choice.body else []
    first = choice.values[0]
    return _there(first) if isinstance(choice.op, ast.And) and branch is not first else []


def _asks_for_found(test: ast.expr) -> bool:
    match test:
        case ast.Compare(left=left, ops=[ast.IsNot()], comparators=[ast.Constant(value=None)]):
            return isinstance(left, ast.Name | ast.NamedExpr)
    return isinstance(test, ast.Name | ast.NamedExpr)


def _asks_for_kind(test: ast.expr) -> bool:
    match test:
        case ast.Compare(left=left, ops=[ast.IsNot()], comparators=[ast.Constant(value=None)]):
            return isinstance(left, ast.Name | ast.Attribute)
    return isinstance(test, ast.Call) and _name(test.func) == "isinstance"


def _name(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _is_place(node: ast.expr) -> bool:
    if isinstance(node, ast.Call):  # cache.get(key) or load(key)
        return isinstance(node.func, ast.Attribute) and node.func.attr == "get"
    return isinstance(node, ast.Name | ast.Attribute | ast.Subscript)
