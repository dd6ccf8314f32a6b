"""Layer 1: the syntax tree, walked once: nodes by type, parents and blocks.

The walk is a loop, so a tree of any depth is fine. It is linear in the number of nodes, and nothing
is written to the tree, which belongs to flake8 and is shared with every other plugin.
"""

from __future__ import annotations

import ast
from collections.abc import Container, Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar, overload

Node = TypeVar("Node", bound=ast.AST)
Other = TypeVar("Other", bound=ast.AST)
Third = TypeVar("Third", bound=ast.AST)

Function = ast.FunctionDef | ast.AsyncFunctionDef
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
SCOPES = (*FUNCTIONS, ast.Lambda, ast.ClassDef, ast.Module, *COMPREHENSIONS)
_DEFERRED = frozenset({*FUNCTIONS, ast.Lambda, ast.ClassDef})  # their bodies run at another time
# What holds statements, and what an expression may be evaluated in below its statement.
_BLOCK_SCOPES = frozenset({*FUNCTIONS, ast.ClassDef, ast.Module})
_EXPRESSION_SCOPES = frozenset({*FUNCTIONS, ast.Lambda, *COMPREHENSIONS})
LOOPS = (ast.For, ast.AsyncFor, ast.While)
# What may run once per item.
ItemLoop = ast.For | ast.AsyncFor | ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp

Scope = (
    ast.Module
    | ast.ClassDef
    | ast.FunctionDef
    | ast.AsyncFunctionDef
    | ast.Lambda
    | ast.ListComp
    | ast.SetComp
    | ast.DictComp
    | ast.GeneratorExp
)

_BLOCK_FIELDS = frozenset({"body", "orelse", "finalbody"})  # where they are lists: of statements
_CLAUSES = frozenset({"handlers", "cases"})  # no statements themselves, but they hold some
# Shared singletons (contexts, operators) and plain values: never a child worth visiting.
_LEAF_FIELDS = frozenset(
    {"ctx", "op", "ops", "type_comment", "id", "attr", "arg", "module", "level", "kind"}
)
_child_fields: dict[type[ast.AST], tuple[str, ...]] = {}


def _fields_of(kind: type[ast.AST]) -> tuple[str, ...]:
    fields = tuple(name for name in reversed(kind._fields) if name not in _LEAF_FIELDS)
    if kind is ast.Constant:
        fields = ()
    _child_fields[kind] = fields
    return fields


class Tree:
    """One file's syntax tree, indexed in one pass."""

    def __init__(self, module: ast.Module) -> None:
        self.module = module
        self._nodes: dict[type[ast.AST], list[ast.AST]] = {}
        self._parents: dict[ast.AST, ast.AST] = {}
        self._blocks: dict[ast.AST, list[ast.stmt]] = {}
        self._scopes: dict[ast.AST, Scope] = {}  # of nodes that hold statements, and statements
        self._own: dict[type[ast.AST], dict[ast.AST, list[ast.AST]]] = {}
        self._walk()

    def _walk(self) -> None:
        nodes, parents, blocks = self._nodes, self._parents, self._blocks
        scopes: dict[ast.AST, ast.AST] = self._scopes  # type: ignore[assignment]
        stack: list[ast.AST] = [self.module]
        while stack:
            node = stack.pop()
            kind = node.__class__
            same_kind = nodes.get(kind)
            if same_kind is None:
                nodes[kind] = [node]
            else:
                same_kind.append(node)
            fields = _child_fields.get(kind)
            if fields is None:
                fields = _fields_of(kind)
            for name in fields:
                value = getattr(node, name, None)
                if value is None:
                    continue
                if value.__class__ is list:
                    if name in _BLOCK_FIELDS:
                        scope = node if kind in _BLOCK_SCOPES else scopes[node]
                        for item in reversed(value):
                            parents[item] = node
                            blocks[item] = value
                            scopes[item] = scope
                            stack.append(item)
                        continue
                    if name in _CLAUSES:
                        scopes.update(dict.fromkeys(value, scopes[node]))
                    for item in reversed(value):
                        if isinstance(item, ast.AST):
                            parents[item] = node
                            stack.append(item)
                elif isinstance(value, ast.AST):
                    parents[value] = node
                    stack.append(value)

    @overload
    def of(self, first: type[Node], /) -> list[Node]: ...

    @overload
    def of(self, first: type[Node], second: type[Other], /) -> list[Node | Other]: ...

    @overload
    def of(
        self, first: type[Node], second: type[Other], third: type[Third], /
    ) -> list[Node | Other | Third]: ...

    @overload
    def of(self, *kinds: type[ast.AST]) -> list[ast.AST]: ...

    def of(self, *kinds: type[ast.AST]) -> Sequence[ast.AST]:
        """All nodes of these types, in document order for each type."""
        if len(kinds) == 1:
            return self._nodes.get(kinds[0], [])
        found: list[ast.AST] = []
        for kind in kinds:
            found.extend(self._nodes.get(kind, ()))
        return found

    def own(self, function: Function, kind: type[Node]) -> list[Node]:
        """The nodes of one type that run in a function itself, not in one defined within it."""
        index = self._own.get(kind)
        if index is None:
            index = self._own[kind] = {}
            for node in self.of(kind):
                holder = self.function(node)
                if holder is not None:
                    index.setdefault(holder, []).append(node)
        return index.get(function, [])  # type: ignore[return-value]

    def parent(self, node: ast.AST) -> ast.AST | None:
        """The node that holds `node`; None for the module."""
        return self._parents.get(node)

    def ancestors(self, node: ast.AST) -> Iterator[ast.AST]:
        """The nodes around `node`, nearest first, the module last."""
        parent = self._parents.get(node)
        while parent is not None:
            yield parent
            parent = self._parents.get(parent)

    def statement(self, node: ast.AST) -> ast.stmt | None:
        """The innermost statement that holds `node`, or `node` itself."""
        current: ast.AST | None = node
        while current is not None and not isinstance(current, ast.stmt):
            current = self._parents.get(current)
        return current

    def block(self, statement: ast.stmt) -> list[ast.stmt]:
        """The statements among which `statement` stands, in order."""
        return self._blocks.get(statement, [])

    def function(self, node: ast.AST) -> Function | None:
        """The innermost function whose body holds `node`; lambdas and classes do not count."""
        scopes = self._scopes
        current: ast.AST | None = node
        while current not in scopes:
            current = self._parents.get(current)  # type: ignore[arg-type]
            if current is None:
                return None
        scope = scopes[current]
        while isinstance(scope, ast.ClassDef):
            scope = scopes[scope]
        return scope if isinstance(scope, FUNCTIONS) else None

    def enclosing_class(self, function: ast.AST) -> ast.ClassDef | None:
        """The class in whose body a function stands directly, or under an `if` there."""
        for ancestor in self.ancestors(function):
            if isinstance(ancestor, ast.ClassDef):
                return ancestor
            if not isinstance(ancestor, ast.If | ast.Try | ast.With):
                return None
        return None

    def scope(self, node: ast.AST) -> Scope:
        """The scope in which `node` is evaluated.

        Decorators, defaults, annotations and base classes are evaluated outside the function or
        class they belong to; parameters belong to the function.
        """
        child = node
        while child not in self._scopes:
            current = self._parents.get(child)
            if current is None:
                return self.module
            if current.__class__ in _EXPRESSION_SCOPES and _evaluates(current, child, node):
                return current  # type: ignore[return-value]
            child = current
        return self._scopes[child]

    def loop(self, node: ast.AST) -> ast.For | ast.AsyncFor | ast.While | None:
        """The innermost loop of the same function whose body (not its head) holds `node`."""
        child = node
        for ancestor in self.ancestors(node):
            if isinstance(ancestor, (*FUNCTIONS, ast.Lambda, ast.ClassDef)):
                return None
            if isinstance(ancestor, LOOPS) and self._blocks.get(child) is ancestor.body:
                return ancestor
            child = ancestor
        return None

    def is_deferred(self, node: ast.AST) -> bool:
        """Whether a lambda of the same function holds `node`, so that it runs at another time."""
        for ancestor in self.ancestors(node):
            if isinstance(ancestor, ast.Lambda):
                return True
            if isinstance(ancestor, ast.stmt):
                return False
        return False

    def inside(self, node: ast.AST, container: ast.AST) -> bool:
        """Whether `container` is `node` or one of the nodes around it."""
        return node is container or any(each is container for each in self.ancestors(node))


def _evaluates(scope: ast.AST, child: ast.AST, node: ast.AST) -> bool:
    """Whether `scope` is where `node`, which lies in its `child`, is evaluated."""
    if isinstance(scope, ast.FunctionDef | ast.AsyncFunctionDef):
        return isinstance(child, ast.arguments) and isinstance(node, ast.arg)
    if isinstance(scope, ast.Lambda):
        return child is scope.body or isinstance(node, ast.arg)
    return True


def nodes_within(*roots: ast.AST, nested: bool = False) -> Iterator[ast.AST]:
    """The roots and what is below them, in document order; contexts and operators are left out.

    Without `nested`, the bodies of functions, lambdas and classes that are defined below are left
    out: they run at another time. A root itself is always entered.
    """
    stack: list[ast.AST] = list(reversed(roots))
    entered = set(map(id, roots))
    while stack:
        node = stack.pop()
        yield node
        kind = node.__class__
        if not nested and kind in _DEFERRED and id(node) not in entered:
            continue
        fields = _child_fields.get(kind)
        for name in _fields_of(kind) if fields is None else fields:
            value = getattr(node, name, None)
            if value.__class__ is list:
                stack.extend(each for each in reversed(value) if isinstance(each, ast.AST))
            elif isinstance(value, ast.AST):
                stack.append(value)


def gone_over(loop: ItemLoop) -> ast.expr:
    """What a loop goes over; of a comprehension, its first source."""
    first = loop if isinstance(loop, ast.For | ast.AsyncFor) else loop.generators[0]
    return first.iter


def reads_now(node: ast.AST, names: Container[str]) -> bool:
    """Whether one of some variables is read when a node runs, and not in a function within."""
    return any(isinstance(each, ast.Name) and each.id in names for each in nodes_within(node))


def running(statements: Iterable[ast.stmt]) -> Iterator[ast.AST]:
    """The nodes that run when statements do; the bodies of functions defined there do not."""
    for statement in statements:
        if isinstance(statement, (*FUNCTIONS, ast.ClassDef)):
            yield statement
        else:
            yield from nodes_within(statement)


class Place(NamedTuple):
    """A place in the source that no single node marks: a line within a docstring."""

    lineno: int  # from 1
    col_offset: int  # from 0
    node: ast.AST | None = None  # that the place lies in, unless it is in a comment


def position(node: object) -> tuple[int, int]:
    """Line (from 1) and column (from 0) of a node or comment; the module is at the start."""
    return getattr(node, "lineno", 1), getattr(node, "col_offset", 0)


def parameters(arguments: ast.arguments) -> list[ast.arg]:
    """All parameters, in the order in which they stand."""
    found = [*arguments.posonlyargs, *arguments.args]
    if arguments.vararg:
        found.append(arguments.vararg)
    found.extend(arguments.kwonlyargs)
    if arguments.kwarg:
        found.append(arguments.kwarg)
    return found


def default_of(arguments: ast.arguments, parameter: ast.arg) -> ast.expr | None:
    """The default of a parameter, if it has one."""
    positional = [*arguments.posonlyargs, *arguments.args]
    with_default = positional[len(positional) - len(arguments.defaults) :]
    for arg, default in (
        *zip(with_default, arguments.defaults, strict=True),
        *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True),
    ):
        if arg is parameter:
            return default
    return None


def target_of(node: ast.expr) -> ast.expr:
    """What a call calls, else the node: `app.get` of `@app.get` and of `@app.get("/")`."""
    return node.func if isinstance(node, ast.Call) else node


def last_name(node: ast.expr) -> str:
    """The last name of an expression such as `self.session` or `get_session()`; or empty."""
    while isinstance(node, ast.Call | ast.Subscript):
        node = node.func if isinstance(node, ast.Call) else node.value
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def spelled(node: ast.expr) -> str:
    """`request.db` as it stands there; empty for anything but names with dots."""
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else ""
