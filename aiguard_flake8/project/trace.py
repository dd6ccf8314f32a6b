"""Which questions about the disk an answer rests on.

Whoever looks at the disk on behalf of a rule notes what was asked and what came out, things that
were looked up and not there among them. Whoever remembers an answer for a later question keeps it
with its node, so that the later question rests on the same. A cache of findings asks the questions
again: as long as the answers are the same, so are the findings.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Question = tuple[str, ...]  # what is asked, and its arguments
Answer = str | None  # None: there is nothing
Glance = tuple[str, str, str]  # way in which a folder or file was looked at, path, what was seen

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class Node:
    """What one remembered answer rests on."""

    __slots__ = ("asked", "below")

    def __init__(self) -> None:
        self.asked: set[Question] = set()
        self.below: set[Node] = set()


class Trace:
    """The questions of one run. It is off, and costs next to nothing, until it is switched on."""

    def __init__(self) -> None:
        self.on = False
        self.answers: dict[Question, Answer] = {}
        self.torn = False  # a question was answered twice, differently: files changed meanwhile
        self.glances: list[Glance] = []  # all, whoever they were for
        self._open: list[Node] = []

    def notice(self, way: str, path: str, seen: str = "") -> None:
        """A folder is walked, looked into, or asked for marks of a project; a file is read."""
        if self.on:
            self.glances.append((way, path, seen))

    def note(self, question: Question, answer: Answer) -> None:
        """What is computed now rests on this."""
        if self.on:
            if self.answers.setdefault(question, answer) != answer:
                self.torn = True
            if self._open:
                self._open[-1].asked.add(question)

    def begin(self) -> Node | None:
        """From now on, what is noted belongs to this node."""
        if not self.on:
            return None
        node = Node()
        self._open.append(node)
        return node

    def end(self, node: Node | None) -> None:
        """The node is complete; what surrounds it rests on it."""
        if node is not None:
            self._open.pop()
            self.lean(node)

    def lean(self, node: Node | None) -> None:
        """What is computed now rests on an answer that was remembered with this node."""
        if node is not None and self._open:
            self._open[-1].below.add(node)

    def remember(
        self,
        memory: dict[_Key, tuple[_Value, Node | None]],
        key: _Key,
        make: Callable[[], _Value],
    ) -> _Value:
        """The value of a key: remembered, or made and remembered."""
        found = memory.get(key)
        if found is None:
            node = self.begin()
            try:
                value = make()
            finally:
                self.end(node)
            memory[key] = (value, node)
            return value
        self.lean(found[1])
        return found[0]


def rests_on(node: Node) -> set[Question]:
    """All questions that a node rests on, directly or through others."""
    found: set[Question] = set()
    seen, waiting = {node}, [node]
    while waiting:
        current = waiting.pop()
        found |= current.asked
        new = current.below - seen
        seen |= new
        waiting.extend(new)
    return found
