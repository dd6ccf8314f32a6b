"""One run of `aiguard check`, from arguments to outcome."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext

from aiguard_flake8.runner import Finding, Outcome, Unreadable
from aiguard_flake8.runner.flake8_inside import Run, known
from aiguard_flake8.runner.results import FileResult
from aiguard_flake8.runner.unknown_flake8 import run_flake8
from aiguard_flake8.runner.workers import check_files


def run(arguments: Sequence[str], *, report: bool, cache: bool) -> Outcome:
    """See `runner.check`."""
    with nullcontext() if cache else _without_cache():
        if known():
            return _run(arguments, report=report)
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


def _run(arguments: Sequence[str], *, report: bool) -> Outcome:

    def work(
        paths: Sequence[str], options: argparse.Namespace, processes: int
    ) -> Iterator[FileResult]:
        return check_files(paths, options, processes, arguments)

    application = Run(work, report=report)
    application.run(arguments)
    unreadable = [
        Unreadable(each.path, each.failure) for each in application.checked if each.failure
    ]
    unreadable.sort()
    code = application.exit_code()
    if unreadable and not application.options.exit_zero:
        code = 1
    findings = [
        Finding(each.filename, each.line_number, each.column_number, each.code, each.text,
                each.physical_line)
        for each in application.reported
    ]  # fmt: skip
    return Outcome(findings, code, unreadable, application.catastrophic_failure)
