"""The order in which Python looks for a member: a class, then those above it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from aiguard_flake8.mro import MOST, merged, settle
from aiguard_flake8.project.trace import Node, Trace

Class = tuple[str, str]  # file, empty for a library, and path


class Lineage:
    """Answers for one run."""

    def __init__(self, bases: Callable[[Class], list[Class]], trace: Trace) -> None:
        """`bases` gives the classes that a class names, as far as they are known."""
        self._bases = bases
        self._trace = trace
        self._known: dict[Class, tuple[tuple[Class, ...], Node | None]] = {}

    def of(self, cls: Class) -> tuple[tuple[Class, ...], set[Class]]:
        """The line, the class itself first, and the classes that were not asked about before."""
        entered = settle(cls, self._bases, self._known, self._settled)
        return self._settled(cls), entered

    def _settled(self, cls: Class) -> tuple[Class, ...]:
        return self._trace.remember(self._known, cls, partial(self._line, cls))

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
