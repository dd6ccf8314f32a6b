"""What functions return, as far as their `return` statements say."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aiguard_flake8.file import File
    from aiguard_flake8.tree import Function


class Returns:
    """Answers for one file."""

    def __init__(self, file: File) -> None:
        self._tree = file.tree

    def gives_value(self, function: Function | None) -> bool:
        """Whether some path of a function returns a value other than None."""
        return function in self._giving

    def answers_success(self, function: Function) -> bool:
        """Whether a function returns True or False and nothing else."""
        return function in self._giving and function not in self._giving_more

    @cached_property
    def _giving(self) -> frozenset[Function | None]:
        return frozenset(
            self._tree.function(node)
            for node in self._tree.of(ast.Return)
            if node.value is not None
            and not (isinstance(node.value, ast.Constant) and node.value.value is None)
        )

    @cached_property
    def _giving_more(self) -> frozenset[Function | None]:
        """Functions that return something else than a literal True or False."""
        return frozenset(
            self._tree.function(node)
            for node in self._tree.of(ast.Return)
            if not (isinstance(node.value, ast.Constant) and isinstance(node.value.value, bool))
        )
