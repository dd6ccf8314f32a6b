"""Which findings of a file are known: those that the baseline has entries for."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from pathlib import Path, PurePath
from typing import NamedTuple

from aiguard_flake8.baseline.document import NEVER_HELD, Entry
from aiguard_flake8.baseline.flake8_side import Decisions
from aiguard_flake8.baseline.heirs import Heirs
from aiguard_flake8.engine import Finding

PhysicalLine = Callable[[int], str | None]  # what flake8 searches for a `noqa` for that line


class Key(NamedTuple):
    """What makes two findings of one file the same."""

    code: str
    function: str
    fingerprint: str


def is_held(key: Key) -> bool:
    """Whether a baseline may hold this: not our own failures, nor credentials."""
    return bool(key.fingerprint) and key.code not in NEVER_HELD


class Baseline:
    """The entries, and where the files lie that they speak of."""

    def __init__(self, folder: Path, entries: Iterable[Entry], decisions: Decisions) -> None:
        """`folder` is what the files of the entries are relative to."""
        self.root = os.path.realpath(folder)
        self._decisions = decisions
        self._known: dict[str, Counter[Key]] = defaultdict(Counter)
        self._files: dict[Key, list[str]] = defaultdict(list)
        self.looked_around = False  # whether an answer depended on which files there are
        for file, code, function, fingerprint, count in entries:
            key = Key(code, function, fingerprint)
            if key not in self._known[file]:
                self._files[key].append(file)
            # Twice the same line is what a merge of two branches may leave.
            self._known[file][key] = max(count, self._known[file][key])

    def new(
        self,
        filename: str,
        findings: Sequence[Finding],
        physical_line: PhysicalLine,
    ) -> list[Finding]:
        """The findings of a file that are not known; they come and go in order of their lines."""
        return unknown(findings, filename, physical_line, self._decisions, (self,))

    def place(self, filename: str) -> str:
        """A file as the baseline names it, wherever flake8 was started."""
        folder, name = os.path.split(os.path.abspath(filename))
        path = os.path.join(os.path.realpath(folder), name)
        try:
            return PurePath(os.path.relpath(path, self.root)).as_posix()
        except ValueError:  # another drive
            return PurePath(path).as_posix()

    def known(self, filename: str, found: Counter[Key]) -> Counter[Key]:
        """How many of the findings of a file, which flake8 shows, are known."""
        place = self.place(filename)
        known = found & self._known.get(place, Counter())
        left = Counter({key: n for key, n in (found - known).items() if key in self._files})
        if not left:
            return known
        self.looked_around = True
        return known + (left & self._heirs.inherited(place, left, self._vanished(left)))

    def possible_heirs(self) -> set[str]:
        """The files that may have taken the place of one that is gone."""
        return self._heirs.possible()

    def _vanished(self, keys: Iterable[Key]) -> dict[str, Counter[Key]]:
        """What is known of files that are gone and have findings like these."""
        files = {file for key in keys for file in self._files[key]}
        gone = (file for file in files if not os.path.lexists(os.path.join(self.root, file)))
        return {file: self._known[file] for file in sorted(gone)}

    @cached_property
    def _heirs(self) -> Heirs:
        return Heirs(self.root, self._known, self._decisions.files)


def unknown(
    findings: Sequence[Finding],
    filename: str,
    physical_line: PhysicalLine,
    decisions: Decisions,
    baselines: Iterable[Baseline],
) -> list[Finding]:
    """The findings that none of some baselines knows, and those that flake8 does not show.

    The latter use up no entry; of equal findings the first are the known ones.
    """
    keys = [
        Key(each.code, each.function, each.fingerprint)
        if decisions.shows(each.code, filename, each.line, physical_line(each.line))
        else None
        for each in findings
    ]
    found = Counter(key for key in keys if key is not None)
    left: Counter[Key] = Counter()
    for baseline in baselines:
        left |= baseline.known(filename, found)
    new = []
    for each, key in zip(findings, keys):
        if key is not None and left[key] > 0:
            left[key] -= 1
        else:
            new.append(each)
    return new
