"""What `aiguard check` keeps between runs, in the user's cache folder."""

from __future__ import annotations

import argparse
import sys

from aiguard_flake8.project.cache_folder import clear, default_folder

SUMMARY = "empty the cache of `aiguard check`"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Register what to do with it."""
    parser.add_argument("action", choices=["clear"], help="remove all that is kept")


def run(options: argparse.Namespace) -> int:
    """Empty the cache; there may be none. Returns 1 when something cannot be removed."""
    folder = default_folder()
    if options.action == "clear" and folder is not None:
        try:
            print(f"removed {clear(folder)} files from {folder}")
        except OSError as error:
            print(f"aiguard: {folder} cannot be cleared: {error}", file=sys.stderr)
            return 1
    return 0
