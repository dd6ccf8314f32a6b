"""Write what is found now into the baseline, so that only what is new is reported."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

SUMMARY = "set the present findings aside, or drop those that are fixed"


def parser() -> argparse.ArgumentParser:
    """Our own options; everything else is flake8's."""
    own = argparse.ArgumentParser(
        prog="aiguard baseline",
        usage="aiguard baseline [--prune] [flake8's options] [path ...]",
        description=__doc__,
        epilog="Files that lie outside the given paths keep their entries."
        " Every option of flake8 is taken as well; `flake8 --help` lists them.",
        allow_abbrev=False,
    )
    own.add_argument(
        "--prune", action="store_true", help="add nothing, drop what is no longer found"
    )
    own.add_argument(
        "--aiguard-baseline",
        metavar="file",
        default="",
        help="the file; otherwise the one that flake8's configuration names",
    )
    return own


def main(arguments: Sequence[str]) -> int:
    """Run the command. Returns 0; 1 when a file or the baseline could not be read or written."""
    from flake8.exceptions import ExecutionError

    from aiguard_flake8.baseline import update
    from aiguard_flake8.baseline.document import BaselineError

    options, others = parser().parse_known_args(arguments)
    work = update.prune if options.prune else update.record
    try:
        return work(others, options.aiguard_baseline)
    except (BaselineError, ExecutionError, OSError) as error:
        print(f"aiguard: {error}", file=sys.stderr)
        return 1
