"""Where names are bound, scope by scope: the table that `names` and `flow` look things up in."""

from __future__ import annotations

import ast
from collections import defaultdict
from typing import NamedTuple

from aiguard_flake8.tree import (
    COMPREHENSIONS,
    FUNCTIONS,
    Scope,
    Tree,
    parameters,
    position,
)


class Binding(NamedTuple):
    """One place where a name gets a value."""

    kind: str  # import, function, class, assign, annotation, parameter, with, for, except, other
    node: ast.AST  # the Name, arg, alias, definition or handler that binds
    value: ast.expr | None  # what it is bound to, or comes from, where that is an expression
    annotation: ast.expr | None = None
    whole: ast.expr | None = None  # `a, b = whole`, or an item of `whole` in a loop's head
    part: int = 0  # the place in it


class Scopes:
    """All bindings and uses of one file."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._bindings: dict[Scope, dict[str, list[Binding]]] = defaultdict(dict)
        self._elsewhere: dict[Scope, dict[str, Scope]] = defaultdict(dict)
        self._loads: dict[str, list[ast.Name]] = defaultdict(list)
        self._outers: dict[Scope, Scope | None] = {tree.module: None}
        self.star_imports: list[ast.ImportFrom] = []
        self._declare()
        self._definitions()
        self._names()

    def bindings(self, scope: Scope, name: str) -> list[Binding]:
        """The bindings of `name` in this very scope, in document order."""
        table = self._bindings.get(scope)
        return table.get(name, []) if table is not None else []

    def names(self, scope: Scope) -> list[str]:
        """The names that are bound in this scope."""
        return list(self._bindings.get(scope, ()))

    def home(self, name: str, scope: Scope) -> Scope | None:
        """The scope whose bindings a use of `name` in `scope` sees; None for built-ins."""
        current: Scope | None = scope
        first = True
        while current is not None:
            if current in self._elsewhere:
                current = self._elsewhere[current].get(name, current)
            # A class body is visible to itself only, not to the functions within.
            if name in self._bindings.get(current, ()):
                if first or not isinstance(current, ast.ClassDef):
                    return current
            first = first and isinstance(current, COMPREHENSIONS)
            current = self._outer(current)
        return None

    def loads(self, name: str, scope: Scope) -> list[ast.Name]:
        """The places that read the variable `name` of `scope`, closures included."""
        return [
            load
            for load in self._loads.get(name, ())
            if self.home(name, self._tree.scope(load)) is scope
        ]

    def is_shared(self, name: str, scope: Scope) -> bool:
        """Whether an assignment to `name` in `scope` outlives it: `global`, `nonlocal`."""
        return name in self._elsewhere.get(scope, ()) or isinstance(
            scope, ast.Module | ast.ClassDef
        )

    def _outer(self, scope: Scope) -> Scope | None:
        if scope not in self._outers:
            self._outers[scope] = self._tree.scope(scope)
        return self._outers[scope]

    def _declare(self) -> None:
        for node in self._tree.of(ast.Global):
            scope = self._tree.scope(node)
            for name in node.names:
                self._elsewhere[scope][name] = self._tree.module
        for outer in self._tree.of(ast.Nonlocal):
            scope = self._tree.scope(outer)
            for name in outer.names:
                above = self._outer(scope)
                while above is not None and not isinstance(above, FUNCTIONS):
                    above = self._outer(above)
                if above is not None:
                    self._elsewhere[scope][name] = above

    def _bind(self, scope: Scope, name: str, binding: Binding) -> None:
        if scope in self._elsewhere:
            scope = self._elsewhere[scope].get(name, scope)
        self._bindings[scope].setdefault(name, []).append(binding)

    def _definitions(self) -> None:
        tree = self._tree
        for function in tree.of(*FUNCTIONS):
            self._bind(tree.scope(function), function.name, Binding("function", function, None))
        for cls in tree.of(ast.ClassDef):
            self._bind(tree.scope(cls), cls.name, Binding("class", cls, None))
        for holder in (*tree.of(*FUNCTIONS), *tree.of(ast.Lambda)):
            for arg in parameters(holder.args):
                self._bind(holder, arg.arg, Binding("parameter", arg, None, arg.annotation))
        for statement in tree.of(ast.Import, ast.ImportFrom):
            self._import(statement)
        for handler in tree.of(ast.ExceptHandler):
            if handler.name:
                self._bind(
                    tree.scope(handler), handler.name, Binding("except", handler, handler.type)
                )

    def _import(self, statement: ast.Import | ast.ImportFrom) -> None:
        scope = self._tree.scope(statement)
        for alias in statement.names:
            if alias.name == "*":
                if isinstance(statement, ast.ImportFrom):
                    self.star_imports.append(statement)
                continue
            name = alias.asname or alias.name.partition(".")[0]
            self._bind(scope, name, Binding("import", alias, None))

    def _names(self) -> None:
        loads = self._loads
        for name in self._tree.of(ast.Name):
            context = name.ctx.__class__
            if context is ast.Load:
                loads[name.id].append(name)
            elif context is ast.Store:
                scope = self._tree.scope(name)
                binding = self._stored(name)
                while binding.kind == "walrus" and isinstance(scope, COMPREHENSIONS):
                    scope = self._tree.scope(scope)
                self._bind(scope, name.id, binding)
        for pattern in self._tree.of(ast.MatchAs, ast.MatchStar):
            if pattern.name:
                self._bind(self._tree.scope(pattern), pattern.name, Binding("other", pattern, None))
        for table in self._bindings.values():
            for bindings in table.values():
                if len(bindings) > 1:
                    bindings.sort(key=lambda each: position(each.node))

    def _stored(self, name: ast.Name) -> Binding:
        """What a Name in a storing position is bound to."""
        parent = self._tree.parent(name)
        match parent:
            case ast.Assign(value=value):
                return Binding("assign", name, value)
            case ast.AnnAssign(value=value, annotation=annotation):
                return Binding("assign", name, value, annotation)
            case ast.NamedExpr(value=value):
                return Binding("walrus", name, value)
            case ast.withitem(context_expr=value):
                return Binding("with", name, value)
            case ast.For(iter=value) | ast.AsyncFor(iter=value) | ast.comprehension(iter=value):
                return Binding("for", name, value)
            case ast.Tuple() | ast.List() if (value := self._unpacked(parent, name)) is not None:
                return Binding("assign", name, value)
            case ast.Tuple() | ast.List():
                return self._part(parent, name)
        return Binding("other", name, None)

    def _part(self, target: ast.Tuple | ast.List, name: ast.Name) -> Binding:
        """`for key, row in rows` and `first, last = pair()`: which part, of what."""
        place = next(i for i, each in enumerate(target.elts) if each is name)
        if any(isinstance(each, ast.Starred) for each in target.elts[:place]):
            return Binding("other", name, None)
        match self._tree.parent(target):
            case ast.Assign(value=whole) if not isinstance(whole, ast.Tuple | ast.List):
                return Binding("other", name, None, None, whole, place)
            case ast.For(iter=whole) | ast.AsyncFor(iter=whole) | ast.comprehension(iter=whole):
                return Binding("other", name, None, None, whole, place)
        return Binding("other", name, None)

    def _unpacked(self, target: ast.Tuple | ast.List, name: ast.Name) -> ast.expr | None:
        """`a, b = x, y` binds each name to its own expression; anything else is not followed."""
        holder = self._tree.parent(target)
        if not isinstance(holder, ast.Assign) or not isinstance(holder.value, type(target)):
            return None
        if len(holder.value.elts) != len(target.elts):
            return None
        if any(isinstance(each, ast.Starred) for each in (*target.elts, *holder.value.elts)):
            return None
        return holder.value.elts[next(i for i, each in enumerate(target.elts) if each is name)]
