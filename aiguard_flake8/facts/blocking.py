"""Which calls of a coroutine block the event loop that runs it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from aiguard_flake8.effects import Effect
from aiguard_flake8.patterns import Pattern
from aiguard_flake8.project.sites import is_idle
from aiguard_flake8.witness import Witness

if TYPE_CHECKING:
    from aiguard_flake8.file import File

_DATABASE = frozenset({"read", "write", "commit", "rollback"})
_LONGEST = 5  # links of a chain that convinces
_ENDS_PROCESS = Pattern(r"(^|[._])(reboot|restart|terminate_process|re_?exec)\b", re.IGNORECASE)


class Blocking:
    """Answers for one file."""

    def __init__(self, file: File) -> None:
        self._file = file

    def calls(
        self, function: ast.AsyncFunctionDef, kinds: frozenset[str]
    ) -> Iterator[tuple[ast.Call, str, str, str, Witness]]:
        """Call, kind of effect, the way there, what makes two calls the same to a reader.

        Last the way once more, step by step.
        """
        for node in self._file.tree.own(function, ast.Call):
            if isinstance(self._file.tree.parent(node), ast.Await) or is_idle(self._file, node):
                continue
            found = self._first(node, kinds)
            if found is None or self._file.tree.is_deferred(node) or self._is_awaited(node):
                continue
            effect, witness = found
            way = self._file.reach.shown(witness)
            database = effect.kind in _DATABASE and len(witness.chain) == 1
            first = "database" if database else witness.chain[0]
            yield node, effect.kind, way, first, witness

    def is_entered(self, function: ast.AsyncFunctionDef) -> bool:
        """Whether a function is the body of a context manager: when it runs, others decide."""
        for decorator in function.decorator_list:
            facts = self._file.libraries.facts(self._file.names.path(decorator))
            if facts is not None and "context-manager" in facts.traits:
                return True
        return False

    def _first(self, node: ast.Call, kinds: frozenset[str]) -> tuple[Effect, Witness] | None:
        """The blocking effect with the shortest way."""
        best: tuple[Effect, Witness] | None = None
        for effect, witness in self._file.reach.effects(node).items():
            if not effect.blocks or effect.kind not in kinds or len(witness.chain) > _LONGEST:
                continue
            if any(map(_ENDS_PROCESS.search, witness.chain)):
                continue
            if best is None or (len(witness.chain), effect) < (len(best[1].chain), best[0]):
                best = effect, witness
        return best

    def _is_awaited(self, node: ast.Call) -> bool:
        """A result that is awaited comes from something that does not block, whatever we think."""
        return any(use.awaited for use in self._file.flow.uses(node))
