"""The order in which Python looks for a member: a class, then those above it (C3)."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from typing import TypeVar

MOST = 40  # classes looked at from one; nobody inherits further, and generated code might
PLAIN = frozenset(  # bases that define nothing that anybody would call
    "builtins.object abc.ABC enum.Enum typing.Generic typing.Protocol typing_extensions.Protocol"
    " typing.NamedTuple typing.TypedDict typing_extensions.TypedDict builtins.Exception".split()
)

_Class = TypeVar("_Class")


def merged(lines: Sequence[list[_Class]]) -> list[_Class]:
    """Python's own order: each class before those above it, bases as they stand.

    Where there is no such order, the first that is left goes on.
    """
    found: list[_Class] = []
    left = [list(line) for line in lines if line]
    while left and len(found) < MOST:
        heads = [line[0] for line in left]
        later = {each for line in left for each in line[1:]}
        chosen = next((each for each in heads if each not in later), heads[0])
        found.append(chosen)
        left = [rest for line in left if (rest := [each for each in line if each != chosen])]
    return found


def settle(
    cls: _Class,
    bases: Callable[[_Class], Sequence[_Class]],
    known: Container[_Class],
    line: Callable[[_Class], object],
) -> set[_Class]:
    """Have the `line` of a class made, and those of all above it before, in a loop.

    Gives the classes that were not `known` before.
    """
    waiting = [cls]
    entered: set[_Class] = set()
    while waiting:
        current = waiting[-1]
        if current not in known and current not in entered:
            entered.add(current)
            waiting.extend(bases(current))
            continue
        line(waiting.pop())
    return entered


class Lines:
    """The lines of classes by name."""

    def __init__(self, bases: Callable[[str], list[str]]) -> None:
        """`bases` gives the names of the classes that a class names."""
        self._bases = bases
        self._known: dict[str, tuple[str, ...]] = {}

    def of(self, cls: str) -> tuple[str, ...]:
        """A class and those above it."""
        settle(cls, self._bases, self._known, self._settle)
        return self._known[cls]

    def _settle(self, cls: str) -> None:
        if cls not in self._known:
            self._known[cls] = self._line(cls)

    def _line(self, cls: str) -> tuple[str, ...]:
        bases = self._bases(cls)
        # A class that is above itself, which Python refuses, has no line yet.
        lines = [list(self._known.get(base, (base,))) for base in bases]
        return (cls, *merged([*lines, bases]))[:MOST]
