"""`--format=aiguard-sarif` and `--format=aiguard-json`, for flake8 and for `aiguard check`.

flake8 imports this module in every run, whatever the format: what a report needs is imported when
one is written.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from flake8.formatting.base import BaseFormatter
from flake8.statistics import Statistics
from flake8.violation import Violation

if TYPE_CHECKING:
    from aiguard_flake8.formats.details import Detail


class _Report(BaseFormatter):  # type: ignore[misc]
    """Gathers all findings and writes one document at the end, without findings too."""

    def after_init(self) -> None:
        """Called by flake8 when the options are known."""
        self._violations: list[Violation] = []

    def start(self) -> None:
        """Open the output file. flake8 would append, and two documents in a file are none."""
        if self.filename:
            from pathlib import Path

            path = Path(self.filename)
            path.parent.mkdir(parents=True, exist_ok=True)
            self.output_fd = path.open("w", encoding="utf-8", newline="\n")

    def handle(self, error: Violation) -> None:
        """Keep a finding."""
        self._violations.append(error)

    def stop(self) -> None:
        """Write the document."""
        from aiguard_flake8.formats.details import details

        self._write(self.document(details(self._violations, self.options)))
        super().stop()

    def document(self, found: list[Detail]) -> str:
        """The whole report."""
        raise NotImplementedError

    def show_statistics(self, statistics: Statistics) -> None:
        """To stderr: stdout is the document's."""
        for code in statistics.error_codes():
            found = list(statistics.statistics_for(code))
            count = sum(each.count for each in found)
            print(f"{count:<5} {code} {found[0].message}", file=sys.stderr)

    def show_benchmarks(self, benchmarks: list[tuple[str, float]]) -> None:
        """To stderr, for the same reason."""
        for what, value in benchmarks:
            print(f"{value:<10.3f} {what}", file=sys.stderr)


class Sarif(_Report):
    """SARIF 2.1.0, for code-scanning pages."""

    def document(self, found: list[Detail]) -> str:
        """The SARIF log."""
        from aiguard_flake8.formats.findings import sarif_of

        return sarif_of(found)


class Json(_Report):
    """A JSON array with one finding per line, and all that is needed to mend it."""

    def document(self, found: list[Detail]) -> str:
        """The array."""
        from aiguard_flake8.formats.findings import json_of

        return json_of(found)
