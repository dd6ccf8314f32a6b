"""One run of `aiguard check`, from arguments to outcome."""

from __future__ import annotations

import argparse
import gc
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING

from aiguard_flake8 import plugin
from aiguard_flake8.runner import Finding, Outcome, Unreadable
from aiguard_flake8.runner.flake8_inside import FileResults, Result, Run, known
from aiguard_flake8.runner.journal import Journal
from aiguard_flake8.runner.many_files import check_all
from aiguard_flake8.runner.results import Checked
from aiguard_flake8.runner.unknown_flake8 import run_flake8
from aiguard_flake8.since import RevisionError

if TYPE_CHECKING:
    from aiguard_flake8.since.compare import Since


def run(
    arguments: Sequence[str],
    *,
    report: bool,
    cache: bool,
    since: Since | None = None,
    journal: Journal | None = None,
) -> Outcome:
    """See `runner.check`."""
    with nullcontext() if cache else _without_cache():
        if known():
            return _run(arguments, report=report, since=since, journal=journal)
        if since is not None:
            raise RevisionError("--since does not work with this version of flake8")
        return run_flake8(arguments, report=report)


@contextmanager
def _without_cache() -> Iterator[None]:
    """Worker processes see it too, however they are started."""
    before = os.environ.get("AIGUARD_CACHE")
    os.environ["AIGUARD_CACHE"] = "off"
    try:
        yield
    finally:
        if before is None:
            del os.environ["AIGUARD_CACHE"]
        else:
            os.environ["AIGUARD_CACHE"] = before


@contextmanager
def _without_garbage() -> Iterator[None]:
    """Look for no garbage: files leave none behind, and looking takes a fifth of the time.

    Nor at the end, when the process is about to end with all that is left.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if collecting:
            gc.enable()


def _run(
    arguments: Sequence[str], *, report: bool, since: Since | None, journal: Journal | None
) -> Outcome:
    unreadable: list[Unreadable] = []

    def work(
        paths: Sequence[str], options: argparse.Namespace, processes: int
    ) -> Iterator[FileResults]:
        found = check_all(paths, options, processes, arguments, journal)
        for checked in _new(found) if since is None else since.narrow(list(found), options):
            if checked.failure:
                unreadable.append(Unreadable(checked.name, checked.failure))
            yield checked.name, _reports(checked), checked.lines

    application = Run(work, report=report)
    with _without_garbage(), nullcontext() if journal is None else journal.listening():
        application.run(arguments)
    if journal is not None:
        baseline = plugin.settings().baseline
        if since is not None or (baseline is not None and baseline.looked_around):
            journal.refuse()
        if application.catastrophic_failure or not application.repeatable:
            journal.refuse()
        journal.noticed(("walked", folder, "") for folder in application.walked)
    code = application.exit_code()
    if unreadable and not application.options.exit_zero:
        code = 1
    findings = [
        Finding(each.filename, each.line_number, each.column_number, each.code, each.text,
                each.physical_line)
        for each in application.reported
    ]  # fmt: skip
    return Outcome(findings, code, sorted(unreadable), application.catastrophic_failure)


def _new(found: Iterable[Checked]) -> Iterator[Checked]:
    """Less what the baseline knows."""
    for each in found:
        new = plugin.new(list(each.findings), each.name, each.physical_lines.get)
        yield each._replace(findings=tuple(new))


def _reports(checked: Checked) -> list[Result]:
    """What flake8 is told of a file."""
    physical_line = checked.physical_lines.get
    return [
        (each.code, each.line, each.column, each.message, physical_line(each.line))
        for each in checked.findings
    ]
