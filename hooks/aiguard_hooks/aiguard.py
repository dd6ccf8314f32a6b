"""The hook `aiguard`: our families over the staged files, with flake8's own configuration."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from flake8.main.cli import main as flake8


def main(argv: Sequence[str] | None = None) -> int:
    """Check the files. Returns 0 when nothing is found, 1 when something is."""
    given = sys.argv[1:] if argv is None else argv
    return int(flake8(["--select=AIG", *map(_as_path, given)]))


def _as_path(argument: str) -> str:
    """pre-commit hands over file names as they are, `-dash.py` too."""
    return f"./{argument}" if argument.startswith("-") and Path(argument).exists() else argument


if __name__ == "__main__":
    sys.exit(main())
