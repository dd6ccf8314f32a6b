"""Which calls of a round ask for its item."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from aiguard_flake8.facts.item_loops import derived
from aiguard_flake8.tree import ItemLoop, reads_now

if TYPE_CHECKING:
    from aiguard_flake8.file import File
    from aiguard_flake8.values import Value


class AskedItems:
    """Answers for one file."""

    def __init__(self, file: File) -> None:
        self._file = file
        self._names: dict[ast.AST, frozenset[str]] = {}

    def names(self, loop: ItemLoop) -> frozenset[str]:
        """The variables that hold the item of a round, or what is made of it."""
        if loop not in self._names:
            self._names[loop] = derived(loop, self._file.item_loops.targets(loop))
        return self._names[loop]

    def loop_of(self, node: ast.AST) -> ItemLoop | None:
        """The innermost loop over items that a node depends on, or else just the innermost."""
        over_items = self._file.item_loops.goes_over_items
        loops = [each for each in self._file.item_loops.around(node) if over_items(each)]
        depends = (each for each in loops if reads_now(node, self.names(each)))
        return next(depends, loops[0] if loops else None)

    def asked_for(self, node: ast.expr, loop: ItemLoop) -> bool:
        """Whether what a node asks for depends on the item of a round."""
        names = self.names(loop)
        if not reads_now(node, names) or self.loop_of(node) is not loop:
            return False
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if not _is_given(node, names):
                return self._asks_through_receiver(node, names)
        return True

    def _asks_through_receiver(self, node: ast.Call, names: frozenset[str]) -> bool:
        """A query that was built for the item, or a method of a row; no list of services."""
        current: ast.expr = node.func
        while isinstance(current, ast.Attribute | ast.Call | ast.Subscript | ast.Await):
            if isinstance(current, ast.Call):
                if _is_given(current, names):
                    return True
                current = current.func
            else:
                current = current.value
        if not isinstance(current, ast.Name):
            return False
        receiver = self._file.names.value(current)
        if receiver is None or self._file.libraries.knows(receiver.path):
            return True
        return self._is_model(receiver)

    def _is_model(self, value: Value) -> bool:
        linker = self._file.linker
        where = linker.resolve(value, self._file.path)
        for above in linker.ancestors(where) if where is not None else ():
            facts = None if above.file else self._file.libraries.facts(above.value.path)
            if facts is not None and "model" in facts.traits:
                return True
        return False


def _is_given(call: ast.Call, names: frozenset[str]) -> bool:
    """Whether one of some variables is among the arguments of a call."""
    given = [*call.args, *(each.value for each in call.keywords)]
    return any(reads_now(each, names) for each in given)
