"""The hook `aiguard-secrets`: no credential goes into a commit."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from aiguard_flake8.commands import main as aiguard
from aiguard_hooks._arguments import as_paths


def main(argv: Sequence[str] | None = None) -> int:
    """Search the files. Returns 0 when nothing is found, 1 for findings, 2 for wrong usage."""
    given = sys.argv[1:] if argv is None else argv
    try:
        return aiguard(["secrets", "hook", *as_paths(given)])
    except SystemExit as error:  # argparse has said what is wrong
        return 2 if error.code else 0


if __name__ == "__main__":
    sys.exit(main())
