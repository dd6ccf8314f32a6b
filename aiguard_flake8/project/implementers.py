"""Which methods stand behind a stub of an abstract class or a protocol.

The classes of a project are found by reading its files as text, once, when a stub is first asked
about; only files that may hold an implementation are parsed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

from aiguard_flake8.patterns import Pattern
from aiguard_flake8.project.class_heads import ClassHeads, core, last_word
from aiguard_flake8.project.link import Linker, Resolved
from aiguard_flake8.project.summary import FunctionSummary, ModuleSummary
from aiguard_flake8.project.trace import Node, Trace
from aiguard_flake8.values import LOCAL, Value

_Method = tuple[str, FunctionSummary]  # with its file

_MOST = 3  # more of them, and nobody can say which one runs
_MOST_BASES = 20  # classes above one that are looked at
_DOUBLE = Pattern(r"(?i)_*(fake|mock|stub|dummy|null|noop|in_?memory|test)")


class Implementers:
    """Answers for the projects of one run."""

    def __init__(
        self,
        heads: ClassHeads,
        linker: Linker,
        summary: Callable[[str], ModuleSummary],
        trace: Trace,
    ) -> None:
        self._heads = heads
        self._trace = trace
        self._linker = linker
        self._summary = summary
        self._known: dict[tuple[str, str], tuple[list[_Method], Node | None]] = {}

    def of(self, file: str, stub: FunctionSummary) -> list[_Method]:
        """The methods that a call of a stub runs, each with its file; empty when unknown."""
        key = (file, stub.path)
        return self._trace.remember(self._known, key, lambda: self._few(file, stub))

    def _few(self, file: str, stub: FunctionSummary) -> list[_Method]:
        found = list(dict.fromkeys(self._find(file, stub, self._is_meant)))
        if not found:
            found = list(dict.fromkeys(self._find(file, stub, self._is_alike)))
        return found if len(found) <= _MOST else []

    def _find(
        self, file: str, stub: FunctionSummary, stands_behind: Callable[[Resolved, str, str], bool]
    ) -> Iterator[_Method]:
        owner, _, name = stub.path.rpartition(".")
        if owner not in self._summary(file).classes:
            return
        for candidate in self._heads.candidates(
            os.path.dirname(file), owner.lstrip(LOCAL).rpartition(".")[2]
        ):
            for path in self._summary(candidate).classes:
                where = Resolved(candidate, Value(path))
                if _DOUBLE.match(path.lstrip(LOCAL)):
                    continue
                if not stands_behind(where, file, owner):
                    continue
                member = self._linker.member(where, name)
                method = self._linker.function(member) if member is not None else None
                if member is not None and method is not None and method.kind != "abstract":
                    yield member.file, method

    def _is_meant(self, where: Resolved, file: str, owner: str) -> bool:
        """Whether a class inherits from another, or is called after it and has all its methods."""
        return self._inherits(where, file, owner) or self._fits(where, file, owner)

    def _inherits(self, where: Resolved, file: str, owner: str) -> bool:
        waiting, seen = [where], 0
        while waiting and seen < _MOST_BASES:
            current = waiting.pop(0)
            seen += 1
            cls = self._linker.cls(current)
            for base in cls.bases if cls is not None else ():
                found = self._linker.resolve(Value(base), current.file) if base else None
                if found is None or not found.file:
                    continue
                if found.file == file and found.value.path == owner:
                    return True
                waiting.append(found)
        return False

    def _fits(self, where: Resolved, file: str, owner: str) -> bool:
        """Whether a class has all methods of a protocol and is called after it."""
        if core(owner.lstrip(LOCAL)) not in where.value.path:
            return False
        wanted = self._wanted(where, file, owner)
        return wanted is not None and all(
            self._linker.member(where, each.path.rpartition(".")[2]) is not None for each in wanted
        )

    def _is_alike(self, where: Resolved, file: str, owner: str) -> bool:
        """Whether a class is what a protocol is, a `Gateway`, and has the very same methods."""
        if last_word(core(owner.lstrip(LOCAL))) != last_word(where.value.path):
            return False
        wanted = self._wanted(where, file, owner)
        return bool(wanted) and all(self._matches(where, each, file) for each in wanted or ())

    def _wanted(self, where: Resolved, file: str, owner: str) -> list[FunctionSummary] | None:
        """The methods of a protocol or an abstract class; None where another one is asked."""
        summary = self._summary(file)
        if not summary.classes[owner].abstract or (
            where.file == file and where.value.path == owner
        ):
            return None
        paths = [path for path in summary.functions if path.rpartition(".")[0] == owner]
        return [each for path in paths if (each := summary.functions.get(path)) is not None]

    def _matches(self, where: Resolved, wanted: FunctionSummary, file: str) -> bool:
        """Whether a class has a method that takes and gives the same."""
        found = self._linker.method(where, wanted.path.rpartition(".")[2])
        method = self._linker.function(found) if found is not None else None
        if found is None or method is None or method.kind == "abstract":
            return False
        if method.parameters != wanted.parameters or method.is_async != wanted.is_async:
            return False
        if wanted.returns is None or method.returns is None:
            return wanted.returns is method.returns
        gives = self._linker.resolve(method.returns, found.file)
        return gives is not None and gives == self._linker.resolve(wanted.returns, file)
