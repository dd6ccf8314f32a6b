"""Stands in where flake8's inner parts are not known: runs flake8 itself, and reports our codes.

Slower, since flake8's own checkers run as well, and twice: once for what is printed, and once to
learn what that was and which files could not be checked. Only documented ways are used here.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import flake8
from flake8.main.cli import main

from aiguard_flake8 import plugin
from aiguard_flake8.options import leave_out_others
from aiguard_flake8.runner import Finding, Outcome, Unreadable

_FORMAT = "%(path)s\t%(row)d\t%(col)d\t%(code)s\t%(text)s"
_UNREADABLE = ("E902", "E999")  # flake8's own word for it
_NO_LINE = "0"


def run_flake8(arguments: Sequence[str], *, report: bool) -> Outcome:
    """See `runner.check`."""
    print(
        f"aiguard: this version does not know flake8 {flake8.__version__},"
        " so flake8 itself runs: the findings are the same, it takes longer",
        file=sys.stderr,
    )
    outcome = _collected(arguments)
    if report and not outcome.failed:
        with plugin.changed_options(leave_out_others):
            main(list(arguments))
    return outcome


def _collected(arguments: Sequence[str]) -> Outcome:
    """What flake8 finds; it prints nothing of that."""
    with tempfile.TemporaryDirectory() as folder, plugin.changed_options(_collect):
        output = Path(folder) / "findings"
        code = main([*arguments, "--format", _FORMAT, "--output-file", str(output)])
        if not output.exists():  # flake8 opens it once all files are checked
            return Outcome([], code, [], True)
        lines = output.read_text(encoding="utf-8").split("\n")[:-1]
    findings, unreadable = [], []
    for line in lines:
        path, row, column, code_, text = line.split("\t", 4)
        if code_ in _UNREADABLE:
            place = "" if row == _NO_LINE else f" (line {row})"
            unreadable.append(Unreadable(path, f"{text}{place}"))
        else:
            findings.append(Finding(path, int(row), int(column), code_, text, None))
    return Outcome(findings, code, sorted(unreadable), False)


def _collect(options: argparse.Namespace) -> None:
    """Have flake8 select our codes and those of unreadable files, and write to the file alone."""
    leave_out_others(options, but=_UNREADABLE)
    options.quiet = 0
    options.tee = options.count = options.statistics = options.benchmark = False
    options.show_source = False
