"""Stands in where flake8's inner parts are not known: runs flake8 itself, and reports our codes.

Slower, since flake8's own checkers run as well, but right: only documented ways are used here.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import flake8
from flake8.main.cli import main

from aiguard_flake8 import plugin
from aiguard_flake8.runner import Finding, Outcome

_FORMAT = "%(path)s\t%(row)d\t%(col)d\t%(code)s\t%(text)s"


def run_flake8(arguments: Sequence[str], *, report: bool) -> Outcome:
    """See `runner.check`. With `report`, the findings are printed and not given back."""
    print(
        f"aiguard: this version does not know flake8 {flake8.__version__},"
        " so flake8 itself runs: the findings are the same, it takes longer",
        file=sys.stderr,
    )
    with plugin.alone():
        if report:
            return Outcome([], main(list(arguments)), [], False)
        with tempfile.TemporaryDirectory() as folder:
            output = Path(folder) / "findings"
            extra = ["--format", _FORMAT, "--output-file", str(output)]
            code = main([*arguments, *extra])
            written = output.exists()  # flake8 opens it once all files are checked
            lines = output.read_text(encoding="utf-8").split("\n")[:-1] if written else []
    return Outcome([_finding(line) for line in lines], code, [], not written)


def _finding(line: str) -> Finding:
    path, row, column, code, text = line.split("\t", 4)
    return Finding(path, int(row), int(column), code, text, None)
