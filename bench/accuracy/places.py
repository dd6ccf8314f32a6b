"""Where a report stands, and how it is found again after lines have moved."""

from __future__ import annotations

import ast
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from aiguard_flake8.tree import FUNCTIONS


@dataclass(frozen=True, order=True)
class Placed:
    """A place in a package: line from 1, column from 0.

    The enclosing function and the fingerprint of the line stay when code around it moves.
    """

    code: str
    package: str
    path: str  # relative to where the package was unpacked, with slashes
    line: int
    column: int
    function: str  # `Class.method`, empty at module level
    fingerprint: str
    version: str

    @property
    def identity(self) -> str:
        """A short name for this report of this pinned package, for people to refer to."""
        parts = (self.code, self.package, self.path, self.function, self.fingerprint)
        return _digest("|".join((*parts, str(self.line), str(self.column))), 10)

    @property
    def where(self) -> str:
        """For people: package, path and line."""
        return f"{self.package} {self.version} {self.path}:{self.line}"

    @property
    def _lasting(self) -> tuple[str, ...]:
        return self.code, self.package, self.path, self.function, self.fingerprint


@dataclass(frozen=True, order=True)
class Report(Placed):
    """One report of the linter."""

    message: str


Left = TypeVar("Left", bound=Placed)
Right = TypeVar("Right", bound=Placed)


def paired(left: Iterable[Left], right: Iterable[Right]) -> dict[Left, Right]:
    """Which of `left` is which of `right`, though lines may have moved; each is used once.

    Where a function holds the same line several times, the very same position goes first and
    the rest is paired in order.
    """
    waiting: dict[tuple[str, ...], list[Right]] = defaultdict(list)
    for each in sorted(right):
        waiting[each._lasting].append(each)
    found: dict[Left, Right] = {}
    moved: list[Left] = []
    for item in sorted(left):
        same = [r for r in waiting[item._lasting] if _position(r) == _position(item)]
        if same:
            found[item] = same[0]
            waiting[item._lasting].remove(same[0])
        else:
            moved.append(item)
    for item in moved:
        if waiting[item._lasting]:
            found[item] = waiting[item._lasting].pop(0)
    return found


def fingerprint(line: str) -> str:
    """Eight digits for a source line, whatever its white space."""
    return _digest("".join(line.split()), 8)


def function_at(module: ast.Module, lines: Sequence[int]) -> dict[int, str]:
    """For each line the dotted name of the function or class around it; empty at module level."""
    spans = sorted(_spans(module))
    found = dict.fromkeys(lines, "")
    for first, last, name in spans:  # outer ones come before those within them
        for line in found:
            if first <= line <= last:
                found[line] = name
    return found


def _spans(module: ast.Module) -> Iterable[tuple[int, int, str]]:
    waiting: list[tuple[ast.AST, str]] = [(module, "")]
    while waiting:
        node, around = waiting.pop()
        name = around
        if isinstance(node, (*FUNCTIONS, ast.ClassDef)):
            name = f"{around}.{node.name}".lstrip(".")
            first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
            yield first, node.end_lineno or node.lineno, name
        waiting.extend((child, name) for child in ast.iter_child_nodes(node))


def _position(placed: Placed) -> tuple[int, int]:
    return placed.line, placed.column


def _digest(text: str, length: int) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:length]
