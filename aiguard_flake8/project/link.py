"""Follows the paths of summaries from module to module, to a definition or a library.

Nothing is resolved before somebody asks, and every answer is a function of the files alone: it does
not depend on the order of the questions.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from aiguard_flake8.library import Libraries
from aiguard_flake8.library_values import (
    ABOVE,
    CALLED,
    ENDS,
    ENTERED,
    ITEM,
    STEP,
    SUBSCRIBED,
    LibraryValues,
)
from aiguard_flake8.mro import PLAIN
from aiguard_flake8.patterns import Pattern
from aiguard_flake8.project.handed import Wrapper, passed_to, wrapper
from aiguard_flake8.project.layout import Layout
from aiguard_flake8.project.lineage import Class, Lineage
from aiguard_flake8.project.summary import (
    ClassSummary,
    Decorator,
    FunctionSummary,
    ModuleSummary,
)
from aiguard_flake8.project.trace import Node, Trace
from aiguard_flake8.values import LOCAL, Value, agreed

_TOKENS = Pattern(STEP + r"|[^.()\[\]<>{}^:]+")
_MAX_DEPTH = 12  # re-exports and results followed from one question
_MODULE = Value(LOCAL)
_READ = frozenset({"property", "cached property"})  # without a call
_CONTAINERS = ("builtins.", "typing.", "collections.")


class Resolved(NamedTuple):
    """Where a path leads: a definition in a module of the project, or a library value."""

    file: str  # empty for a library
    value: Value
    home: str = ""  # of a library's container: the file whose names its arguments are
    alias: bool = False  # the name of a type was found: SessionDep = Annotated[Session, …]


class Linker:
    """Answers for the modules of a project."""

    def __init__(
        self,
        libraries: Libraries,
        layout: Layout,
        summary: Callable[[str], ModuleSummary],
        trace: Trace,
    ) -> None:
        self._libraries = libraries
        self._outside = LibraryValues(libraries)
        self._layout = layout
        self._summary = summary
        self._trace = trace
        self._answers: dict[tuple[str, Value], tuple[Resolved | None, Node | None]] = {}
        self._lines = Lineage(self._bases, trace)
        self._busy: set[tuple[str, Value]] = set()
        self._cut = False  # whether a guard fired since the last question from outside

    # -- questions ---------------------------------------------------------------------------

    def resolve(self, value: Value, file: str) -> Resolved | None:
        """What a value, as `file` names it, stands for in the end; None when that is unknown."""
        self._cut = False
        return self._resolve(value, file, 0)

    def function(self, where: Resolved) -> FunctionSummary | None:
        """The function of the project that was found, if it is one."""
        if not where.file or where.value.instance:
            return None
        return self._summary(where.file).functions.get(where.value.path)

    def cls(self, where: Resolved) -> ClassSummary | None:
        """The class of the project that was found, or that the found object belongs to."""
        return self._summary(where.file).classes.get(where.value.path) if where.file else None

    def choices(self, where: Resolved) -> list[Resolved]:
        """The definitions of the project that a table of functions, or a condition, offers."""
        given = self._summary(where.file).choices.get(where.value.path, ()) if where.file else ()
        return [each for value in given if (each := self.resolve(value, where.file)) is not None]

    def member(self, owner: Resolved, name: str) -> Resolved | None:
        """The attribute `name` of something that was found; of a property, what it gives."""
        return self._step(owner, name, 0)

    def method(self, owner: Resolved, name: str) -> Resolved | None:
        """The function that a class of the project, or a base of it, defines under a name."""
        for current in self._lineage(owner):
            function = self._own_function(current, name)
            if function is not None:
                return Resolved(current.file, Value(function.path))
        return None

    def ancestors(self, where: Resolved) -> list[Resolved]:
        """A class and all its bases, as far as they are known, nearest first."""
        return self._lineage(where)

    def is_named(self, file: str, path: str, names: frozenset[str]) -> bool:
        """Whether one of these dotted names leads to a definition, as some module imports it."""
        dotted = path.lstrip(LOCAL)
        return any(f"{module}.{dotted}" in names for module in self._layout.modules(file))

    def property(self, value: Value, file: str) -> Resolved | None:
        """The function behind an attribute that is read, where it is a property of the project."""
        owner, _, name = value.path.rpartition(".")
        where = self.resolve(Value(owner, True), file) if owner else None
        if where is None or not where.file or self.cls(where) is None:
            return None
        found = self.method(where, name)
        function = self.function(found) if found is not None else None
        return found if function is not None and function.kind == "property" else None

    # -- paths -------------------------------------------------------------------------------

    def _resolve(self, value: Value, file: str, depth: int) -> Resolved | None:
        key = (file, value)
        if key in self._answers:
            answer, node = self._answers[key]
            self._trace.lean(node)
            return answer
        if depth > _MAX_DEPTH or key in self._busy:
            self._cut = True
            return None
        self._busy.add(key)
        node = self._trace.begin()
        try:
            found = self._follow(value, file, depth)
            if found is not None and value.instance:
                instance = found.value.instance or self.cls(found) is not None
                found = found._replace(value=found.value._replace(instance=instance), alias=False)
        finally:
            self._trace.end(node)
            self._busy.discard(key)
        # An answer that a guard cut short holds for this question only.
        if found is not None or not self._cut or depth == 0:
            self._answers[key] = (found, node)
        return found

    def _follow(self, value: Value, file: str, depth: int) -> Resolved | None:
        tokens = _TOKENS.findall(value.path)
        current: Resolved | None
        if value.local:
            current = Resolved(file, _MODULE)
        else:
            plain = next((i for i, each in enumerate(tokens) if each[-1] in ENDS), len(tokens))
            dots = len(value.path) - len(value.path.lstrip("."))
            name = "." * dots + ".".join(tokens[:plain])
            found = self._layout.locate(name, file)
            if found is None:
                if dots:
                    return None
                if plain == len(tokens):
                    held = Value(name, value.instance, None, (), value.arguments)
                    return Resolved("", held, file if value.arguments else "")
                current = Resolved("", Value(name))
                tokens = tokens[plain:]
            else:
                module, left = found
                current = Resolved(module, _MODULE)
                tokens = [*left, *tokens[plain:]]
        for token in tokens:
            if current is None:
                return None
            current = self._step(current, token, depth)
        return current

    def _step(self, current: Resolved, token: str, depth: int) -> Resolved | None:
        if current.alias:  # what was found is an object already
            return current._replace(alias=False) if token == CALLED else None
        if not current.file:
            return self._library_step(current, token, depth)
        if token == CALLED:
            return self._called(current, depth)
        if token == ENTERED:
            return self._entered(current, depth)
        if token[-1] == "]":
            return self._item(current, token, depth)
        if token == ABOVE:
            return current._replace(value=Value(current.value.path + ABOVE, True))
        if current.value == _MODULE:
            return self._exported(current.file, token, depth)
        if token[-1] == "}":
            return self._parameter(current, token[1:-1], depth)
        path, here = current.value.path, self._summary(current.file)
        inner = f"{path}.{token}"
        is_function = not current.value.instance and path in here.functions
        if inner in here.classes or (is_function and inner in here.functions):
            return Resolved(current.file, Value(inner))  # within a class, within a function
        return self._class_member(current, token, depth)

    def _library_step(self, current: Resolved, token: str, depth: int) -> Resolved | None:
        value = self._outside.step(current.value, token)
        if value is None:
            return None
        if not current.home:
            return Resolved("", value)
        if value.arguments and value.path.startswith(_CONTAINERS):
            return Resolved("", value, current.home)
        # What a container holds is named as the file does that declares the container.
        return self._resolve(value, current.home, depth + 1)

    # -- modules -----------------------------------------------------------------------------

    def _exported(self, file: str, name: str, depth: int) -> Resolved | None:
        """What a module offers under a name: its own, re-exported, a submodule, by a star."""
        summary = self._summary(file)
        path = LOCAL + name
        if path in summary.classes or path in summary.functions or path in summary.choices:
            return Resolved(file, Value(path))
        for names in (summary.types, summary.variables):
            if name in names:
                value = names[name]
                found = None if value is None else self._resolve(value, file, depth + 1)
                return found and found._replace(alias=found.alias or names is summary.types)
        below = self._layout.submodule(file, name)
        if below is not None:
            return Resolved(below, _MODULE)
        for star in summary.star_imports:
            found = self._resolve(Value(f"{star.rstrip('.')}.{name}" if star.strip(".") else
                                        f"{star}{name}"), file, depth + 1)  # fmt: skip
            if found is not None and found.file:
                return found
        return None

    # -- classes -----------------------------------------------------------------------------

    def _lineage(self, owner: Resolved) -> list[Resolved]:
        """A class and those above it, as Python looks; without itself where `super()` asks."""
        start = owner.value.path.removesuffix(ABOVE)
        before, self._cut = self._cut, False
        line, new = self._lines.of((owner.file, start))
        if self._cut:
            self._lines.forget(new)
        self._cut = self._cut or before
        value = Value("", owner.value.instance)
        found = [Resolved(file, value._replace(path=path)) for file, path in line]
        return found[1:] if start != owner.value.path else found

    def _bases(self, cls: Class) -> list[Class]:
        file, path = cls
        summary = self._summary(file).classes.get(path) if file else None
        found = [
            above
            for base in (summary.bases if summary is not None else ())
            if base and (above := self._resolve(Value(base), file, 1)) is not None
        ]
        return [(each.file, each.value.path) for each in found]

    def _own_function(self, current: Resolved, name: str) -> FunctionSummary | None:
        if not current.file:
            return None
        return self._summary(current.file).functions.get(f"{current.value.path}.{name}")

    def _class_member(self, owner: Resolved, name: str, depth: int) -> Resolved | None:
        """A member of a class or of its object: its own, then those of the classes above."""
        lineage = self._lineage(owner)
        for current in lineage:
            if not current.file:
                if self._libraries.facts(f"{current.value.path}.{name}") is not None:
                    return self._inherited(owner, [current], name)
                continue
            cls = self.cls(current)
            if cls is None:
                return None
            function = self._own_function(current, name)
            if function is not None:
                where = Resolved(current.file, Value(function.path))
                if function.kind in _READ and owner.value.instance:
                    return self._called(where, depth)
                return where
            if name in cls.attributes:
                value = cls.attributes[name]
                return None if value is None else self._resolve(value, current.file, depth + 1)
        return self._inherited(owner, lineage, name)

    def _inherited(self, owner: Resolved, lineage: list[Resolved], name: str) -> Resolved | None:
        """A member that no class of the project defines, and so the one library above them has."""
        above = [each for each in lineage if not each.file and each.value.path not in PLAIN]
        if len(above) != 1 or name.startswith("__"):
            return None
        own_objects = (Value(owner.value.path, True),)
        value = self._outside.member(above[0].value._replace(arguments=own_objects), name)
        return None if value is None else Resolved("", value, owner.file)

    # -- functions ---------------------------------------------------------------------------

    def _called(self, current: Resolved, depth: int) -> Resolved | None:
        if self.cls(current) is not None:
            if not current.value.instance:
                return current._replace(value=current.value._replace(instance=True))
            method = self._class_member(current, "__call__", depth)
            return None if method is None else self._step(method, CALLED, depth + 1)
        given = self._summary(current.file).choices.get(current.value.path)
        if given is not None:
            return self._agreed(given, current.file, depth)
        function = self.function(current)
        if function is None:
            return None
        if function.is_generator:
            return Resolved(current.file, Value(function.path + CALLED, True))
        if function.returns is None or not self._keeps_result(function, current.file, depth):
            return None
        return self._resolve(function.returns, current.file, depth + 1)

    def _agreed(self, given: tuple[Value, ...], file: str, depth: int) -> Resolved | None:
        """What all of several functions give."""
        results = [self._resolve(v._replace(path=v.path + CALLED), file, depth + 1) for v in given]
        first = results[0]
        if first is None or any(each is None or each.file != first.file for each in results):
            return None
        value = agreed([each.value for each in results if each is not None])
        return None if value is None else first._replace(value=value)

    def _keeps_result(self, function: FunctionSummary, file: str, depth: int) -> bool:
        """Whether the decorators of a function hand out what it returns."""
        found = (self._wrapper(each, file, depth + 1) for each in function.decorators)
        return all(each is not None and each.keeps_result for each in found)

    def wrapper(self, decorator: Decorator, file: str) -> Wrapper | None:
        """What a decorator puts in the place of a function; None when that is unknown."""
        self._cut = False
        return self._wrapper(decorator, file, 0)

    def _wrapper(self, decorator: Decorator, file: str, depth: int) -> Wrapper | None:
        if decorator.callee is None:
            return None
        where = self._resolve(decorator.callee, file, depth + 1)
        function = self.function(where) if where is not None else None
        if where is None or function is None:
            return None
        return wrapper(decorator, function, where.file, self._summary(where.file).functions)

    def _entered(self, current: Resolved, depth: int) -> Resolved | None:
        generator = self._generator(current)
        if generator is not None:
            if generator.yields is None:
                return None
            return self._resolve(generator.yields, current.file, depth + 1)
        for method in ("__enter__", "__aenter__"):
            found = self._class_member(current, method, depth)
            if found is not None and found.file:
                result = self._called(found, depth)
                if result is not None:
                    return result
        return current

    def _generator(self, where: Resolved) -> FunctionSummary | None:
        """The function of the project whose generator was found."""
        path = where.value.path
        if not path.endswith(CALLED):
            return None
        return self._summary(where.file).functions.get(path.removesuffix(CALLED))

    def _item(self, current: Resolved, token: str, depth: int) -> Resolved | None:
        """What going over an object of the project gives, or a subscript of it."""
        generator = self._generator(current)
        if generator is not None:
            if token != ITEM or generator.yields is None:
                return None
            return self._resolve(generator.yields, current.file, depth + 1)
        if token not in (ITEM, SUBSCRIBED) or not current.value.instance:
            return None
        if depth > _MAX_DEPTH:  # an iterator gives itself: `return self`
            return None
        for name in ("__iter__", "__aiter__") if token == ITEM else ("__getitem__",):
            found = self._class_member(current, name, depth)
            result = None if found is None else self._step(found, CALLED, depth + 1)
            if result is not None:
                return self._step(result, ITEM, depth + 1) if token == ITEM else result
        return None

    def _parameter(self, where: Resolved, name: str, depth: int) -> Resolved | None:
        """What a parameter of a lambda gets from the function that the lambda is handed to."""
        function = self.function(where)
        if function is None or function.given_to is None:
            return None
        taker = self._resolve(function.given_to[0], where.file, depth + 1)
        called = self.function(taker) if taker is not None else None
        if taker is None or called is None:
            return None
        value = passed_to(function, name, called)
        return None if value is None else self._resolve(value, taker.file, depth + 1)
