"""The hook `aiguard`: what `aiguard check` says of the staged files."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from aiguard_flake8.commands import main as aiguard
from aiguard_hooks._arguments import as_paths, by_configuration


def main(argv: Sequence[str] | None = None) -> int:
    """Check the files. Returns 0 when nothing is found, 1 when something is, 2 for wrong usage."""
    given = as_paths(sys.argv[1:] if argv is None else argv)
    return max(aiguard(["check", *arguments]) for arguments in by_configuration(given))


if __name__ == "__main__":
    sys.exit(main())
