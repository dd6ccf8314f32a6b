"""Find credentials, in any text file: search, set aside what is known, audit it, or hook it in."""

from __future__ import annotations

import argparse
import os
import sys

SUMMARY = "find credentials in any text file; one baseline for editor, flake8 and hook"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Register the four tasks and what each may be told."""
    tasks_of = parser.add_subparsers(dest="task", required=True, metavar="task")
    scan = _task(tasks_of, "scan", "search files and folders; by default all that git tracks here")
    _searching(scan, "files and folders", ".")
    hook = _task(tasks_of, "hook", "search the files of a commit; nothing is ever written")
    _searching(hook, "files, as a hook is handed them", None)
    known = _task(tasks_of, "baseline", "write the baseline: set aside all that is found now")
    _naming(known)
    audit = _task(tasks_of, "audit", "say of each secret in the baseline whether it is real")
    _naming(audit)


def _task(
    tasks_of: argparse._SubParsersAction[argparse.ArgumentParser], name: str, text: str
) -> argparse.ArgumentParser:
    return tasks_of.add_parser(name, help=text, description=text)


def _naming(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--baseline",
        metavar="FILE",
        help="the baseline; by default .secrets.baseline of the repository",
    )
    parser.add_argument(
        "-j", "--jobs", type=int, default=0, metavar="N", help="processes; by default what pays"
    )


def _searching(parser: argparse.ArgumentParser, files: str, default: str | None) -> None:
    parser.add_argument("paths", nargs="*", default=[default] if default else [], help=files)
    source = parser.add_mutually_exclusive_group()
    source.add_argument(
        "--staged", action="store_true", help="search files as git's index has them"
    )
    source.add_argument(
        "--history", metavar="RANGE", help="search what each commit of a range adds: main..HEAD"
    )
    _naming(parser)
    parser.add_argument("--no-baseline", action="store_true", help="report what is set aside too")
    parser.add_argument(
        "--format", choices=("text", "json", "sarif"), default="text", help="of the report"
    )
    parser.add_argument(
        "-v", "--verbose", action="count", default=0, help="say what was searched and set aside"
    )


def run(options: argparse.Namespace) -> int:
    """Run a task. Returns 0 when nothing is found, 1 for findings, 2 for what cannot be done."""
    _survive_odd_names()
    if options.jobs < 0:
        return _refuse("--jobs takes a number of processes")
    if options.task == "scan" and options.history is not None and options.paths != ["."]:
        return _refuse("--history searches all that its commits change; it takes no files")
    try:
        return _run(options)
    except (KeyboardInterrupt, EOFError):
        return _refuse("left in the middle; nothing was written")
    except BrokenPipeError:
        raise
    except OSError as error:  # a full disk, say
        return _refuse(f"this could not be done ({error.strerror})")
    except Exception as error:
        if os.environ.get("AIGUARD_RAISE"):  # set in our tests
            raise
        # Not its text and no traceback: they may hold what must not be shown.
        kind = type(error).__name__
        return _refuse(f"this failed through a fault of ours ({kind}); please report it")


def _run(options: argparse.Namespace) -> int:
    # Only here: the other commands need not wait for the table of formats.
    from aiguard_flake8.secrets import tasks
    from aiguard_flake8.secrets.baseline import BaselineError
    from aiguard_flake8.secrets.sources import SourceError

    try:
        return tasks.TASKS[options.task](options)
    except (BaselineError, SourceError) as error:
        return _refuse(str(error))


def _survive_odd_names() -> None:
    """File names may hold what the terminal's encoding does not."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _refuse(line: str) -> int:
    print(f"aiguard secrets: {line}", file=sys.stderr)
    return 2
