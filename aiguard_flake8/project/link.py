"""Follows the paths of summaries from module to module, to a definition or a library.

Nothing is resolved before somebody asks, and every answer is a function of the files alone: it does
not depend on the order of the questions.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from aiguard_flake8.library import Libraries
from aiguard_flake8.library_values import CALLED, ENTERED, ITEM, LibraryValues
from aiguard_flake8.patterns import Pattern
from aiguard_flake8.project.layout import Layout
from aiguard_flake8.project.summary import ClassSummary, FunctionSummary, ModuleSummary
from aiguard_flake8.project.trace import Node, Trace
from aiguard_flake8.values import LOCAL, Value

_TOKENS = Pattern(r"\(\)|\[\]|<>|[^.()\[\]<>:]+")
_SUFFIXES = frozenset({CALLED, ITEM, ENTERED})
_MAX_DEPTH = 12  # re-exports and results followed from one question
_MODULE = Value(LOCAL)


class Resolved(NamedTuple):
    """Where a path leads: a definition in a module of the project, or a library value."""

    file: str  # empty for a library
    value: Value


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
        self._busy: set[tuple[str, Value]] = set()
        self._cut = False  # whether a guard fired since the last question from outside

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

    def member(self, owner: Resolved, name: str) -> Resolved | None:
        """The attribute `name` of something that was found."""
        return self._step(owner, name, 0)

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
            if found is not None and value.instance and self._is_class(found):
                found = found._replace(value=found.value._replace(instance=True))
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
            plain = len(tokens)
            for index, token in enumerate(tokens):
                if token in _SUFFIXES:
                    plain = index
                    break
            dots = len(value.path) - len(value.path.lstrip("."))
            name = "." * dots + ".".join(tokens[:plain])
            found = self._layout.locate(name, file)
            if found is None:
                if dots:
                    return None
                current = Resolved("", Value(name, value.instance, None, (), value.arguments))
                if plain == len(tokens):
                    return current
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
        if not current.file:
            value = self._library_step(current.value, token)
            return None if value is None else Resolved("", value)
        if token == CALLED:
            return self._called(current, depth)
        if token == ENTERED:
            return self._entered(current, depth)
        if token == ITEM:
            return self._item(current, depth)
        if current.value == _MODULE:
            return self._exported(current.file, token, depth)
        return self._class_member(current, token, depth)

    def _library_step(self, value: Value, token: str) -> Value | None:
        if token == CALLED:
            if value.instance:
                method = self._outside.member(value, "__call__")
                return None if method is None else self._outside.called(method)
            return self._outside.called(value)
        if token == ITEM:
            return value.arguments[-1] if value.arguments else self._outside.item(value)
        if token == ENTERED:
            return self._outside.entered(value)
        return self._outside.member(value, token)

    def _is_class(self, where: Resolved) -> bool:
        return self.cls(where) is not None

    # -- modules -----------------------------------------------------------------------------

    def _exported(self, file: str, name: str, depth: int) -> Resolved | None:
        """What a module offers under a name: its own, re-exported, a submodule, by a star."""
        summary = self._summary(file)
        path = LOCAL + name
        if path in summary.classes or path in summary.functions:
            return Resolved(file, Value(path))
        if name in summary.types:
            value = summary.types[name]
            return None if value is None else self._resolve(value, file, depth + 1)
        if name in summary.variables:
            value = summary.variables[name]
            return None if value is None else self._resolve(value, file, depth + 1)
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

    def _class_member(self, owner: Resolved, name: str, depth: int) -> Resolved | None:
        """A member of a class or of its object: its own, then those of its bases, breadth first."""
        waiting = [owner]
        seen: set[tuple[str, str]] = set()
        while waiting:
            current = waiting.pop(0)
            if (current.file, current.value.path) in seen:
                continue
            seen.add((current.file, current.value.path))
            if not current.file:
                if self._libraries.facts(f"{current.value.path}.{name}") is not None:
                    value = self._outside.member(current.value, name)
                    return None if value is None else Resolved("", value)
                continue
            cls = self.cls(current)
            if cls is None:
                return None
            function = self._summary(current.file).functions.get(f"{cls.path}.{name}")
            if function is not None:
                where = Resolved(current.file, Value(function.path))
                if function.kind == "property" and owner.value.instance:
                    return self._called(where, depth)
                return where
            if name in cls.attributes:
                value = cls.attributes[name]
                return None if value is None else self._resolve(value, current.file, depth + 1)
            for base in cls.bases:
                found = self._resolve(Value(base), current.file, depth + 1) if base else None
                if found is not None:
                    waiting.append(
                        found._replace(value=found.value._replace(instance=owner.value.instance))
                    )
        return None

    def _called(self, current: Resolved, depth: int) -> Resolved | None:
        if self._is_class(current):
            if not current.value.instance:
                return current._replace(value=current.value._replace(instance=True))
            method = self._class_member(current, "__call__", depth)
            return None if method is None else self._step(method, CALLED, depth + 1)
        function = self.function(current)
        if function is None:
            return None
        if function.is_generator:
            return Resolved(current.file, Value(function.path + CALLED, True))
        if function.returns is None:
            return None
        return self._resolve(function.returns, current.file, depth + 1)

    def _entered(self, current: Resolved, depth: int) -> Resolved | None:
        if current.value.path.endswith(CALLED):
            path = current.value.path.removesuffix(CALLED)
            generator = self._summary(current.file).functions[path]
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

    def _item(self, current: Resolved, depth: int) -> Resolved | None:
        if not current.value.arguments:
            return None
        last = current.value.arguments[-1]
        return None if last is None else self._resolve(last, current.file, depth + 1)
