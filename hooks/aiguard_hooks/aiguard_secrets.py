"""The hook `aiguard-secrets`: no credential goes into a commit."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from aiguard_flake8.commands import main as aiguard


def main(argv: Sequence[str] | None = None) -> int:
    """Search the files. Returns 0 when nothing is found, 1 for findings, 2 for wrong usage."""
    given = sys.argv[1:] if argv is None else argv
    try:
        return aiguard(["secrets", "hook", *map(_as_path, given)])
    except SystemExit as error:  # argparse has said what is wrong
        return 2 if error.code else 0


def _as_path(argument: str) -> str:
    """pre-commit hands over file names as they are, `-dash.env` too."""
    return f"./{argument}" if argument.startswith("-") and Path(argument).exists() else argument


if __name__ == "__main__":
    sys.exit(main())
