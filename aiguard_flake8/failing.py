"""Layer 5, beside effects: what a call raises, whether it may give None, what made its result.

As for effects, a function is asked for its answer within a number of steps and remembers it for
each number: the shortest way is found first, recursion ends by itself, the work is linear.
"""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from typing import NamedTuple

from aiguard_flake8.effects import STEPS, EffectLayer, label_of, through
from aiguard_flake8.facts.catching import EVERYTHING
from aiguard_flake8.library import Libraries
from aiguard_flake8.project.handed import left_out, that_matter
from aiguard_flake8.project.link import Linker, Resolved
from aiguard_flake8.project.summary import CACHED, FunctionSummary, Site
from aiguard_flake8.project.trace import Node, Trace
from aiguard_flake8.values import LOCAL, Value
from aiguard_flake8.witness import Witness

_EXCEPTION = "builtins.Exception"
_Name = tuple[str, str]  # file, empty for a library, and path
_Question = tuple[str, str, int]  # file, function and steps
_Called = tuple[str, str, int, frozenset[str]]  # the same, without these parameters


class Failure(NamedTuple):
    """An exception that a call may raise."""

    name: str  # its class: "fastapi.HTTPException", ":OrderNotFound"
    file: str  # where that is defined; empty for a library
    status: int | None  # of the HTTP response that it becomes, where that is known


Failures = dict[Failure, Witness]
_NONE: Failures = {}


class FailureLayer:
    """Answers for one run; what it finds depends on the files alone."""

    def __init__(
        self, linker: Linker, libraries: Libraries, effects: EffectLayer, trace: Trace
    ) -> None:
        self._linker = linker
        self._libraries = libraries
        self._effects = effects
        self._trace = trace
        self._raised: dict[_Called, tuple[Failures, Node | None]] = {}
        self._empty: dict[_Question, tuple[Witness | None, Node | None]] = {}
        self._above: dict[_Name, tuple[frozenset[_Name], Node | None]] = {}

    # -- what is raised ----------------------------------------------------------------------

    def of_site(
        self, site: Site, file: str, steps: int = STEPS, without: frozenset[str] = frozenset()
    ) -> Failures:
        """What a call in `file` raises, and the function around it does not catch.

        That one is called `without` some of its parameters.
        """
        where = self._effects.target(site, file)
        found: Failures = {}
        for home, called in self._functions(where, site):
            lacks = left_out(called, site, without)
            for failure, witness in self.of_function(home, called, steps - 1, lacks).items():
                if self._is_caught(failure, site.catches, file):
                    continue
                longer = through(called, home, site.line, witness)
                if failure not in found or len(longer.chain) < len(found[failure].chain):
                    found[failure] = longer
        return found

    def of_function(
        self,
        file: str,
        function: FunctionSummary,
        steps: int = STEPS,
        without: frozenset[str] = frozenset(),
    ) -> Failures:
        """What a function raises when it is called without some of its parameters."""
        if steps == 0 or function.kind == "abstract":
            return _NONE
        without = that_matter(without, function)
        key = (file, function.path, steps, without)
        return self._trace.remember(
            self._raised, key, lambda: self._all(file, function, steps, without)
        )

    def _all(
        self, file: str, function: FunctionSummary, steps: int, without: frozenset[str]
    ) -> Failures:
        found = dict(self._own(file, function, without))
        for site in function.inside.sites:
            if not without.isdisjoint(site.needs):
                continue
            for failure, witness in self.of_site(site, file, steps, without).items():
                if failure not in found or len(witness.chain) < len(found[failure].chain):
                    found[failure] = witness
        return found

    def is_a(self, failure: Failure, name: str) -> bool:
        """Whether an exception is of a library's class, itself or through its bases."""
        wanted = ("", self._libraries.canonical(name))
        return wanted in self._bases((failure.file, failure.name))

    def is_http(self, failure: Failure) -> bool:
        """Whether the exception ends a request with an HTTP status."""
        if self._is_call(failure):
            return True
        for file, name in self._bases((failure.file, failure.name)):
            facts = None if file else self._libraries.facts(name)
            if facts is not None and facts.http_error:
                return True
        return False

    def _is_call(self, failure: Failure) -> bool:
        """Whether it is known by the call alone that raises it: `abort(404)`, `get_or_404(…)`."""
        facts = None if failure.file else self._libraries.facts(failure.name)
        if facts is None:
            return not failure.file and failure.status is not None
        return facts.http_error and facts.kind == "call"

    def _own(
        self, file: str, function: FunctionSummary, without: frozenset[str]
    ) -> Iterator[tuple[Failure, Witness]]:
        for each in function.inside.raises:
            if not without.isdisjoint(each.needs):
                continue
            where = self._linker.resolve(Value(each.path), file)
            if where is None:
                continue
            failure = Failure(where.value.path, where.file, each.status)
            if not self._is_caught(failure, each.catches, file):
                label = label_of(where.value.path.lstrip(LOCAL))
                yield failure, Witness((label,), ("",), (each.line,))

    def _is_caught(self, failure: Failure, catches: tuple[str, ...], file: str) -> bool:
        if EVERYTHING in catches:
            return True
        bases = self._bases((failure.file, failure.name)) if catches else frozenset()
        by_call = self._is_call(failure)
        for path in catches:
            where = self._linker.resolve(Value(path), file)
            if where is None:
                continue
            if (where.file, where.value.path) in bases:
                return True
            if by_call and self.is_http(Failure(where.value.path, where.file, None)):
                return True
        return False

    def _bases(self, name: _Name) -> frozenset[_Name]:
        """An exception's class and those above it; what is not known is an Exception."""
        return self._trace.remember(self._above, name, lambda: frozenset(self._lineage(*name)))

    def _lineage(self, file: str, path: str) -> Iterator[_Name]:
        for each in self._linker.ancestors(Resolved(file, Value(path))):
            yield each.file, each.value.path
            if not each.file:
                yield from (("", base) for base in self._libraries.ancestors(each.value.path))
                yield from (("", base) for base in _builtin_bases(each.value.path))

    # -- None --------------------------------------------------------------------------------

    def may_be_none(self, site: Site, file: str, steps: int = STEPS) -> Witness | None:
        """The shortest way to the function whose None a call may give; None when it gives none."""
        where = self._effects.target(site, file)
        return None if where is None else self._none(where, site.line, steps)

    def _none(self, where: Resolved, line: int, steps: int) -> Witness | None:
        if not where.file:
            facts = self._libraries.facts(where.value.called)
            known = facts is not None and facts.may_be_none
            return Witness((label_of(where.value.path),), ("",), (line,)) if known else None
        if self._linker.cls(where) is not None and not where.value.instance:
            return None
        best: Witness | None = None
        named = self._linker.function(where)
        # What a protocol declares holds for all that implement it.
        declared = [(where.file, named)] if named is not None and named.inside.may_be_none else []
        for home, called in declared or self._effects.functions(where):
            found = self._none_of(home, called, line, steps)
            if found is not None and (best is None or len(found.chain) < len(best.chain)):
                best = found
        return best

    def _none_of(
        self, file: str, function: FunctionSummary, line: int, steps: int
    ) -> Witness | None:
        if steps == 0 or function.is_generator:
            return None
        name = function.path.lstrip(LOCAL)
        if function.inside.may_be_none:
            return Witness((name,), (file,), (line,))
        key = (file, function.path, steps)
        inner = self._trace.remember(self._empty, key, lambda: self._passed(file, function, steps))
        return None if inner is None else through(function, file, line, inner)

    def _passed(self, file: str, function: FunctionSummary, steps: int) -> Witness | None:
        """The way to None through what a function returns as it is."""
        best: Witness | None = None
        for callee in function.inside.passes_on:
            where = self._linker.resolve(callee, file)
            found = None if where is None else self._none(where, function.line, steps - 1)
            if found is not None and (best is None or len(found.chain) < len(best.chain)):
                best = found
        return best

    # -- results -----------------------------------------------------------------------------

    def maker(self, site: Site, file: str, steps: int = STEPS) -> tuple[Resolved, Witness] | None:
        """What makes the object that a call gives, each time anew, with the way there.

        For a library's factory or class the call itself; for a function of the project what it
        calls to make its result: `make_client -> httpx.Client`.
        """
        where = self._effects.target(site, file)
        names: list[str] = []
        files: list[str] = []
        lines: list[int] = []
        line = site.line
        for _ in range(steps):
            if where is None:
                return None
            function = self._linker.function(where)
            if function is None:
                label = label_of(where.value.path.lstrip(LOCAL))
                return where, Witness((*names, label), (*files, ""), (*lines, line))
            if function.kind in CACHED or len(found := self._makers(function)) != 1:
                return None
            names.append(function.path.lstrip(LOCAL))
            files.append(where.file)
            lines.append(line)
            line = function.line
            where = self._linker.resolve(found[0], where.file)
        return None

    def _makers(self, function: FunctionSummary) -> tuple[Value, ...]:
        return (
            (function.inside.made,)
            if function.inside.made is not None
            else function.inside.passes_on
        )

    def _functions(
        self, where: Resolved | None, site: Site
    ) -> Iterator[tuple[str, FunctionSummary]]:
        """The functions that a site runs, here and now."""
        for home, called in self._effects.functions(where) if where is not None else ():
            if called.is_generator and called.kind != "context":
                continue  # it raises when somebody goes over it
            if site.awaited or not self._effects.is_async(home, called):
                yield home, called


def _builtin_bases(path: str) -> Iterator[str]:
    """The classes above a built-in exception; whatever a library raises is an Exception."""
    name = path.removeprefix("builtins.")
    found = getattr(builtins, name, None) if name != path else None
    if isinstance(found, type):
        yield from (f"builtins.{each.__name__}" for each in found.__mro__)
    else:
        yield from (_EXCEPTION, EVERYTHING)
