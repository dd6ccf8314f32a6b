"""All that leans on flake8's inner parts, which are not documented and may change.

Tried with each version from 7.1 to 7.5; the tests run with the oldest, 7.3 and the newest of them.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterable, Sequence

import flake8
from flake8.exceptions import EarlyQuit
from flake8.main.application import Application
from flake8.options.parse_args import parse_args
from flake8.processor import FileProcessor
from flake8.violation import Violation

from aiguard_flake8.runner.results import FileResult
from aiguard_flake8.source_lines import read_lines

_OLDEST, _NEWEST = (7, 1), (7, 5)

# Checks files (their names, the options, how many processes) and gives their results in any order.
Work = Callable[[Sequence[str], argparse.Namespace, int], Iterable[FileResult]]


def known() -> bool:
    """Whether this file was written for the installed version of flake8."""
    parts = flake8.__version__.split(".")
    try:
        return _OLDEST <= (int(parts[0]), int(parts[1])) <= _NEWEST
    except (ValueError, IndexError):
        return False


def read_options(arguments: Sequence[str]) -> argparse.Namespace:
    """flake8's options from its configuration and these arguments; ours are checked as well."""
    options: argparse.Namespace = parse_args(arguments)[1]
    return options


class Run(Application):  # type: ignore[misc]
    """flake8's application with our rules in place of its checkers."""

    def __init__(self, work: Work, *, report: bool) -> None:
        super().__init__()
        self._work = work
        self._report = report
        self.reported: list[Violation] = []
        self.checked: list[FileResult] = []

    def make_formatter(self) -> None:
        """Listen to what the formatter is told; without a report it is not told."""
        super().make_formatter()
        formatter = self.formatter
        handle = formatter.handle

        def listen(violation: Violation) -> None:
            self.reported.append(violation)
            if self._report:
                handle(violation)

        formatter.handle = listen
        if not self._report:
            formatter.start = formatter.stop = _nothing
            formatter.beginning = formatter.finished = _nothing
            formatter.show_statistics = formatter.show_benchmarks = _nothing

    def run_checks(self) -> None:
        """Check the files that flake8 finds, with our rules alone."""
        manager = self.file_checker_manager
        manager.start()
        try:
            self.checked = list(self._work(manager.filenames, self.options, manager.jobs))
        except KeyboardInterrupt:
            raise EarlyQuit("stopped while checking") from None
        manager.results = [
            (each.path, [result[:5] for result in each.results], _statistics(each))
            for each in self.checked
        ]
        manager.stop()
        self.end_time = time.time()


def open_source(path: str, data: bytes, options: argparse.Namespace) -> FileProcessor:
    """What flake8 makes of a file: its lines, and what they say of `# noqa`."""
    return FileProcessor(path, options, lines=read_lines(data))


def open_stdin(options: argparse.Namespace) -> FileProcessor:
    """The same for the source that stands on stdin."""
    return FileProcessor("-", options)


def _statistics(result: FileResult) -> dict[str, int]:
    return {"logical lines": 0, "physical lines": result.lines, "tokens": 0}


def _nothing(*_: object) -> None:
    """Stands in for what is not to be printed."""
