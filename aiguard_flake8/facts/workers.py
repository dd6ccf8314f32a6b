"""What runs until the process is stopped: endless loops, and what they lead to."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING

from aiguard_flake8.tree import FUNCTIONS, nodes_within

if TYPE_CHECKING:
    from aiguard_flake8.file import File


class Workers:
    """Answers for one file."""

    def __init__(self, file: File) -> None:
        self._file = file

    def leads_to(self, node: ast.AST) -> bool:
        """Whether an endless loop, or a function that holds one, leads to a node in this file."""
        if not self._loops:
            return False
        waiting, seen = [node], set()
        while waiting:
            current = waiting.pop()
            if any(each in self._loops for each in self._file.tree.ancestors(current)):
                return True
            function = self._file.tree.function(current)
            if function is None or function in seen:
                continue
            seen.add(function)
            if function in self._functions:
                return True
            waiting.extend(self._file.roles.references(function))
        return False

    def ends_process(self, node: ast.AST) -> bool:
        """Whether the process ends when a node fails: somebody started it and reads why."""
        for ancestor in self._file.tree.ancestors(node):
            if isinstance(ancestor, FUNCTIONS):
                return False
            if isinstance(ancestor, ast.Try):
                bodies = [handler.body for handler in ancestor.handlers]
                if any(self._is_exit(each) for body in bodies for each in nodes_within(*body)):
                    return True
        return False

    @cached_property
    def _loops(self) -> frozenset[ast.AST]:
        """Loops that go on until the process is stopped, not until something is found."""
        return frozenset(
            loop
            for loop in self._file.tree.of(ast.While)
            if isinstance(loop.test, ast.Constant) and loop.test.value and not self._ends(loop)
        )

    @cached_property
    def _functions(self) -> frozenset[ast.AST | None]:
        """Functions that hold an endless loop."""
        return frozenset(self._file.tree.function(loop) for loop in self._loops)

    def _ends(self, loop: ast.While) -> bool:
        """Whether a loop returns or ends the process, other than for a failure."""
        waiting: list[ast.AST] = list(loop.body)
        while waiting:
            node = waiting.pop()
            if isinstance(node, ast.Return) or self._is_exit(node):
                return True
            if not isinstance(node, (*FUNCTIONS, ast.Lambda, ast.ExceptHandler)):
                waiting.extend(ast.iter_child_nodes(node))
        return False

    def _is_exit(self, node: ast.AST) -> bool:
        call = self._file.call(node) if isinstance(node, ast.Call) else None
        return call is not None and "exit" in call.facts.traits
