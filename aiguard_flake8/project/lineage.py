"""The order in which Python looks for a member: a class, then those above it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from aiguard_flake8.project.trace import Node, Trace

Class = tuple[str, str]  # file, empty for a library, and path
MOST = 40  # classes looked at from one; nobody inherits further, and generated code might


class Lineage:
    """Answers for one run. Classes above classes are followed in a loop, whatever their number."""

    def __init__(self, bases: Callable[[Class], list[Class]], trace: Trace) -> None:
        """`bases` gives the classes that a class names, as far as they are known."""
        self._bases = bases
        self._trace = trace
        self._known: dict[Class, tuple[tuple[Class, ...], Node | None]] = {}

    def of(self, cls: Class) -> tuple[tuple[Class, ...], set[Class]]:
        """The line, the class itself first, and the classes that were not asked about before."""
        waiting = [cls]
        entered: set[Class] = set()
        while waiting:
            current = waiting[-1]
            if current not in self._known and current not in entered:
                entered.add(current)
                waiting.extend(self._bases(current))
                continue
            waiting.pop()
            self._trace.remember(self._known, current, partial(self._line, current))
        found = self._trace.remember(self._known, cls, partial(self._line, cls))
        return found, entered

    def forget(self, classes: set[Class]) -> None:
        """Ask again next time: something was not to be told when these were asked about."""
        for each in classes:
            self._known.pop(each, None)

    def _line(self, cls: Class) -> tuple[Class, ...]:
        bases = self._bases(cls)
        lines = []
        for base in bases:
            # A class that is above itself, which Python refuses, has no line yet.
            line, node = self._known.get(base, ((base,), None))
            self._trace.lean(node)
            lines.append(list(line))
        return (cls, *merged([*lines, bases]))[:MOST]


def merged(lines: Sequence[list[Class]]) -> list[Class]:
    """Python's own order (C3): each class before those above it, bases as they stand.

    Where there is no such order, the first that is left goes on.
    """
    found: list[Class] = []
    left = [list(line) for line in lines if line]
    while left and len(found) < MOST:
        heads = [line[0] for line in left]
        later = {each for line in left for each in line[1:]}
        chosen = next((each for each in heads if each not in later), heads[0])
        found.append(chosen)
        left = [rest for line in left if (rest := [each for each in line if each != chosen])]
    return found
