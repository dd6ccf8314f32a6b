"""`aiguard check`: flake8's ways without flake8's other checkers.

Configuration, selection, ignores, `per-file-ignores`, noqa, formatters and exit codes are
flake8's own; only our rules run. What it prints is what flake8 prints, less all other codes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from aiguard_flake8.runner.journal import Journal


class Finding(NamedTuple):
    """One report as flake8 would print it."""

    path: str  # as flake8 names the file
    line: int  # from 1
    column: int  # from 1
    code: str
    message: str
    physical_line: str | None  # the source, where a noqa is looked for; None when unknown


class Unreadable(NamedTuple):
    """A file that could not be read or parsed, and so was not checked."""

    path: str
    reason: str


class Outcome(NamedTuple):
    """What one run found."""

    findings: list[Finding]  # those that flake8 reports: selected, not ignored, no noqa
    exit_code: int  # flake8's own; 1 when a file was unreadable
    unreadable: list[Unreadable]
    failed: bool  # nothing was checked; flake8 has said why on stdout


def check(
    arguments: Sequence[str],
    *,
    report: bool = False,
    cache: bool = True,
    since: str | None = None,
    journal: Journal | None = None,
) -> Outcome:
    """Run our rules as `flake8 ARGUMENTS` would, from the working directory.

    `report` prints what flake8 would print, with its formatter, to stdout or the output file.
    `cache` allows findings to be taken from the user's cache folder. `since` leaves only what that
    revision of git does not have. Wrong arguments raise SystemExit, as flake8 does; a revision that
    cannot be compared with raises RevisionError. `journal` takes down what the run rests on.
    """
    from aiguard_flake8.runner.run import run

    if since is None:
        return run(arguments, report=report, cache=cache, journal=journal)
    from aiguard_flake8.since.compare import Since

    return run(arguments, report=report, cache=cache, since=Since(since, arguments))
