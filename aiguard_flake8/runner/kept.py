"""The findings of earlier runs: one document for each working directory and configuration.

The findings of a file are taken from it when the file is the same, and all that they rest on in
other modules: each question that was asked gets the same answer. What is not of the expected form
is as good as not there.
"""

from __future__ import annotations

import os
from typing import Any

from aiguard_flake8.findings_store import decoded
from aiguard_flake8.project.questions import Questions
from aiguard_flake8.project.store import Store
from aiguard_flake8.runner.contents import Contents, Known
from aiguard_flake8.runner.results import Checked, Fact

_BROKEN = (TypeError, ValueError, KeyError, IndexError, AttributeError)


class KeptFindings:
    """What one run may take from earlier ones, and leaves for later ones."""

    def __init__(self, store: Store, key: str) -> None:
        self._store = store
        self._key = key
        self._before: dict[str, Known] = {}
        self._facts: list[Fact] = []
        self._files: dict[str, Any] = {}
        self._new: dict[str, Checked] = {}
        try:
            self._read(store.get(key))
        except _BROKEN:
            self._before, self._facts, self._files = {}, [], {}
        self.contents = Contents(self._before)

    def _read(self, document: Any) -> None:
        self._before = {
            path: Known(*map(_text, each)) for path, each in document["sources"].items()
        }
        for question, answer in document["facts"]:
            fact = tuple(map(_text, question)), answer if answer is None else _text(answer)
            self._facts.append(fact)
        self._files = dict(document["files"])

    def recall(self, path: str, questions: Questions) -> Checked | None:
        """The result of a file, as long as nothing has changed that it rests on."""
        row = self._files.get(path)
        if row is None:
            return None
        try:
            checked = self._decoded(path, row)
            if self.contents.digest(os.path.abspath(path)) != checked.digest:
                return None
            if any(questions.ask(asked) != answer for asked, answer in checked.rests_on):
                return None
        except _BROKEN:
            return None
        return checked

    def keep(self, checked: Checked) -> None:
        """Have later runs know this result."""
        if checked.digest:
            self._new[checked.path] = checked

    def save(self) -> None:
        """Write the document, if there is anything new."""
        facts: dict[Fact, int] = {}
        files: dict[str, Any] = {}
        for path, row in self._files.items():
            if path not in self._new and os.path.lexists(path):
                try:
                    files[path] = _encoded(self._decoded(path, row), facts)
                except _BROKEN:
                    continue
        for path, checked in self._new.items():
            files[path] = _encoded(checked, facts)
        sources = self._sources(files, facts)
        if self._new or sources != self._before:
            document = {"sources": sources, "facts": list(facts), "files": files}
            self._store.put(self._key, document)

    def _sources(self, files: dict[str, Any], facts: dict[Fact, int]) -> dict[str, Known]:
        wanted = [os.path.abspath(path) for path in files]
        wanted += [question[1] for question, _ in facts if question[0] == "source"]
        found = {}
        for path in wanted:
            if self.contents.digest(path) is not None:
                found[path] = self.contents.now[path]
        return {path: known for path, known in found.items() if known and known.signature}

    def _decoded(self, path: str, row: Any) -> Checked:
        digest, failure, lines, findings, physical_lines, facts = row
        return Checked(
            path,
            path,
            tuple(decoded(each) for each in findings),
            {int(line): text if text is None else _text(text) for line, text in physical_lines},
            int(lines),
            _text(failure),
            _text(digest),
            tuple(self._facts[number] for number in facts),
        )


def _encoded(checked: Checked, facts: dict[Fact, int]) -> Any:
    return [
        checked.digest,
        checked.failure,
        checked.lines,
        checked.findings,
        list(checked.physical_lines.items()),
        [facts.setdefault(each, len(facts)) for each in checked.rests_on],
    ]


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value
