"""`aiguard check --since REV`: what is found now, less what was found at that revision.

Both states are computed, so it does not matter which lines were touched. Of the earlier state only
those files are checked whose findings can be subtracted: those that have findings now, and those
that are gone, since they may have been renamed. All others are there to be followed into.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import PurePath

from aiguard_flake8 import plugin
from aiguard_flake8.baseline.document import Entry
from aiguard_flake8.baseline.flake8_side import Decisions
from aiguard_flake8.baseline.known import Baseline, unknown
from aiguard_flake8.runner.results import Checked
from aiguard_flake8.since import RevisionError
from aiguard_flake8.since.earlier import findings_at
from aiguard_flake8.since.revision import Blob, base_of, checkout, entries, own_files


class Since:
    """A comparison of the working directory with a revision."""

    def __init__(self, revision: str, arguments: Sequence[str]) -> None:
        """`arguments` are flake8's. Raises RevisionError when there is nothing to compare with."""
        self._top = checkout()
        self._base = base_of(revision)
        self._arguments = arguments

    def narrow(self, found: Sequence[Checked], options: argparse.Namespace) -> list[Checked]:
        """Leave of what was found now what the revision does not have, nor the baseline knows."""
        decisions = Decisions(options)
        places = Baseline(self._top, (), decisions)
        changed = [self._within(each, places.place(each.name)) for each in found]
        earlier = self._earlier(changed, places, options)
        known = [Baseline(self._top, earlier, decisions)]
        baseline = plugin.settings().baseline
        if baseline is not None:
            known.append(baseline)
        return [
            each._replace(
                findings=tuple(
                    unknown(each.findings, each.name, each.physical_lines.get, decisions, known)
                )
            )
            for each in changed
        ]

    def _within(self, checked: Checked, place: str) -> Checked:
        """The same, less the findings in files that git ignores: no revision has those."""
        if not checked.findings or checked.path == "-" or place in self._own:
            return checked
        if place.startswith("../") or PurePath(place).is_absolute():
            raise RevisionError(f"--since: {checked.name} lies outside the repository {self._top}")
        return checked._replace(findings=())

    @cached_property
    def _own(self) -> set[str]:
        return own_files()

    def _earlier(
        self, found: Sequence[Checked], places: Baseline, options: argparse.Namespace
    ) -> list[Entry]:
        """What the revision has in the files that matter."""
        now = {places.place(each.name) for each in found if each.findings}
        if not now:
            return []
        blobs = entries(self._base)
        files = [each.path for each in blobs if each.path in now]
        files += self._gone(blobs, Decisions(options))
        if not files:
            return []
        return findings_at(blobs, sorted(files), self._top, self._arguments, options)

    def _gone(self, blobs: Sequence[Blob], decisions: Decisions) -> Iterator[str]:
        for blob in blobs:
            path = str(self._top / blob.path)
            if decisions.finds(path) and not os.path.lexists(path):
                yield blob.path
