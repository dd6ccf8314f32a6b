"""What the calls of the linted file do in the end, wherever they lead in the project."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from aiguard_flake8.effects import Effects
from aiguard_flake8.project.link import Resolved
from aiguard_flake8.project.summarise import call_site, iteration_site, plain, summarise
from aiguard_flake8.witness import Witness, shown

if TYPE_CHECKING:
    from aiguard_flake8.file import File
    from aiguard_flake8.library import Facts
    from aiguard_flake8.project.summary import FunctionSummary, Site

_NOTHING: Effects = {}


class Reach:
    """Answers for one file."""

    def __init__(self, file: File) -> None:
        self._file = file
        self._project = file.project
        # What is on the screen counts, not what is on the disk.
        self._project.linted(file.path, "".join(file.lines), lambda: summarise(file))
        self._sites: dict[ast.Call, Site | None] = {}

    def site(self, node: ast.Call) -> Site | None:
        """A call as the effects layer sees it."""
        if node not in self._sites:
            self._sites[node] = call_site(self._file, node)
        return self._sites[node]

    def effects(self, node: ast.Call) -> Effects:
        """What a call does in the end, each effect with the shortest way that leads there."""
        site = self.site(node)
        return _NOTHING if site is None else self._project.effects.of_site(site, self._file.path)

    def iteration(self, source: ast.expr) -> Effects:
        """What going over an object does, such as a query that asks when it is read."""
        site = iteration_site(self._file, source)
        return _NOTHING if site is None else self._project.effects.of_site(site, self._file.path)

    def target(self, node: ast.Call) -> Resolved | None:
        """What a call calls: a definition of the project or a library value."""
        callee = plain(self._file.names.value(node.func))
        return None if callee is None else self._project.linker.resolve(callee, self._file.path)

    def function(self, node: ast.Call) -> FunctionSummary | None:
        """The function of the project that a call calls, if it is one."""
        where = self.target(node)
        return None if where is None else self._project.linker.function(where)

    def facts(self, node: ast.Call) -> Facts | None:
        """What a library says of a call whose callee is known through other modules only."""
        where = self.target(node)
        if where is None or where.file:
            return None
        path = where.value.path + ".__call__" if where.value.instance else where.value.path
        return self._file.libraries.facts(path)

    def shown(self, witness: Witness) -> str:
        """A way as messages show it: `load -> OrderRepo.get (repo.py) -> Session.execute`."""
        return shown(witness, self._file.path)
