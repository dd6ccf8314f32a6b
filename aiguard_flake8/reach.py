"""What the calls of the linted file do in the end, wherever they lead in the project.

A `Witness` is the shortest way to what an answer is about; `Reach.shown` puts it into a message.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from aiguard_flake8.containers import bare
from aiguard_flake8.effects import Effects
from aiguard_flake8.failing import Failure, Failures
from aiguard_flake8.project.link import Resolved
from aiguard_flake8.project.sites import call_site, entering_sites, iteration_site, property_site
from aiguard_flake8.witness import Witness, shown

if TYPE_CHECKING:
    from aiguard_flake8.file import File
    from aiguard_flake8.library import Facts
    from aiguard_flake8.project.summary import FunctionSummary, Site

_NOTHING: Effects = {}
_NO_FAILURES: Failures = {}


class Reach:
    """Answers for one file."""

    def __init__(self, file: File) -> None:
        self._file = file
        self._project = file.project
        # What is on the screen counts, not what is on the disk.
        self._project.linted(file)
        self._sites: dict[ast.Call | ast.Attribute, Site | None] = {}

    # -- what is called ----------------------------------------------------------------------

    def site(self, node: ast.Call | ast.Attribute) -> Site | None:
        """A call, or an attribute that may be a property, as the effects layer sees it."""
        if node not in self._sites:
            make = call_site(self._file, node) if isinstance(node, ast.Call) else None
            if isinstance(node, ast.Attribute):
                make = property_site(self._file, node)
            self._sites[node] = make
        return self._sites[node]

    def target(self, node: ast.Call) -> Resolved | None:
        """What a call calls: a definition of the project or a library value."""
        callee = bare(self._file.names.value(node.func))
        return None if callee is None else self._project.linker.resolve(callee, self._file.path)

    def is_property(self, node: ast.Attribute) -> bool:
        """Whether reading an attribute runs a function of the project."""
        site = self.site(node)
        return site is not None and self._project.effects.target(site, self._file.path) is not None

    def function(self, node: ast.Call) -> FunctionSummary | None:
        """The function of the project that a call calls, if it is one."""
        where = self.target(node)
        return None if where is None else self._project.linker.function(where)

    def functions(self, node: ast.Call) -> list[tuple[str, FunctionSummary]]:
        """The functions of the project that a call runs, each with its file.

        `__init__` for a class, the implementers for a stub, all functions for a table of them.
        """
        where = self.target(node)
        return [] if where is None else self._project.effects.functions(where)

    def facts(self, node: ast.Call) -> Facts | None:
        """What a library says of a call whose callee is known through other modules only."""
        where = self.target(node)
        return None if where is None else self._facts(where)

    def is_coroutine(self, node: ast.Call) -> bool:
        """Whether a call gives a coroutine of the project, which does nothing until awaited."""
        effects = self._project.effects
        where = self.target(node)
        named = where and self._project.linker.function(where)
        if where and named and not effects.is_async(where.file, named):
            return False  # a stub that says otherwise than what implements it
        found = effects.functions(where) if where else []
        return bool(found) and all(
            effects.is_async(home, called)
            and not called.is_generator
            and not any(effects.is_unknown(each, home) for each in called.decorators)
            for home, called in found
        )

    # -- what it does ------------------------------------------------------------------------

    def effects(self, node: ast.Call | ast.Attribute) -> Effects:
        """What a call does in the end, each effect with the shortest way that leads there."""
        site = self.site(node)
        return _NOTHING if site is None else self._project.effects.of_site(site, self._file.path)

    def way(self, node: ast.Call, kinds: frozenset[str]) -> Witness | None:
        """The shortest way from a call to an effect of one of some kinds."""
        found = [way for effect, way in self.effects(node).items() if effect.kind in kinds]
        return min(found, key=lambda way: (len(way.chain), way), default=None)

    def iteration(self, source: ast.expr) -> Effects:
        """What going over an object does, such as a query that asks when it is read."""
        site = iteration_site(self._file, source)
        return _NOTHING if site is None else self._project.effects.of_site(site, self._file.path)

    def entering(self, item: ast.withitem) -> Effects:
        """What entering and leaving an object in a `with` does."""
        found: Effects = {}
        waits = isinstance(self._file.tree.parent(item), ast.AsyncWith)
        for site in entering_sites(self._file, item, waits):
            for effect, way in self._project.effects.of_site(site, self._file.path).items():
                found.setdefault(effect, way)
        return found

    def raises(self, node: ast.Call) -> Failures:
        """The exceptions that a call lets out, each with the shortest way to the `raise`.

        Those of the project's functions only: what a library raises nobody has written down. What
        the linted function catches around the call is left in: ask `uncaught` for the others.
        """
        site = self.site(node)
        if site is None:
            return _NO_FAILURES
        return self._project.failures.of_site(site._replace(catches=()), self._file.path)

    def uncaught(self, node: ast.Call) -> Failures:
        """The same, less what handlers of the same function catch around the call."""
        site = self.site(node)
        return _NO_FAILURES if site is None else self._project.failures.of_site(
            site, self._file.path)  # fmt: skip

    def http_errors(self, node: ast.Call) -> Failures:
        """Of what a call raises: the exceptions that end a request with an HTTP status."""
        found = self.raises(node)
        return {each: way for each, way in found.items() if self._project.failures.is_http(each)}

    def is_http_error(self, cls: ast.expr) -> bool:
        """Whether an expression names an exception that ends a request with an HTTP status."""
        value = bare(self._file.names.value(cls))
        where = value and self._project.linker.resolve(value, self._file.path)
        if where is None:
            return False
        return self._project.failures.is_http(Failure(where.value.path, where.file, None))

    # -- what it gives -----------------------------------------------------------------------

    def may_be_none(self, node: ast.Call) -> Witness | None:
        """The way to the function, or library call, whose None a call may give; else None."""
        site = self.site(node)
        return site and self._project.failures.may_be_none(site, self._file.path)

    def maker(self, node: ast.Call) -> tuple[Facts, Witness] | None:
        """The library call that makes what a call gives, each time anew: through factories."""
        site = self.site(node)
        found = site and self._project.failures.maker(site, self._file.path)
        facts = self._facts(found[0]) if found else None
        return (facts, found[1]) if found and facts is not None else None

    def shown(self, witness: Witness) -> str:
        """A way as messages show it: `load -> OrderRepo.get (repo.py) -> Session.execute`."""
        return shown(witness, self._file.path)

    def _facts(self, where: Resolved) -> Facts | None:
        return None if where.file else self._file.libraries.facts(where.value.called)
