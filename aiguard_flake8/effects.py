"""Layer 5: what a call does in the end, through the project, and by which path.

Effects travel from the library calls that have them to the functions that lead there. Each function
is asked for its effects within a number of steps, and remembers the answer for each number: so the
shortest path is found first, recursion ends by itself, and the work is linear in the calls.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from aiguard_flake8.facts.shapes import UNCLEAR
from aiguard_flake8.library import Libraries
from aiguard_flake8.project.handed import left_out, parameter_named, that_matter
from aiguard_flake8.project.implementers import Implementers
from aiguard_flake8.project.link import Linker, Resolved
from aiguard_flake8.project.sites import CALLS_BACK
from aiguard_flake8.project.summary import CACHED, Decorator, FunctionSummary, Site
from aiguard_flake8.project.trace import Node, Trace
from aiguard_flake8.values import Value
from aiguard_flake8.witness import Witness

STEPS = 6  # calls followed from the one that is asked about; longer chains convince nobody
_HANDED_ON = 3  # times that a callback is handed on to be followed
_QUIET = CACHED | {"abstract"}


class Effect(NamedTuple):
    """What happens in the end. Two effects of the same key differ in their chains only."""

    kind: str  # see library.EFFECTS
    blocks: bool  # the calling thread waits for it
    on_error: bool  # only when something failed


Effects = dict[Effect, Witness]
_Asked = tuple[str, str, int, frozenset[str]]  # file, function, steps, what it is called without
_NONE: Effects = {}


class EffectLayer:
    """Answers for one run; what it finds depends on the files alone."""

    def __init__(
        self,
        linker: Linker,
        libraries: Libraries,
        implementers: Implementers,
        trace: Trace,
        vouched: frozenset[str] = frozenset(),
    ) -> None:
        """`vouched`: functions that are taken to do nothing, as `package.module.function`."""
        self._linker = linker
        self._implementers = implementers
        self._libraries = libraries
        self._trace = trace
        self._known: dict[_Asked, tuple[Effects, Node | None]] = {}
        self._vouched = vouched

    def of_site(
        self, site: Site, file: str, steps: int = STEPS, without: frozenset[str] = frozenset()
    ) -> Effects:
        """What a call in `file` does in the end; the function around is called `without` some."""
        found: Effects = {}
        for effect, witness in self._of_site(site, file, steps, without):
            effect = effect._replace(on_error=effect.on_error or site.on_error)
            _keep(found, effect, witness)
        return found

    def target(self, site: Site, file: str) -> Resolved | None:
        """What a call in `file` calls."""
        if site.reads:
            return self._linker.property(site.callee, file)
        return self._linker.resolve(site.callee, file) if site.callee.path else None

    def of_function(
        self,
        file: str,
        function: FunctionSummary,
        steps: int = STEPS,
        without: frozenset[str] = frozenset(),
    ) -> Effects:
        """What a function does in the end, when it is called without some of its parameters."""
        if steps <= 0 or function.silent or function.kind in _QUIET:
            return _NONE
        if self._vouched and self._linker.is_named(file, function.path, self._vouched):
            return _NONE
        without = that_matter(without, function)
        key = (file, function.path, steps, without)
        # Two functions that call each other ask for fewer steps each time, which is another key.
        return self._trace.remember(
            self._known, key, lambda: self._collect(file, function, steps, without)
        )

    def _collect(
        self, file: str, function: FunctionSummary, steps: int, without: frozenset[str]
    ) -> Effects:
        found: Effects = {}
        for effect, witness in self._decorated(file, function, steps, without):
            _keep(found, effect, witness)
        return found

    def functions(self, where: Resolved) -> list[tuple[str, FunctionSummary]]:
        """The functions that run when something that was found is called, each with its file.

        `__init__` for a class; for a stub of an abstract class or a protocol what implements it;
        for a table of functions all of them.
        """
        linker = self._linker
        function = linker.function(where)
        if function is not None:
            if function.kind == "abstract":
                return self._implementers.of(where.file, function)
            return [(where.file, function)]
        if linker.cls(where) is None:
            return [each for one in linker.choices(where) for each in self.functions(one)]
        member = linker.method(where, "__call__" if where.value.instance else "__init__")
        found = linker.function(member) if member is not None else None
        return [] if member is None or found is None else [(member.file, found)]

    def calls_back(self, file: str, function: FunctionSummary, parameter: str, depth: int) -> bool:
        """Whether a function calls what it is given for a parameter, or hands it on to one."""
        if any(each.name == parameter and not each.guarded for each in function.inside.invokes):
            return True
        for site in function.inside.sites if depth else ():
            given = [name for name, value in site.passes if value.path == f"{{{parameter}}}"]
            if not given or site.guarded:
                continue
            where = self.target(site, file)
            for home, called in self.functions(where) if where is not None else ():
                names = [parameter_named(called, name) for name in given]
                if any(self.calls_back(home, called, name, depth - 1) for name in names):
                    return True
        return False

    def is_unknown(self, decorator: Decorator, file: str) -> bool:
        """Whether nobody can say what a decorator makes of a function."""
        return self._linker.wrapper(decorator, file) is None

    def is_async(self, file: str, function: FunctionSummary) -> bool:
        """Whether calling a function gives a coroutine, decorators included."""
        found = function.is_async
        for decorator in reversed(function.decorators):
            wrapper = self._linker.wrapper(decorator, file)
            if wrapper is not None and wrapper.function is not None:
                found = wrapper.function.is_async or (found and wrapper.keeps_result)
        return found

    # -- functions ---------------------------------------------------------------------------

    def _decorated(
        self, file: str, function: FunctionSummary, steps: int, without: frozenset[str]
    ) -> Iterator[tuple[Effect, Witness]]:
        """What a function does, and what its decorators add or keep away."""
        runs = True
        for decorator in reversed(function.decorators):
            wrapper = self._linker.wrapper(decorator, file)
            if wrapper is None or wrapper.function is None:
                continue
            # A wrapper that hands the function to a thread, or asks a cache first.
            runs = runs and wrapper.call is not None and not wrapper.call.guarded
            inner = self.of_function(wrapper.file, wrapper.function, steps - 1)
            for effect, witness in inner.items():
                yield effect, through(wrapper.function, wrapper.file, function.line, witness)
        if not runs:
            return
        for site in function.inside.sites:
            if not site.guarded and without.isdisjoint(site.needs):
                yield from self.of_site(site, file, steps, without).items()

    # -- calls -------------------------------------------------------------------------------

    def _of_site(
        self, site: Site, file: str, steps: int, without: frozenset[str]
    ) -> Iterator[tuple[Effect, Witness]]:
        where = self.target(site, file)
        if where is None:
            yield from _of_shape(site)
        elif not where.file:
            yield from self._of_library(site, where)
            if where.value.path in CALLS_BACK:
                for _, value in site.passes:
                    yield from self._of_callback(value, file, site.line, steps)
        else:
            for home, called in self.functions(where):
                yield from self._of_call(site, home, called, steps, without)
                for name, value in site.passes:
                    if self.calls_back(home, called, parameter_named(called, name), _HANDED_ON):
                        # Where it is called in the function it is handed to is not known.
                        for effect, witness in self._of_callback(value, file, 0, steps - 1):
                            yield effect, through(called, home, site.line, witness)

    def _of_library(self, site: Site, where: Resolved) -> Iterator[tuple[Effect, Witness]]:
        facts = self._libraries.facts(where.value.called)
        if facts is None:
            yield from _of_shape(site)
            return
        if not facts.effect or "in-process" in facts.traits or where.value.path in self._vouched:
            return
        if facts.awaited and not site.awaited:
            return  # a coroutine that nobody waits for here
        kind = facts.effect
        if kind == "read" and site.effect.partition(" ")[0] in ("write", UNCLEAR):
            kind = "write"  # `execute` of something that is no SELECT, as far as can be seen
        # A message to a queue is short; nobody waits for the work.
        effect = Effect(kind, not (facts.awaited or facts.detached), False)
        yield effect, Witness((label_of(where.value.path),), ("",), (site.line,))

    def _of_call(
        self,
        site: Site,
        home: str,
        called: FunctionSummary,
        steps: int,
        without: frozenset[str],
    ) -> Iterator[tuple[Effect, Witness]]:
        if self.is_async(home, called) and not site.awaited and not called.is_generator:
            return
        yield from self._run(home, called, site.line, steps, left_out(called, site, without))

    def _run(
        self,
        home: str,
        called: FunctionSummary,
        line: int,
        steps: int,
        without: frozenset[str] = frozenset(),
    ) -> Iterator[tuple[Effect, Witness]]:
        """What a function does when it is called in a line, and awaited where it must be."""
        is_async = self.is_async(home, called)
        for effect, witness in self.of_function(home, called, steps - 1, without).items():
            # Whoever awaits does not block: the blame stays with the coroutine itself.
            if is_async:
                effect = effect._replace(blocks=False)
            yield effect, through(called, home, line, witness)

    def _of_callback(
        self, value: Value, file: str, line: int, steps: int
    ) -> Iterator[tuple[Effect, Witness]]:
        """What a function does that is handed over in a call."""
        where = self._linker.resolve(value, file)
        for home, called in self.functions(where) if where is not None and where.file else ():
            yield from self._run(home, called, line, steps)


def _keep(found: Effects, effect: Effect, witness: Witness) -> None:
    """Keep the shorter of two ways; of two as long the first, so that no order matters."""
    current = found.get(effect)
    if current is None or len(witness.chain) < len(current.chain):
        found[effect] = witness


def _of_shape(site: Site) -> Iterator[tuple[Effect, Witness]]:
    """What a call does by its shape alone."""
    kind, _, label = site.effect.partition(" ")
    if kind and kind != UNCLEAR:
        yield Effect(kind, not site.awaited, False), Witness((label,), ("",), (site.line,))


def through(function: FunctionSummary, file: str, line: int, witness: Witness) -> Witness:
    """A way that starts one call earlier, with `function`."""
    name = function.path.lstrip(":").removesuffix(".__init__")
    if function.kind == "lambda":
        name = "lambda"
    return Witness((name, *witness.chain), (file, *witness.files), (line, *witness.lines))


def label_of(path: str) -> str:
    """How a chain names a library call: the last two parts, `Session.execute`."""
    *_, owner, name = ("", *path.split("."))
    if name in ("__iter__", "__aiter__"):
        return f"going over the {owner}"
    return f"{owner}.{name}" if owner else name
