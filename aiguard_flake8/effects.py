"""Layer 5: what a call does in the end, through the project, and by which path.

Effects travel from the library calls that have them to the functions that lead there. Each function
is asked for its effects within a number of steps, and remembers the answer for each number: so the
shortest path is found first, recursion ends by itself, and the work is linear in the calls.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from aiguard_flake8.facts.shapes import UNCLEAR
from aiguard_flake8.library import Facts, Libraries
from aiguard_flake8.project.implementers import Implementers
from aiguard_flake8.project.link import Linker, Resolved
from aiguard_flake8.project.summary import FunctionSummary, Site
from aiguard_flake8.project.trace import Node, Trace
from aiguard_flake8.witness import Witness

STEPS = 6  # calls followed from the one that is asked about; longer chains convince nobody
_QUIET = frozenset({"cached", "abstract"})


class Effect(NamedTuple):
    """What happens in the end. Two effects of the same key differ in their chains only."""

    kind: str  # see library.EFFECTS
    blocks: bool  # the calling thread waits for it
    on_error: bool  # only when something failed


Effects = dict[Effect, Witness]
_NONE: Effects = {}


class EffectLayer:
    """Answers for one run; what it finds depends on the files alone."""

    def __init__(
        self, linker: Linker, libraries: Libraries, implementers: Implementers, trace: Trace
    ) -> None:
        self._linker = linker
        self._implementers = implementers
        self._libraries = libraries
        self._trace = trace
        self._known: dict[tuple[str, str, int], tuple[Effects, Node | None]] = {}

    def of_site(self, site: Site, file: str, steps: int = STEPS) -> Effects:
        """What a call in `file` does in the end."""
        found: Effects = {}
        for effect, witness in self._of_site(site, file, steps):
            effect = effect._replace(on_error=effect.on_error or site.on_error)
            current = found.get(effect)
            if current is None or len(witness.chain) < len(current.chain):
                found[effect] = witness
        return found

    def target(self, site: Site, file: str) -> Resolved | None:
        """What a call in `file` calls."""
        return self._linker.resolve(site.callee, file) if site.callee.path else None

    def of_function(self, file: str, function: FunctionSummary, steps: int = STEPS) -> Effects:
        """What a function does in the end, when it is called."""
        if steps == 0 or function.silent or function.kind in _QUIET:
            return _NONE
        key = (file, function.path, steps)
        # Two functions that call each other ask for fewer steps each time, which is another key.
        return self._trace.remember(self._known, key, lambda: self._collect(file, function, steps))

    def _collect(self, file: str, function: FunctionSummary, steps: int) -> Effects:
        found: Effects = {}
        for site in function.sites:
            if site.guarded:
                continue
            for effect, witness in self.of_site(site, file, steps).items():
                current = found.get(effect)
                if current is None or len(witness.chain) < len(current.chain):
                    found[effect] = witness
        return found

    def _of_site(self, site: Site, file: str, steps: int) -> Iterator[tuple[Effect, Witness]]:
        where = self.target(site, file)
        if where is None:
            yield from _of_shape(site)
            return
        if not where.file:
            yield from self._of_library(site, where)
            return
        for home, called in self._called_functions(where):
            yield from self._of_call(site, home, called, steps)
            yield from self._of_callbacks(site, file, home, called, steps)

    def _of_library(self, site: Site, where: Resolved) -> Iterator[tuple[Effect, Witness]]:
        facts = self._facts(where)
        if facts is None:
            yield from _of_shape(site)
            return
        if not facts.effect or "in-process" in facts.traits:
            return
        if facts.awaited and not site.awaited:
            return  # a coroutine that nobody waits for here
        kind = facts.effect
        if kind == "read" and site.effect.partition(" ")[0] in ("write", UNCLEAR):
            kind = "write"  # `execute` of something that is no SELECT, as far as can be seen
        effect = Effect(kind, not facts.awaited, False)
        yield effect, Witness((label_of(where.value.path),), ("",), (site.line,))

    def _facts(self, where: Resolved) -> Facts | None:
        path = where.value.path + ".__call__" if where.value.instance else where.value.path
        return self._libraries.facts(path)

    def _called_functions(self, where: Resolved) -> list[tuple[str, FunctionSummary]]:
        """The functions that run when a definition is called: `__init__` for a class.

        For a stub of an abstract class or a protocol, what implements it.
        """
        linker = self._linker
        function = linker.function(where)
        if function is not None:
            if function.kind == "abstract":
                return self._implementers.of(where.file, function)
            return [(where.file, function)]
        if linker.cls(where) is None:
            return []
        method = "__call__" if where.value.instance else "__init__"
        member = linker.member(where, method)
        found = linker.function(member) if member is not None else None
        return [] if member is None or found is None else [(member.file, found)]

    def _of_call(
        self, site: Site, home: str, called: FunctionSummary, steps: int
    ) -> Iterator[tuple[Effect, Witness]]:
        if called.is_async and not site.awaited and not called.is_generator:
            return
        for effect, witness in self.of_function(home, called, steps - 1).items():
            # Whoever awaits does not block: the blame stays with the coroutine itself.
            if called.is_async:
                effect = effect._replace(blocks=False)
            yield effect, _through(called, home, site.line, witness)

    def _of_callbacks(
        self, site: Site, file: str, home: str, called: FunctionSummary, steps: int
    ) -> Iterator[tuple[Effect, Witness]]:
        """Functions that are handed to a function which calls them."""
        for name, value in site.passes:
            parameter = name
            if name.isdigit():
                index = int(name)
                parameter = called.parameters[index] if index < len(called.parameters) else ""
            if parameter not in called.invokes:
                continue
            where = self._linker.resolve(value, file)
            found = self._called_functions(where) if where is not None and where.file else []
            for inner_home, inner in found:
                for effect, witness in self.of_function(inner_home, inner, steps - 1).items():
                    # Where it is called in the function that it is handed to nobody has noted.
                    through = _through(inner, inner_home, 0, witness)
                    yield effect, _through(called, home, site.line, through)


def _of_shape(site: Site) -> Iterator[tuple[Effect, Witness]]:
    """What a call does by its shape alone."""
    kind, _, label = site.effect.partition(" ")
    if kind and kind != UNCLEAR:
        yield Effect(kind, not site.awaited, False), Witness((label,), ("",), (site.line,))


def _through(function: FunctionSummary, file: str, line: int, witness: Witness) -> Witness:
    name = function.path.lstrip(":").removesuffix(".__init__")
    return Witness((name, *witness.chain), (file, *witness.files), (line, *witness.lines))


def label_of(path: str) -> str:
    """How a chain names a library call: the last two parts, `Session.execute`."""
    *_, owner, name = ("", *path.split("."))
    if name in ("__iter__", "__aiter__"):
        return f"going over the {owner}"
    return f"{owner}.{name}" if owner else name
