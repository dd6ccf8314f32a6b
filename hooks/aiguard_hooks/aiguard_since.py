"""The hook `aiguard-since`: what a push would add, as `aiguard check --since` says."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from aiguard_flake8.commands import main as aiguard
from aiguard_hooks._arguments import by_configuration

_WRONG_USAGE = 2


def main(argv: Sequence[str] | None = None) -> int:
    """Compare with what the remote has. Returns 0 when nothing is added, 1 for findings, 2 for
    wrong usage.

    Where nothing is there to compare with, everything is new. A `--since` of the user's counts.
    """
    given = list(sys.argv[1:] if argv is None else argv)
    known = os.environ.get("PRE_COMMIT_FROM_REF")
    if known and not any(each.split("=")[0] == "--since" for each in given):
        given.insert(0, f"--since={known}")
    worst = 0
    for arguments in by_configuration(given, all_files=True):
        worst = max(worst, aiguard(["check", *arguments]))
        if worst == _WRONG_USAGE:
            break  # it would be said for each configuration
    return worst


if __name__ == "__main__":
    sys.exit(main())
