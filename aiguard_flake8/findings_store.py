"""The findings of texts that were checked before, for flake8: one document for each text.

flake8 spreads files over processes that know nothing of each other, so nothing is collected here
and written at the end. A document holds the findings and what they rest on in other modules; they
are taken from it as long as each question that was asked gets the same answer.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import Any

from aiguard_flake8.engine import OWN_FAILURE, Finding
from aiguard_flake8.project.modules import Project
from aiguard_flake8.project.questions import Questions
from aiguard_flake8.project.store import Store, digest_of, key_of
from aiguard_flake8.project.trace import rests_on

_BROKEN = (TypeError, ValueError, KeyError, IndexError, AttributeError)


class FindingsStore:
    """Findings of one configuration."""

    def __init__(self, store: Store, configuration: str, project: Project) -> None:
        """`configuration` stands for all that findings depend on beside the files."""
        self._store = store
        self._configuration = configuration
        self._trace = project.trace
        self._trace.on = True
        self._questions = Questions(Project(project.libraries), _digest)

    def of(
        self, filename: str, lines: Sequence[str], check: Callable[[], list[Finding]]
    ) -> list[Finding]:
        """The findings of a text: those of an earlier run, or what `check` finds now."""
        path = os.path.abspath(filename)
        key = key_of("".join(lines), f"{filename}\0{path}", self._configuration)
        known = self._recall(key)
        if known is not None:
            return known
        own = ("source", path)
        # What is on the screen stands in the key; other modules are told what is on the disk.
        self._trace.note(own, self._questions.ask(own))
        node = self._trace.begin()
        try:
            found = check()
        finally:
            self._trace.end(node)
        failed = any(each.code == OWN_FAILURE for each in found)
        if node is not None and not failed and not self._trace.torn:
            asked = rests_on(node) - {own}
            self._store.put(key, [found, [(each, self._trace.answers[each]) for each in asked]])
        return found

    def _recall(self, key: str) -> list[Finding] | None:
        try:
            findings, facts = self._store.get(key)
            if any(self._questions.ask(tuple(asked)) != answer for asked, answer in facts):
                return None
            return [decoded(row) for row in findings]
        except _BROKEN:
            return None  # nothing there, or not ours


def decoded(row: Any) -> Finding:
    """The finding that was written as JSON. Raises TypeError or ValueError for anything else."""
    line, column, *texts = row
    if not isinstance(line, int) or not isinstance(column, int):
        raise TypeError
    if not all(isinstance(each, str) for each in texts):
        raise TypeError
    return Finding(line, column, *texts)


def _digest(path: str) -> str | None:
    try:
        with open(path, "rb") as stream:
            return digest_of(stream.read())
    except (OSError, ValueError):
        return None
