"""Check files: our rules alone, with flake8's configuration, formatters and exit codes."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from aiguard_flake8 import runner
from aiguard_flake8.levels import LEVELS, reaches
from aiguard_flake8.runner.journal import Journal
from aiguard_flake8.since import RevisionError

SUMMARY = "check files, several times faster than flake8"


def parser() -> argparse.ArgumentParser:
    """Our own options; everything else is flake8's."""
    own = argparse.ArgumentParser(
        prog="aiguard check",
        usage="aiguard check [options] [flake8's options] [path ...]",
        description=__doc__,
        epilog="Every option of flake8 is taken as well; `flake8 --help` lists them.",
        allow_abbrev=False,
    )
    own.add_argument(
        "--no-cache", action="store_true", help="neither read nor write the user's cache folder"
    )
    own.add_argument(
        "--since",
        metavar="revision",
        help="report only what the merge base of this revision of git and HEAD does not have",
    )
    own.add_argument(
        "--fail-on",
        choices=LEVELS,
        help="exit with 1 only when there is a finding of this level or a graver one",
    )
    return own


def main(arguments: Sequence[str]) -> int:
    """Run the command; its exit code is flake8's own unless `--fail-on` is given.

    It is 2 when there is nothing to compare with.
    """
    options, others = parser().parse_known_args(arguments)
    cache = not options.no_cache
    journal = Journal(arguments) if cache and options.since is None else None
    try:
        outcome = runner.check(
            others, report=True, cache=cache, since=options.since, journal=journal
        )
    except RevisionError as error:
        print(f"aiguard: {error}", file=sys.stderr)
        return 2
    errors = "".join(
        f"aiguard: {path} was not checked: {reason}\n" for path, reason in outcome.unreadable
    )
    sys.stderr.write(errors)
    code = _exit_code(outcome, options.fail_on)
    if journal is not None:
        journal.write(code, errors)
    return code


def _exit_code(outcome: runner.Outcome, fail_on: str | None) -> int:
    if not fail_on or outcome.failed or outcome.unreadable or not outcome.findings:
        return outcome.exit_code
    grave = any(reaches(each.code, fail_on) for each in outcome.findings)
    return outcome.exit_code if grave else 0
