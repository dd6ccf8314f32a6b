"""Layer 2: what a name stands for: `g` is `requests.get`, `s` a `requests.Session`.

A `Value` is found for an expression by following imports, assignments, annotations, constructors,
attributes of `self`, `with … as`, `partial` and the return values of functions in the same file.
A name bound to different things is unknown, and unknown (None) is silent. Chains such as
`a().b().c()` are folded in a loop, so their length does not matter.
"""

from __future__ import annotations

import ast
import builtins
from typing import NamedTuple

from aiguard_flake8.library import Libraries
from aiguard_flake8.scopes import Binding, Scopes
from aiguard_flake8.tree import FUNCTIONS, Function, Scope, Tree, position

LOCAL = ":"  # the start of a path that is defined in the linted file: ":OrderRepo.get"
_BUILTINS = frozenset(dir(builtins))
_MAX_DEPTH = 40  # assignments followed from one name; deeper is unknown

_TRANSPARENT = frozenset(  # annotations that say nothing about the type within
    f"{module}.{name}"
    for module in ("typing", "typing_extensions")
    for name in ("Annotated", "ClassVar", "Final", "Required", "NotRequired", "ReadOnly")
)
_OPTIONAL = frozenset({"typing.Optional", "typing_extensions.Optional"})
_UNION = frozenset({"typing.Union", "typing_extensions.Union"})
_CONTEXT_MANAGERS = frozenset({"contextlib.contextmanager", "contextlib.asynccontextmanager"})
_SELF = frozenset({"typing.Self", "typing_extensions.Self"})
_CASTS = frozenset({"typing.cast"})
_PARTIALS = frozenset({"functools.partial", "functools.partialmethod"})


class Value(NamedTuple):
    """What an expression stands for."""

    path: str  # dotted name; starts with ":" when it is defined in the linted file
    instance: bool = False  # an object of that class, rather than the thing of that name
    origin: ast.Call | None = None  # the call that made the object
    presets: tuple[ast.Call, ...] = ()  # `partial` calls whose arguments it already carries
    arguments: tuple[Value | None, ...] = ()  # of a generic: list[Order] has one

    @property
    def local(self) -> bool:
        """Whether it is defined in the linted file."""
        return self.path.startswith(LOCAL)


class Names:
    """Answers what the expressions of one file stand for."""

    def __init__(self, tree: Tree, scopes: Scopes, libraries: Libraries) -> None:
        self._tree = tree
        self._scopes = scopes
        self._libraries = libraries
        self._values: dict[ast.AST, Value | None] = {}
        self._busy: set[ast.AST] = set()
        self._members: dict[tuple[str, str], Value | None] = {}
        self._definitions: dict[str, ast.ClassDef | Function] = {}
        self._attributes: dict[ast.ClassDef, dict[str, list[Binding]]] | None = None

    # -- questions ---------------------------------------------------------------------------

    def value(self, node: ast.expr) -> Value | None:
        """What an expression stands for, or None when that is not certain."""
        if node in self._values:
            return self._values[node]
        if node in self._busy or len(self._busy) > _MAX_DEPTH:
            return None
        self._busy.add(node)
        try:
            found = self._chain(node)
        finally:
            self._busy.discard(node)
        self._values[node] = found
        return found

    def path(self, node: ast.expr) -> str:
        """The canonical dotted name that an expression refers to; empty when unknown or an object.

        `np.array` is `numpy.array`, whatever `numpy` was imported as.
        """
        value = self.value(node)
        return "" if value is None or value.instance else value.path

    def class_of(self, node: ast.expr) -> str:
        """The class that the object an expression gives belongs to; empty when unknown."""
        value = self.value(node)
        return value.path if value is not None and value.instance else ""

    def annotated(self, annotation: ast.expr, scope: Scope) -> Value | None:
        """The object that an annotation promises: Optional, Annotated and strings are seen through."""
        return self._annotation(annotation, scope, 0)

    def definition(self, path: str) -> ast.ClassDef | Function | None:
        """The class or function of this file that a local path names."""
        if path not in self._definitions:
            self._index_definitions()
        return self._definitions.get(path)

    def local_path(self, definition: ast.ClassDef | Function) -> str:
        """The path of a definition in this file: ":OrderRepo.get"."""
        parts = [definition.name]
        for ancestor in self._tree.ancestors(definition):
            if isinstance(ancestor, (ast.ClassDef, *FUNCTIONS)):
                parts.append(ancestor.name)
        return LOCAL + ".".join(reversed(parts))

    def bases(self, cls: ast.ClassDef) -> list[str]:
        """The paths of all known ancestors of a class, nearest first, library bases included."""
        found: list[str] = []
        waiting = [cls]
        seen = {cls}
        while waiting:
            current = waiting.pop(0)
            for base in current.bases:
                path = self.path(base.value if isinstance(base, ast.Subscript) else base)
                if not path:
                    continue
                found.extend(p for p in self._libraries.ancestors(path) if p not in found)
                definition = self.definition(path) if path.startswith(LOCAL) else None
                if isinstance(definition, ast.ClassDef) and definition not in seen:
                    seen.add(definition)
                    waiting.append(definition)
        return found

    def member(self, owner: Value, name: str) -> Value | None:
        """What the attribute `name` of a value stands for."""
        key = (owner.path + ("()" if owner.instance else ""), name)
        if owner.origin is None and not owner.presets and key in self._members:
            return self._members[key]
        found = self._member(owner, name)
        if owner.origin is None and not owner.presets:
            self._members[key] = found
        return found

    # -- expressions -------------------------------------------------------------------------

    def _chain(self, node: ast.expr) -> Value | None:
        """Fold `base.a(…).b[…]` from its base outwards."""
        steps: list[ast.expr] = []
        current = node
        while True:
            if current is not node and current in self._values:
                found = self._values[current]
                break
            if isinstance(current, ast.Attribute | ast.Await | ast.Subscript | ast.NamedExpr):
                steps.append(current)
                current = current.value
            elif isinstance(current, ast.Call):
                steps.append(current)
                current = current.func
            else:
                found = self._base(current)
                break
        for step in reversed(steps):
            found = self._step(found, step)
            if step is not node:
                self._values[step] = found
        return found

    def _step(self, inner: Value | None, step: ast.expr) -> Value | None:
        if isinstance(step, ast.Await | ast.NamedExpr):
            return inner
        if inner is None:
            return None
        if isinstance(step, ast.Attribute):
            return self.member(inner, step.attr)
        if isinstance(step, ast.Call):
            return self.called(inner, step)
        assert isinstance(step, ast.Subscript)
        return self._subscripted(inner)

    def _subscripted(self, inner: Value) -> Value | None:
        if not inner.instance:
            return inner  # a generic class: `Queue[int]` builds a Queue
        if inner.arguments:
            return inner.arguments[-1]
        return None

    def _base(self, node: ast.expr) -> Value | None:
        match node:
            case ast.Name():
                return self._name(node)
            case ast.Constant(value=value) if value is not None and value is not Ellipsis:
                return Value(f"builtins.{type(value).__name__}", True)
            case ast.JoinedStr():
                return Value("builtins.str", True)
            case ast.List() | ast.ListComp():
                return Value("builtins.list", True)
            case ast.Dict() | ast.DictComp():
                return Value("builtins.dict", True)
            case ast.Set() | ast.SetComp():
                return Value("builtins.set", True)
            case ast.Tuple():
                return Value("builtins.tuple", True)
            case ast.IfExp(body=body, orelse=orelse):
                return self._same([body, orelse])
            case ast.BoolOp(values=values):
                return self._same(values)
        return None

    def _same(self, nodes: list[ast.expr]) -> Value | None:
        """The value that all expressions agree on; None and bare constants have no say."""
        return _agreed([self.value(n) for n in nodes if not _is_none(n)])

    def _name(self, node: ast.Name) -> Value | None:
        scope = self._tree.scope(node)
        return self._variable(node.id, scope, node)

    def _variable(self, name: str, scope: Scope, use: ast.AST | None) -> Value | None:
        home = self._scopes.home(name, scope)
        if home is None:
            return Value(f"builtins.{name}") if name in _BUILTINS else None
        bindings = self._scopes.bindings(home, name)
        if use is not None and home is scope and len(bindings) > 1:
            bindings = self._reaching(bindings, use)
        return _agreed(
            [self._bound(each, home) for each in bindings if not _is_placeholder(each)]
        )

    def _reaching(self, bindings: list[Binding], use: ast.AST) -> list[Binding]:
        """The bindings that a use may see: the latest certain one above it, and those since."""
        above = [each for each in bindings if position(each.node) < position(use)]
        if not above:
            return bindings
        blocks = {
            id(self._tree.block(node))
            for node in (use, *self._tree.ancestors(use))
            if isinstance(node, ast.stmt)
        }
        for index in range(len(above) - 1, -1, -1):
            statement = self._tree.statement(above[index].node)
            if statement is None or id(self._tree.block(statement)) in blocks:
                return above[index:]
        return above

    def _bound(self, binding: Binding, home: Scope) -> Value | None:
        """What one binding gives its name."""
        node = binding.node
        if isinstance(node, ast.alias):
            return self._imported(node)
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            return Value(self.local_path(node))
        if binding.annotation is not None:
            scope = self._tree.scope(node) if isinstance(home, ast.Module) else home
            outer = scope if binding.kind != "parameter" else self._tree.scope(home)
            declared = self._annotation(binding.annotation, outer, 0)
            if declared is not None and binding.value is not None and declared.instance:
                made = self.value(binding.value)
                if made is not None and made.path == declared.path:
                    return made  # the same class, and we know how it was built
            if declared is not None:
                return declared
        if binding.kind == "parameter":
            return self._parameter(node, home)
        if binding.value is None:
            return None
        if binding.kind == "with":
            return self._entered(binding.value)
        if binding.kind == "for":
            return self._item(binding.value)
        if binding.kind == "except":
            return self._caught(binding.value)
        return self.value(binding.value)

    def _imported(self, alias: ast.alias) -> Value:
        statement = self._tree.parent(alias)
        if isinstance(statement, ast.ImportFrom):
            module = "." * statement.level + (statement.module or "")
            separator = "" if module.endswith(".") or not module else "."
            return self._reference(module + separator + alias.name)
        return self._reference(alias.name if alias.asname else alias.name.partition(".")[0])

    def _reference(self, path: str) -> Value:
        path = self._libraries.canonical(path)
        facts = self._libraries.facts(path)
        if facts is not None and facts.kind == "value" and facts.returns:
            return Value(self._libraries.canonical(facts.returns), True)
        return Value(path)

    def _parameter(self, node: ast.AST, home: Scope) -> Value | None:
        """The first parameter of a method is its object, or its class."""
        if not isinstance(home, FUNCTIONS) or not isinstance(node, ast.arg):
            return None
        cls = self._tree.enclosing_class(home)
        positional = [*home.args.posonlyargs, *home.args.args]
        if cls is None or not positional or positional[0] is not node:
            return None
        decorators = {self.path(each) for each in home.decorator_list}
        if "builtins.staticmethod" in decorators:
            return None
        is_class = "builtins.classmethod" in decorators or home.name in (
            "__new__",
            "__init_subclass__",
        )
        return Value(self.local_path(cls), instance=not is_class)

    def _entered(self, expression: ast.expr) -> Value | None:
        """What `with expression as x` gives."""
        value = self.value(expression)
        if isinstance(expression, ast.Call):
            callee = self.value(expression.func)
            if callee is not None and callee.local and not callee.instance:
                function = self.definition(callee.path)
                if isinstance(function, FUNCTIONS) and self._is_context_manager(function):
                    return self._yielded(function)
        if value is None or not value.instance:
            return None
        facts = self._libraries.facts(value.path)
        if facts is not None and facts.enters:
            return Value(self._libraries.canonical(facts.enters), True, value.origin)
        for method in ("__enter__", "__aenter__"):
            entered = self.member(value, method)
            if entered is not None and entered.local:
                return self.called(entered, None)
        return value

    def _is_context_manager(self, function: Function) -> bool:
        return any(self.path(each) in _CONTEXT_MANAGERS for each in function.decorator_list)

    def _yielded(self, function: Function) -> Value | None:
        if function.returns is not None:
            generator = self._annotation(function.returns, self._tree.scope(function), 0)
            if generator is not None and generator.arguments:
                return generator.arguments[0]
        yields = [
            node.value
            for node in self._tree.of(ast.Yield)
            if node.value is not None and self._tree.function(node) is function
        ]
        return self._same(yields) if yields else None

    def _item(self, expression: ast.expr) -> Value | None:
        """What iterating over an expression gives."""
        value = self.value(expression)
        if value is None or not value.instance:
            return None
        if value.arguments:
            return value.arguments[0]
        facts = self._libraries.facts(value.path)
        if facts is not None and facts.items:
            return Value(self._libraries.canonical(facts.items), True)
        return None

    def _caught(self, expression: ast.expr) -> Value | None:
        if isinstance(expression, ast.Tuple):
            return None
        path = self.path(expression)
        return Value(path, True) if path else None

    # -- calls and members -------------------------------------------------------------------

    def called(self, callee: Value, call: ast.Call | None) -> Value | None:
        """What calling a value gives."""
        if callee.instance:
            method = self.member(callee, "__call__")
            return None if method is None else self.called(method, call)
        if call is not None and call.args:
            if callee.path in _PARTIALS:
                target = self.value(call.args[0])
                return target and target._replace(presets=(*target.presets, call))
            if callee.path in _CASTS:
                return self._annotation(call.args[0], self._tree.scope(call), 0)
        if callee.path == "builtins.super" and call is not None:
            return self._super(call)
        if callee.local:
            return self._called_local(callee, call)
        facts = self._libraries.facts(callee.path)
        if facts is not None and facts.kind != "value":
            if facts.kind == "class":
                return Value(callee.path, True, call)
            return Value(self._libraries.canonical(facts.returns), True, call) if facts.returns else None
        if callee.path.startswith("builtins."):
            name = callee.path.removeprefix("builtins.")
            kind = getattr(builtins, name, None)
            return Value(callee.path, True, call) if isinstance(kind, type) else None
        # By convention a capitalised name is a class; nothing is claimed of its members.
        return Value(callee.path, True, call) if _looks_like_class(callee.path) else None

    def _called_local(self, callee: Value, call: ast.Call | None) -> Value | None:
        definition = self.definition(callee.path)
        if isinstance(definition, ast.ClassDef):
            return Value(callee.path, True, call)
        if definition is None:
            return None
        if definition in self._busy or len(self._busy) > _MAX_DEPTH:
            return None
        self._busy.add(definition)
        try:
            return self._returned(definition)
        finally:
            self._busy.discard(definition)

    def _returned(self, function: Function) -> Value | None:
        if any(not self._keeps_result(each) for each in function.decorator_list):
            return None
        if function.returns is not None:
            declared = self._annotation(function.returns, self._tree.scope(function), 0)
            if declared is not None and declared.path in _SELF:
                cls = self._tree.enclosing_class(function)
                return Value(self.local_path(cls), True) if cls is not None else None
            return declared
        results = [
            node.value
            for node in self._tree.of(ast.Return)
            if node.value is not None and self._tree.function(node) is function
        ]
        return self._same(results) if results else None

    def _keeps_result(self, decorator: ast.expr) -> bool:
        """Decorators that do not change what the function returns, as far as we know them."""
        target = decorator.func if isinstance(decorator, ast.Call) else decorator
        path = self.path(target)
        facts = self._libraries.facts(path) if path else None
        if facts is not None and facts.decorates:
            return True
        return path in {"builtins.staticmethod", "builtins.classmethod", "builtins.property"}

    def _super(self, call: ast.Call) -> Value | None:
        function = self._tree.function(call)
        cls = self._tree.enclosing_class(function) if function is not None else None
        if cls is None or not cls.bases:
            return None
        path = self.path(cls.bases[0])
        return Value(path, True) if path else None

    def _member(self, owner: Value, name: str) -> Value | None:
        if not owner.local:
            return self._library_member(owner, name)
        definition = self.definition(owner.path)
        if not isinstance(definition, ast.ClassDef):
            return None
        return self._class_member(definition, name, owner.instance, {definition})

    def _library_member(self, owner: Value, name: str) -> Value | None:
        path = self._libraries.canonical(f"{owner.path}.{name}")
        facts = self._libraries.facts(path)
        if facts is not None and facts.kind == "value" and facts.returns:
            return Value(self._libraries.canonical(facts.returns), True, owner.origin)
        if facts is not None and not facts.name.endswith(".*"):
            path = facts.name
        return Value(path, False, owner.origin if owner.instance else None, owner.presets)

    def _class_member(
        self, cls: ast.ClassDef, name: str, instance: bool, seen: set[ast.ClassDef]
    ) -> Value | None:
        own = self._scopes.bindings(cls, name)
        if instance:
            own = own + self._self_attributes(cls).get(name, [])
        if own:
            return _agreed(
                [self._class_binding(b, cls, instance) for b in own if not _is_placeholder(b)]
            )
        for base in cls.bases:
            path = self.path(base.value if isinstance(base, ast.Subscript) else base)
            if not path:
                return None  # a base that we do not know may define it
            definition = self.definition(path) if path.startswith(LOCAL) else None
            if isinstance(definition, ast.ClassDef):
                if definition in seen:
                    continue
                seen.add(definition)
                found = self._class_member(definition, name, instance, seen)
                if found is not None:
                    return found
            elif path != "builtins.object":
                return self._library_member(Value(path, instance), name)
        return None

    def _class_binding(self, binding: Binding, cls: ast.ClassDef, instance: bool) -> Value | None:
        node = binding.node
        if isinstance(node, FUNCTIONS) and instance and self._is_property(node):
            return self._returned(node)
        home = cls if not isinstance(node, ast.Attribute) else self._tree.scope(node)
        return self._bound(binding, home)

    def _is_property(self, function: Function) -> bool:
        for decorator in function.decorator_list:
            path = self.path(decorator)
            facts = self._libraries.facts(path) if path else None
            if path == "builtins.property" or (facts and facts.decorates == "property"):
                return True
        return False

    def _self_attributes(self, cls: ast.ClassDef) -> dict[str, list[Binding]]:
        """The assignments to attributes of `self` in the methods of a class."""
        if self._attributes is None:
            self._attributes = self._collect_attributes()
        return self._attributes.get(cls, {})

    def _collect_attributes(self) -> dict[ast.ClassDef, dict[str, list[Binding]]]:
        found: dict[ast.ClassDef, dict[str, list[Binding]]] = {}
        for node in self._tree.of(ast.Attribute):
            if not isinstance(node.ctx, ast.Store) or not isinstance(node.value, ast.Name):
                continue
            method = self._tree.function(node)
            cls = self._tree.enclosing_class(method) if method is not None else None
            if method is None or cls is None or not method.args.args:
                continue
            if method.args.args[0].arg != node.value.id:
                continue
            binding = self._attribute_binding(node)
            found.setdefault(cls, {}).setdefault(node.attr, []).append(binding)
        return found

    def _attribute_binding(self, node: ast.Attribute) -> Binding:
        match self._tree.parent(node):
            case ast.Assign(value=value):
                return Binding("assign", node, value)
            case ast.AnnAssign(value=value, annotation=annotation):
                return Binding("assign", node, value, annotation)
            case ast.withitem(context_expr=value):
                return Binding("with", node, value)
        return Binding("other", node, None)

    # -- annotations -------------------------------------------------------------------------

    def _annotation(self, node: ast.expr, scope: Scope, depth: int) -> Value | None:
        if depth > 10:
            return None
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            try:
                node = ast.parse(node.value.strip(), mode="eval").body
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                return None
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
            return self._union([node.left, node.right], scope, depth)
        if isinstance(node, ast.Subscript):
            return self._generic(node, scope, depth)
        target = self._named(node, scope)
        return Value(target.path, True) if target is not None and not target.instance else None

    def _generic(self, node: ast.Subscript, scope: Scope, depth: int) -> Value | None:
        outer = self._named(node.value, scope)
        if outer is None:
            return None
        inner = list(node.slice.elts) if isinstance(node.slice, ast.Tuple) else [node.slice]
        if outer.path in _OPTIONAL or outer.path in _TRANSPARENT:
            return self._annotation(inner[0], scope, depth + 1)
        if outer.path in _UNION:
            return self._union(inner, scope, depth)
        if outer.path in {"builtins.type", "typing.Type"}:
            found = self._annotation(inner[0], scope, depth + 1)
            return None if found is None else Value(found.path)
        arguments = tuple(self._annotation(each, scope, depth + 1) for each in inner)
        return Value(outer.path, True, None, (), arguments)

    def _union(self, members: list[ast.expr], scope: Scope, depth: int) -> Value | None:
        return _agreed(
            [self._annotation(each, scope, depth + 1) for each in members if not _is_none(each)]
        )

    def _named(self, node: ast.expr, scope: Scope) -> Value | None:
        """A dotted name in an annotation, looked up in `scope` (it may come from a string)."""
        attributes: list[str] = []
        while isinstance(node, ast.Attribute):
            attributes.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name):
            return None
        found = self._variable(node.id, scope, None)
        for name in reversed(attributes):
            found = None if found is None else self.member(found, name)
        return found

    def _index_definitions(self) -> None:
        for node in self._tree.of(ast.ClassDef, *FUNCTIONS):
            self._definitions[self.local_path(node)] = node


def _agreed(values: list[Value | None]) -> Value | None:
    """The one value that all agree on; how it was built is kept only where there is one."""
    if not values or values[0] is None:
        return None
    first = values[0]
    for other in values[1:]:
        if other is None or other.path != first.path or other.instance != first.instance:
            return None
        if other.origin is not first.origin or other.presets != first.presets:
            first = Value(first.path, first.instance, None, (), first.arguments)
    return first


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _is_placeholder(binding: Binding) -> bool:
    """`client = None`, or a bare declaration, to be filled in elsewhere."""
    return (
        binding.value is not None and _is_none(binding.value) and binding.annotation is None
    )


def _looks_like_class(path: str) -> bool:
    last = path.rpartition(".")[2].lstrip("_")
    return last[:1].isupper() and not last.isupper()
