"""What becomes of a value: is it stored, returned, handed over, closed, or dropped?"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from aiguard_flake8.scopes import Scopes
from aiguard_flake8.tree import COMPREHENSIONS, Scope, Tree, position


class Use(NamedTuple):
    """One thing that is done with a value.

    `kind` is one of: dropped, returned (also yielded and lambda results), stored (attribute, item,
    container, module or outer variable), argument, method (`x.name()`), attribute (`x.name`),
    item (`x[…]`), entered (`with`), iterated, tested (in a condition or comparison), raised,
    unpacked, other.
    """

    kind: str
    node: ast.AST  # the node that does it: the call, the return, the assignment …
    name: str = ""  # of the method or attribute; of the keyword for an argument
    awaited: bool = False


_MAX_BINDINGS = 30  # of one variable; with more of them every use counts for every binding
ESCAPES = frozenset({"returned", "stored", "argument", "unpacked", "raised", "other"})


class Flow:
    """Follows values through the variables of one file."""

    def __init__(self, tree: Tree, scopes: Scopes) -> None:
        self._tree = tree
        self._scopes = scopes

    def uses(self, node: ast.expr) -> list[Use]:
        """Everything that is done with the value of an expression, through local variables."""
        return list(self._uses(node, set(), False))

    def variable_uses(self, name: ast.Name) -> list[Use]:
        """Everything that is done with the variable that `name` (in a storing position) names."""
        return list(self._loads(name, set()))

    def constant(self, name: ast.Name) -> ast.expr | None:
        """The one expression that a variable is ever bound to, when it is bound exactly once."""
        home = self._scopes.home(name.id, self._tree.scope(name))
        bindings = self._scopes.bindings(home, name.id) if home is not None else []
        return bindings[0].value if len(bindings) == 1 and bindings[0].kind == "assign" else None

    def bound(self, name: ast.Name) -> list[ast.expr]:
        """The expressions that a variable is ever bound to by assignments."""
        home = self._scopes.home(name.id, self._tree.scope(name))
        bindings = self._scopes.bindings(home, name.id) if home is not None else []
        return [b.value for b in bindings if b.kind == "assign" and b.value is not None]

    def takes_parameter(self, callee: ast.expr) -> bool:
        """Whether a parameter of the calling function is an argument of the call of `callee`."""
        call = self._tree.parent(callee)
        if not isinstance(call, ast.Call) or call.func is not callee:
            return False
        given = [*call.args, *(keyword.value for keyword in call.keywords)]
        return any(self._is_parameter(each) for each in given if isinstance(each, ast.Name))

    def _is_parameter(self, name: ast.Name) -> bool:
        home = self._scopes.home(name.id, self._tree.scope(name))
        bindings = self._scopes.bindings(home, name.id) if home is not None else []
        return any(binding.kind == "parameter" for binding in bindings)

    def escapes(self, node: ast.expr) -> bool:
        """Whether something outside may hold the value: it is returned, stored or handed over."""
        return any(use.kind in ESCAPES for use in self.uses(node))

    def variables(self, node: ast.expr) -> list[ast.Name]:
        """The local names that an expression is assigned to directly, `with … as` included."""
        current: ast.AST = node
        parent = self._tree.parent(current)
        while isinstance(parent, ast.Await | ast.NamedExpr):
            if isinstance(parent, ast.NamedExpr) and isinstance(parent.target, ast.Name):
                return [parent.target]
            current, parent = parent, self._tree.parent(parent)
        match parent:
            case ast.Assign(targets=targets):
                return [each for each in targets if isinstance(each, ast.Name)]
            case ast.AnnAssign(target=ast.Name() as target):
                return [target]
            case ast.withitem(optional_vars=ast.Name() as target):
                return [target]
        return []

    def _uses(self, node: ast.expr, seen: set[tuple[str, int]], awaited: bool) -> Iterator[Use]:
        parent = self._tree.parent(node)
        match parent:
            case ast.Await():
                yield from self._uses(parent, seen, True)
            case ast.NamedExpr(target=ast.Name() as target):
                yield from self._loads(target, seen)
                yield from self._uses(parent, seen, awaited)
            case ast.IfExp(test=test) if test is node:
                yield Use("tested", parent, awaited=awaited)
            case ast.IfExp() | ast.Starred():
                yield from self._uses(parent, seen, awaited)
            case ast.BoolOp():
                yield Use("tested", parent, awaited=awaited)
                yield from self._uses(parent, seen, awaited)
            case ast.Assign(targets=targets):
                for target in targets:
                    yield from self._assigned(target, parent, seen, awaited)
            case ast.AnnAssign(target=target):
                yield from self._assigned(target, parent, seen, awaited)
            case ast.withitem(optional_vars=target):
                yield Use("entered", parent, awaited=awaited)
                if isinstance(target, ast.Name):
                    yield from self._loads(target, seen)
            case _:
                yield _direct(node, parent, self._tree)._replace(awaited=awaited)

    def _assigned(
        self, target: ast.expr, statement: ast.AST, seen: set[tuple[str, int]], awaited: bool
    ) -> Iterator[Use]:
        if isinstance(target, ast.Name):
            yield from self._loads(target, seen)
        elif isinstance(target, ast.Tuple | ast.List):
            yield Use("unpacked", statement, awaited=awaited)
        else:
            yield Use("stored", statement, awaited=awaited)

    def _loads(self, target: ast.Name, seen: set[tuple[str, int]]) -> Iterator[Use]:
        scope = self._tree.scope(target)
        while isinstance(scope, COMPREHENSIONS):
            scope = self._tree.scope(scope)
        key = (target.id, id(scope))
        if key in seen:
            return
        seen.add(key)
        if self._scopes.is_shared(target.id, scope):
            yield Use("stored", self._tree.parent(target) or target)
        loads = [
            load for load in self._scopes.loads(target.id, scope) if self._sees(load, target, scope)
        ]
        if not loads:
            yield Use("dropped", self._tree.parent(target) or target)
        for load in loads:
            yield from self._uses(load, seen, False)

    def _sees(self, load: ast.Name, target: ast.Name, scope: Scope) -> bool:
        """Whether a use of a variable may see the value that `target` gives it."""
        others = self._scopes.bindings(scope, target.id)
        if not 1 < len(others) <= _MAX_BINDINGS or self._tree.scope(load) is not scope:
            return True
        place = position(load)
        if place < position(target):
            loop = self._tree.loop(target)
            return loop is not None and self._tree.inside(load, loop)
        blocks = {
            id(self._tree.block(each))
            for each in (load, *self._tree.ancestors(load))
            if isinstance(each, ast.stmt)
        }
        for other in others:
            statement = self._tree.statement(other.node)
            if statement is None or other.value is None:
                continue
            if position(target) < position(other.node) < place:
                # The right side of `x = f(x)` still sees the value before.
                certain = id(self._tree.block(statement)) in blocks
                if certain and not self._tree.inside(load, other.value):
                    return False
        return True


def _direct(node: ast.expr, parent: ast.AST | None, tree: Tree) -> Use:
    """What the node right above an expression does with it."""
    match parent:
        case ast.Expr():
            return Use("dropped", parent)
        case ast.Return() | ast.Yield() | ast.YieldFrom() | ast.Lambda():
            return Use("returned", parent)
        case ast.Raise():
            return Use("raised", parent)
        case ast.Attribute(attr=name):
            above = tree.parent(parent)
            if isinstance(above, ast.Call) and above.func is parent:
                return Use("method", above, name)
            return Use("attribute", parent, name)
        case ast.Call() if parent.func is not node:
            return Use("argument", parent)
        case ast.keyword(arg=name):
            return Use("argument", tree.parent(parent) or parent, name or "")
        case ast.Subscript() if parent.value is node:
            return Use("item", parent)
        case ast.For() | ast.AsyncFor() | ast.comprehension() if parent.iter is node:
            return Use("iterated", parent)
        case ast.Compare() | ast.UnaryOp() | ast.If() | ast.While() | ast.Assert():
            return Use("tested", parent)
        case ast.comprehension():
            return Use("tested", parent)
        case ast.List() | ast.Tuple() | ast.Set() | ast.Dict() | ast.DictComp() | ast.Slice():
            return Use("stored", parent)
        case ast.ListComp() | ast.SetComp() | ast.GeneratorExp():
            return Use("stored", parent)
    return Use("other", parent or node)
