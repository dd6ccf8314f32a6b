"""What calls give and what attributes are: through classes, their bases and returned values."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from aiguard_flake8.containers import built
from aiguard_flake8.library import NOTHING, Libraries
from aiguard_flake8.library_values import ABOVE, CALLED, LibraryValues
from aiguard_flake8.mro import PLAIN, Lines
from aiguard_flake8.scopes import Binding, Scopes
from aiguard_flake8.tree import FUNCTIONS, Function, Tree, target_of
from aiguard_flake8.values import LOCAL, Value, agreed, is_none

if TYPE_CHECKING:
    from aiguard_flake8.names import Names

_MOST_ABOVE = 40  # classes looked at from one
_MAX_DEPTH = 40  # functions whose results lead to functions whose results …
_CONTEXT_MANAGERS = frozenset({"contextlib.contextmanager", "contextlib.asynccontextmanager"})
_SELF = frozenset({"typing.Self", "typing_extensions.Self"})
_CASTS = frozenset({"typing.cast"})
_PARTIALS = frozenset({"functools.partial", "functools.partialmethod"})
_OBJECT_MEMBERS = frozenset(dir(object))
_KEEP_RESULT = frozenset({"builtins.staticmethod", "builtins.classmethod", "builtins.property"})


class Members:
    """Follows calls and attributes for the `Names` of one file."""

    def __init__(self, names: Names, tree: Tree, scopes: Scopes, libraries: Libraries) -> None:
        self._names = names
        self._tree = tree
        self._scopes = scopes
        self._libraries = libraries
        self._outside = LibraryValues(libraries)
        self._found: dict[tuple[str, str], Value | None] = {}
        self._attributes: dict[ast.ClassDef, dict[str, list[Binding]]] | None = None
        self._bases: dict[ast.ClassDef, list[str]] = {}
        self._lines = Lines(self._above)
        self._returning: set[ast.AST] = set()

    def member(self, owner: Value, name: str) -> Value | None:
        """What the attribute `name` of a value stands for."""
        if owner.origin is not None or owner.presets or owner.arguments:
            return self._member(owner, name)
        key = (owner.path + ("()" if owner.instance else ""), name)
        if key not in self._found:
            self._found[key] = self._member(owner, name)
        return self._found[key]

    def called(self, callee: Value, call: ast.Call | None) -> Value | None:
        """What calling a value gives."""
        if product := self._product(callee):
            return Value(product, True, call)
        if callee.instance:
            method = self.member(callee, "__call__")
            return None if method is None else self.called(method, call)
        if call is not None and call.args:
            if callee.path in _PARTIALS:
                target = self._names.value(call.args[0])
                return target and target._replace(presets=(*target.presets, call))
            if callee.path in _CASTS:
                return self._names.annotated(call.args[0], self._tree.scope(call))
        if callee.path.startswith("builtins.") and call is not None:
            found = self._built(callee, call)
            if found is not None:
                return found
        if callee.local:
            return self._called_local(callee, call)
        return self._outside.called(callee, call, self._held(callee, call) if call else ())

    def _held(self, callee: Value, call: ast.Call) -> tuple[Value | None, ...]:
        """What an argument of a library call makes its result hold: `select(Order)`."""
        facts = self._libraries.facts(callee.path)
        if facts is None or facts.holds in ("", NOTHING):
            return ()
        index = facts.parameters.index(facts.holds)
        given = next((each.value for each in call.keywords if each.arg == facts.holds), None)
        if given is None and index < len(call.args):
            if facts.holds == facts.parameters[-1] and len(call.args) > index + 1:
                return ()  # one of several: `select(Order, Customer)` gives pairs
            given = call.args[index]
        value = None if given is None else self._names.value(given)
        if value is None or value.path.startswith("builtins."):
            return ()
        return value.arguments if value.instance else (Value(value.path, True),)

    def _built(self, callee: Value, call: ast.Call) -> Value | None:
        """What a built-in function makes of its arguments."""
        if callee.path == "builtins.super":
            return self._super(call)
        if any(isinstance(each, ast.Starred) for each in call.args):
            return None
        made = built(callee.path, len(call.args), lambda index: self.item(call.args[index]))
        return None if made is None else made._replace(origin=call if made.instance else None)

    def _product(self, callee: Value) -> str:
        """The class that was given to a maker of objects: `sessionmaker(class_=AsyncSession)`."""
        if callee.origin is None:
            return ""
        maker = callee.path if callee.instance else callee.path.rpartition(".")[0]
        facts = self._libraries.facts(maker)
        if facts is None or "factory" not in facts.traits:
            return ""
        called = self._libraries.facts(callee.path)
        if not callee.instance and (called is None or not called.enters):
            return ""
        given = [each.value for each in callee.origin.keywords if each.arg == "class_"]
        return self._names.path(given[0]) if given else ""

    def _called_local(self, callee: Value, call: ast.Call | None) -> Value | None:
        definition = self._names.definition(callee.path)
        if isinstance(definition, ast.ClassDef):
            return Value(callee.path, True, call)
        if definition is None or not self._has_own_result(definition):
            return self._outside.called(callee, call)
        return self.returned(definition)

    def returned(self, function: Function) -> Value | None:
        """What a function gives its caller (the awaited result of a coroutine)."""
        if function in self._returning or len(self._returning) > _MAX_DEPTH:
            return None
        self._returning.add(function)
        try:
            return self._returned(function)
        finally:
            self._returning.discard(function)

    def attributes(self, cls: ast.ClassDef) -> list[str]:
        """The names that a class body, or its methods through `self`, give its objects."""
        return list(dict.fromkeys([*self._scopes.names(cls), *self._self_attributes(cls)]))

    def _returned(self, function: Function) -> Value | None:
        return self.result(function) if self._has_own_result(function) else None

    def result(self, function: Function) -> Value | None:
        """What the body of a function gives, whatever decorators make of it."""
        if function.returns is not None:
            declared = self._names.annotated(function.returns, self._tree.scope(function))
            if declared is not None and declared.path in _SELF:
                cls = self._tree.enclosing_class(function)
                return Value(self._names.local_path(cls), True) if cls is not None else None
            return declared
        results = [node.value for node in self._tree.own(function, ast.Return) if node.value]
        return self._names.same(results) if results else None

    def _has_own_result(self, function: Function) -> bool:
        return all(self._keeps_result(each) for each in function.decorator_list)

    def _keeps_result(self, decorator: ast.expr) -> bool:
        """Decorators that do not change what the function returns, as far as we know them."""
        target = target_of(decorator)
        path = self._names.path(target)
        facts = self._libraries.facts(path) if path else None
        if facts is not None and facts.decorates:
            return True
        return path in _KEEP_RESULT

    def _super(self, call: ast.Call) -> Value | None:
        function = self._tree.function(call)
        cls = self._tree.enclosing_class(function) if function is not None else None
        if cls is None or not cls.bases:
            return None
        if len(cls.bases) > 1:
            return Value(self._names.local_path(cls) + ABOVE, True)
        path = self._base(cls.bases[0])
        return Value(path, True) if path else None

    def _member(self, owner: Value, name: str) -> Value | None:
        if not owner.local:
            return self._outside.member(owner, name)
        definition = self._names.definition(owner.path)
        if definition is None and owner.instance:
            return self._outside.member(owner, name)
        if not isinstance(definition, ast.ClassDef):
            return None
        return self._class_member(owner.path, name, owner.instance)

    def _base(self, base: ast.expr) -> str:
        return self._names.path(base.value if isinstance(base, ast.Subscript) else base)

    def _class_member(self, cls: str, name: str, instance: bool) -> Value | None:
        """A member of a class: what a class of this file defines, or else one above them has."""
        above = ""  # the library class that may have it
        line = self._lines.of(cls)
        for place, path in enumerate(line):
            definition = self._class(path)
            if definition is not None:
                own = self._own(definition, name, instance)
                found = agreed(
                    [self._class_binding(each, definition, instance)
                     for each in own if not is_placeholder(each)]
                )  # fmt: skip
                if found is not None or (own and path == cls):
                    return found
            elif not path:
                return None  # a base that we do not know may define it
            elif path in PLAIN or name in _OBJECT_MEMBERS:
                continue
            elif self._libraries.knows(path):
                if self._libraries.facts(f"{path}.{name}") is not None:
                    above = path
                    break
                above = above or path
            elif above or place < len(line) - 1:
                return Value(f"{cls}{CALLED if instance else ''}.{name}")  # one of several has it
            else:
                above = path
        if not above:
            return None
        # What the class inherits may give objects of it: `Order.objects.first()`.
        own_objects = () if instance else (Value(cls, True),)
        return self._outside.member(Value(above, instance, None, (), own_objects), name)

    def _above(self, cls: str) -> list[str]:
        """The bases of a class of this file, by their paths; one that nobody can name is empty."""
        definition = self._class(cls)
        bases = definition.bases if definition is not None else ()
        return [self._base(each) for each in bases]

    def _class(self, path: str) -> ast.ClassDef | None:
        """The class of this file that a path names."""
        definition = self._names.definition(path) if path.startswith(LOCAL) else None
        return definition if isinstance(definition, ast.ClassDef) else None

    def _own(self, cls: ast.ClassDef, name: str, instance: bool) -> list[Binding]:
        """What gives a name its value in a class body, or through `self` in its methods."""
        own = self._scopes.bindings(cls, name)
        return own + self._self_attributes(cls).get(name, []) if instance else own

    def _class_binding(self, binding: Binding, cls: ast.ClassDef, instance: bool) -> Value | None:
        node = binding.node
        if isinstance(node, FUNCTIONS) and instance and self._is_property(node):
            return self.returned(node)
        home = cls if not isinstance(node, ast.Attribute) else self._tree.scope(node)
        return self._names.bound(binding, home)

    def property_path(self, cls: ast.ClassDef, name: str) -> str:
        """The path of the property that an attribute may be; empty when it is none.

        Where a base of another module may define it: what that base says of the name.
        """
        waiting, seen = [cls], {cls}
        while waiting and len(seen) <= _MOST_ABOVE:
            current = waiting.pop(0)
            own = self._scopes.bindings(current, name)
            if own:
                node = own[-1].node
                if isinstance(node, FUNCTIONS) and self._is_property(node):
                    return self._names.local_path(node)
                return ""
            if name in self._self_attributes(current):
                return ""
            for base in current.bases:
                path = self._base(base)
                definition = self._names.definition(path) if path.startswith(LOCAL) else None
                if isinstance(definition, ast.ClassDef) and definition not in seen:
                    seen.add(definition)
                    waiting.append(definition)
                elif definition is None and path and not self._libraries.knows(path):
                    return f"{self._names.local_path(cls)}{CALLED}.{name}"
        return ""

    def _is_property(self, function: Function) -> bool:
        for decorator in function.decorator_list:
            path = self._names.path(decorator)
            facts = self._libraries.facts(path) if path else None
            if facts is not None and (facts.decorates == "property" or "property" in facts.traits):
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

    def entered(self, expression: ast.expr) -> Value | None:
        """What `with expression as x` gives."""
        value = self._names.value(expression)
        if isinstance(expression, ast.Call):
            callee = self._names.value(expression.func)
            if callee is not None and callee.local and not callee.instance:
                function = self._names.definition(callee.path)
                if isinstance(function, FUNCTIONS) and self._is_context_manager(function):
                    return self.yielded(function)
        if value is None or not value.instance:
            return None
        for method in ("__enter__", "__aenter__"):
            entered = self.member(value, method)
            if entered is not None and entered.local:
                return self.called(entered, None)
        return value if value.local else self._outside.entered(value)

    def provided(self, provider: ast.expr) -> Value | None:
        """What a dependency gives: the result of a function, or what a generator yields."""
        value = self._names.value(provider)
        if value is None or value.instance:
            return None
        if value.local:
            function = self._names.definition(value.path)
            if isinstance(function, FUNCTIONS) and self._tree.own(function, ast.Yield):
                return self.yielded(function)
            return self.called(value, None)
        result = self._outside.called(value)
        return None if result is None else self._outside.entered(result)

    def _is_context_manager(self, function: Function) -> bool:
        return any(self._names.path(each) in _CONTEXT_MANAGERS for each in function.decorator_list)

    def yielded(self, function: Function) -> Value | None:
        """What a generator yields."""
        if function.returns is not None:
            generator = self._names.annotated(function.returns, self._tree.scope(function))
            if generator is not None and generator.arguments:
                return generator.arguments[0]
        yields = [node.value for node in self._tree.own(function, ast.Yield) if node.value]
        return self._names.same(yields) if yields else None

    def item(self, expression: ast.expr) -> Value | None:
        """What going over an expression gives."""
        value = self._names.value(expression)
        return None if value is None else self._outside.item(value)

    def subscribed(self, value: Value) -> Value | None:
        """What a subscript of an object gives."""
        return self._outside.subscribed(value)

    def part(self, binding: Binding) -> Value | None:
        """What a name gets that is bound to a part of something."""
        if binding.whole is None:
            return None
        loop = self._tree.parent(self._tree.parent(binding.node) or binding.node)
        if isinstance(loop, ast.Assign):
            value = self._names.value(binding.whole)
        else:
            value = self.item(binding.whole)
        return None if value is None else self._outside.part(value, binding.part)

    def bases(self, cls: ast.ClassDef) -> list[str]:
        """The paths of all known ancestors of a class, nearest first, library bases included."""
        if cls not in self._bases:
            self._bases[cls] = self._find_bases(cls)
        return self._bases[cls]

    def _find_bases(self, cls: ast.ClassDef) -> list[str]:
        found: list[str] = []
        waiting = [cls]
        seen = {cls}
        while waiting and len(seen) <= _MOST_ABOVE:
            current = waiting.pop(0)
            for base in current.bases:
                path = self._base(base)
                if not path:
                    continue
                found.extend(p for p in self._libraries.ancestors(path) if p not in found)
                definition = self._names.definition(path) if path.startswith(LOCAL) else None
                if isinstance(definition, ast.ClassDef) and definition not in seen:
                    seen.add(definition)
                    waiting.append(definition)
        return found


def is_placeholder(binding: Binding) -> bool:
    """`client = None`, or a bare declaration, to be filled in elsewhere."""
    return binding.value is not None and is_none(binding.value) and binding.annotation is None
