"""Layer 2: what a name stands for: `g` is `requests.get`, `s` a `requests.Session`.

A `Value` is found for an expression by following imports, assignments, annotations, constructors,
attributes of `self`, `with … as`, `partial` and the return values of functions in the same file.
A name bound to different things is unknown, and unknown (None) is silent. Chains such as
`a().b().c()` are folded in a loop, so their length does not matter.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Mapping
from types import MappingProxyType

from aiguard_flake8 import containers
from aiguard_flake8.annotations import Annotations
from aiguard_flake8.library import Libraries
from aiguard_flake8.members import Members, is_placeholder
from aiguard_flake8.narrowing import Narrowing
from aiguard_flake8.scopes import Binding, Scopes
from aiguard_flake8.tree import FUNCTIONS, Function, Scope, Tree, default_of, position, spelled
from aiguard_flake8.values import LOCAL, Value, agreed, is_none, place_of

# What a chain is made of, and the field that holds what is before the last step.
_INNER = {
    **dict.fromkeys((ast.Attribute, ast.Await, ast.Subscript, ast.NamedExpr), "value"),
    ast.Call: "func",
}
_DEFINED = frozenset({"import", "class", "function"})  # kinds of bindings
_BUILTINS = frozenset(dir(builtins))
_MOST_ELEMENTS = 20  # of a display whose content is looked at
_MAX_DEPTH = 40  # assignments followed from one name; deeper is unknown


class Names:
    """Answers what the expressions of one file stand for."""

    def __init__(
        self,
        tree: Tree,
        scopes: Scopes,
        libraries: Libraries,
        types: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """`types`: what the user says of expressions, such as `request.db`."""
        self._types = types
        self._tree = tree
        self._scopes = scopes
        self._libraries = libraries
        self._annotations = Annotations(self, scopes, tree.module)
        self._members = Members(self, tree, scopes, libraries)
        self._narrowing = Narrowing(self, tree, scopes)
        self._values: dict[ast.AST, Value | None] = {}
        self._defined: dict[ast.AST, Value] = {}  # by the import or definition
        self._busy: set[ast.AST] = set()
        self._definitions: dict[str, ast.ClassDef | Function] | None = None
        # The tables of functions that have been found so far, by their paths.
        self.choices: dict[str, tuple[Value, ...]] = {}

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
        """The object that an annotation promises, its names looked up in `scope`."""
        return self._annotations.value(annotation, scope)

    def member(self, owner: Value, name: str) -> Value | None:
        """What the attribute `name` of a value stands for."""
        return self._members.member(owner, name)

    def definition(self, path: str) -> ast.ClassDef | Function | None:
        """The class or function of this file that a local path names."""
        if self._definitions is None:
            self._definitions = {
                self.local_path(node): node for node in self._tree.of(ast.ClassDef, *FUNCTIONS)
            }
        return self._definitions.get(path)

    def local_path(self, definition: ast.ClassDef | Function) -> str:
        """The path of a definition in this file: ":OrderRepo.get"."""
        parts = [definition.name]
        for ancestor in self._tree.ancestors(definition):
            if isinstance(ancestor, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                parts.append(ancestor.name)
        return LOCAL + ".".join(reversed(parts))

    def bases(self, cls: ast.ClassDef) -> list[str]:
        """The paths of all known ancestors of a class, nearest first, library bases included."""
        return self._members.bases(cls)

    def returned(self, function: Function) -> Value | None:
        """What a function gives its caller (the awaited result of a coroutine)."""
        return self._members.returned(function)

    def result(self, function: Function) -> Value | None:
        """The same of its body alone, whatever decorators make of it."""
        return self._members.result(function)

    def yielded(self, function: Function) -> Value | None:
        """What a generator yields."""
        return self._members.yielded(function)

    def attributes(self, cls: ast.ClassDef) -> list[str]:
        """The names that a class body, or its methods through `self`, give its objects."""
        return self._members.attributes(cls)

    def property_path(self, cls: ast.ClassDef, name: str) -> str:
        """The path of the property of this name that objects of a class have; or empty."""
        return self._members.property_path(cls, name)

    def variable(self, name: str, scope: Scope, use: ast.AST | None = None) -> Value | None:
        """What a variable stands for, seen from `scope`; at `use`, where that is given."""
        home = self._scopes.home(name, scope)
        if home is None:
            return Value(f"builtins.{name}") if name in _BUILTINS else self._from_star(name)
        bindings = self._scopes.bindings(home, name)
        if len(bindings) == 1:
            return None if is_placeholder(bindings[0]) else self.bound(bindings[0], home)
        if use is not None and home is scope:
            bindings = self._reaching(bindings, use)
        found = [self.bound(each, home) for each in bindings if not is_placeholder(each)]
        if None in found and len(found) > 1:
            # An annotation is a promise for all that the variable is ever bound to.
            declared = next((each for each in bindings if each.annotation is not None), None)
            promised = declared and self.bound(declared, home)
            found = [promised if each is None else each for each in found]
        return agreed(found)

    def same(self, nodes: list[ast.expr]) -> Value | None:
        """The value that all expressions agree on; a literal None has no say."""
        return agreed([self.value(each) for each in nodes if not is_none(each)])

    # -- expressions -------------------------------------------------------------------------

    def _chain(self, node: ast.expr) -> Value | None:
        """Fold `base.a(…).b[…]` from its base outwards."""
        steps: list[ast.expr] = []
        current = node
        while True:
            if current is not node and current in self._values:
                found = self._values[current]
                break
            inner = _INNER.get(current.__class__)
            if inner is not None:
                steps.append(current)
                current = getattr(current, inner)
            else:
                found = self._base(current)
                break
        if self._types and current not in self._values:
            found = self._told(current, found)
        for step in reversed(steps):
            found = self._step(found, step)
            if self._types:
                found = self._told(step, found)
            if step is not node:
                self._values[step] = found
        return found

    def _told(self, node: ast.expr, found: Value | None) -> Value | None:
        """What the user says of an expression that is not known to us."""
        told = (
            self._types.get(spelled(node)) if isinstance(node, ast.Name | ast.Attribute) else None
        )
        if told is None or (found is not None and self._is_known(found)):
            return found
        return Value(self._libraries.canonical(told), True)

    def _is_known(self, value: Value) -> bool:
        if value.local:
            return self.definition(value.path) is not None
        return value.path.startswith("builtins.") or self._libraries.facts(value.path) is not None

    def _step(self, inner: Value | None, step: ast.expr) -> Value | None:
        if inner is None:
            return None
        if isinstance(step, ast.Attribute):
            return self._members.member(inner, step.attr)
        if isinstance(step, ast.Call):
            return self._members.called(inner, step)
        if isinstance(step, ast.Await):
            return containers.awaited(inner)
        if isinstance(step, ast.NamedExpr):
            return inner
        if inner.instance:
            if isinstance(step, ast.Subscript) and isinstance(step.slice, ast.Slice):
                # A part of a container is one, too; which places of a tuple are in it nobody knows.
                places = inner.path == containers.TUPLE and len(inner.arguments) > 1
                return Value(inner.path, True, None, (), () if places else inner.arguments)
            return self._members.subscribed(inner)
        found = None if inner.local else self._members.subscribed(inner)
        return found or inner  # a generic class: `Queue[int]` builds a Queue

    def _base(self, node: ast.expr) -> Value | None:
        match node:
            case ast.Name():
                told = self._narrowing.value(node)
                return told or self.variable(node.id, self._tree.scope(node), node)
            case ast.Constant(value=value) if value is not None and value is not Ellipsis:
                return Value(f"builtins.{type(value).__name__}", True)
            case ast.JoinedStr():
                return Value("builtins.str", True)
            case ast.List(elts=elements) | ast.Set(elts=elements):
                kind = "builtins.list" if isinstance(node, ast.List) else "builtins.set"
                return containers.holding(kind, self._common(elements))
            case ast.ListComp(elt=element) | ast.SetComp(elt=element):
                kind = "builtins.list" if isinstance(node, ast.ListComp) else "builtins.set"
                return containers.holding(kind, self.value(element))
            case ast.GeneratorExp(elt=element):
                return containers.holding(containers.ITERATOR, self.value(element))
            case ast.Dict(keys=keys, values=values):
                names = [key for key in keys if key is not None]
                if len(names) < len(keys):
                    return Value("builtins.dict", True)
                held = (self._common(names), self._common(values))
                return containers.holding("builtins.dict", *held)
            case ast.DictComp(key=key, value=value):
                held = (self.value(key), self.value(value))
                return containers.holding("builtins.dict", *held)
            case ast.Tuple(elts=elements) if len(elements) <= _MOST_ELEMENTS:
                return containers.holding(containers.TUPLE, *map(self.value, elements))
            case ast.Tuple():
                return Value(containers.TUPLE, True)
            case ast.IfExp(body=body, orelse=orelse):
                return self.same([body, orelse]) or self._choice(node, [body, orelse])
            case ast.Lambda():
                return Value(place_of(node, "lambda"))
            case ast.BoolOp(values=values):
                return self.same(values)
        return None

    def _common(self, elements: list[ast.expr]) -> Value | None:
        """The value that all elements of a display agree on; of a long one nothing is known."""
        if not elements or len(elements) > _MOST_ELEMENTS:
            return None
        return self.same(elements) or self._choice(elements[0], elements)

    def _choice(self, node: ast.expr, given: list[ast.expr]) -> Value | None:
        """One of several functions, named after the place where the first of them stands."""
        values = [self.value(each) for each in given]
        if any(value is None or value.instance for value in values):
            return None
        if all(value is None or value.path.startswith("builtins.") for value in values):
            return None
        path = place_of(node, "choice")
        self.choices[path] = tuple(v for e in values if (v := containers.bare(e)))
        return Value(path)

    # -- variables ---------------------------------------------------------------------------

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

    def bound(self, binding: Binding, home: Scope) -> Value | None:
        """What one binding gives its name; `home` is the scope that it stands in."""
        node = binding.node
        if binding.kind in _DEFINED:
            if node not in self._defined:
                self._defined[node] = self._introduced(node)
            return self._defined[node]
        if binding.annotation is not None:
            declared = self._declared(binding, binding.annotation, home)
            if declared is not None:
                return declared
        if binding.kind == "parameter":
            return self._parameter(node, home)
        if binding.value is None:
            return self._members.part(binding)
        if binding.kind == "with":
            return self._members.entered(binding.value)
        if binding.kind == "for":
            return self._members.item(binding.value)
        if binding.kind == "except":
            return self._caught(binding.value)
        return self.value(binding.value)

    def _declared(self, binding: Binding, annotation: ast.expr, home: Scope) -> Value | None:
        """What the annotation promises; how it was built too, where the value shows that."""
        if annotation in self._busy:  # `type: type[int]` in a class names itself
            return None
        scope = self._tree.scope(home) if binding.kind == "parameter" else home
        self._busy.add(annotation)
        try:
            declared = self._annotations.value(annotation, scope)
        finally:
            self._busy.discard(annotation)
        if declared is not None and binding.value is not None:
            made = self.value(binding.value)
            if made is not None and made.instance and made.path == declared.path:
                return made
        return declared

    def _introduced(self, node: ast.AST) -> Value:
        """What an import, a class or a function gives its name."""
        if isinstance(node, ast.alias):
            return self._imported(node)
        assert isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        return Value(self.local_path(node))

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

    def _from_star(self, name: str) -> Value | None:
        """A name that nothing here binds, where one `from module import *` may."""
        stars = self._scopes.star_imports
        if len(stars) != 1:
            return None
        module = "." * stars[0].level + (stars[0].module or "")
        return self._reference(f"{module}{'' if module.endswith('.') else '.'}{name}")

    def _parameter(self, node: ast.AST, home: Scope) -> Value | None:
        """The first parameter of a method is its object, or its class."""
        if isinstance(home, ast.Lambda) and isinstance(node, ast.arg):
            return Value(f"{place_of(home, 'lambda')}{{{node.arg}}}", True)
        if not isinstance(home, FUNCTIONS) or not isinstance(node, ast.arg):
            return None
        cls = self._tree.enclosing_class(home)
        positional = [*home.args.posonlyargs, *home.args.args]
        if cls is None or not positional or positional[0] is not node:
            return self._injected(node, home)
        decorators = {self.path(each) for each in home.decorator_list}
        if "builtins.staticmethod" in decorators:
            return None
        is_class = "builtins.classmethod" in decorators or home.name in (
            "__new__",
            "__init_subclass__",
        )
        return Value(self.local_path(cls), instance=not is_class)

    def _injected(self, node: ast.arg, home: Function) -> Value | None:
        """What a framework passes for `parameter=Depends(provider)`."""
        default = default_of(home.args, node)
        if not isinstance(default, ast.Call) or not default.args:
            return None
        facts = self._libraries.facts(self.path(default.func))
        if facts is None or "dependency" not in facts.registers.values():
            return None
        return self._members.provided(default.args[0])

    def _caught(self, expression: ast.expr) -> Value | None:
        path = self.path(expression)
        return Value(path, True) if path else None
