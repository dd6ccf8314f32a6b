"""All that leans on flake8's inner parts, which are not documented and may change.

Tried with each version from 7.1 to 7.5; the tests run with the oldest, 7.3 and the newest of them.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

import flake8
from flake8.exceptions import EarlyQuit
from flake8.main.application import Application
from flake8.options.parse_args import parse_args
from flake8.processor import FileProcessor
from flake8.violation import Violation

from aiguard_flake8.runner.discovery import discover
from aiguard_flake8.source_lines import read_lines

_OLDEST, _NEWEST = (7, 1), (7, 5)

# Code, line from 1, column from 0, message, physical line: what flake8's style guide is handed.
Result = tuple[str, int, int, str, str | None]
# Name, results, number of lines of a file.
FileResults = tuple[str, list[Result], int]
# Checks files (their names, the options, how many processes), in any order.
Work = Callable[[Sequence[str], argparse.Namespace, int], Iterable[FileResults]]

_NO_STATISTICS = {"logical lines": 0, "physical lines": 0, "tokens": 0}


class Source(Protocol):
    """What flake8 makes of a file: its name, its lines, and what they say of noqa."""

    filename: str
    lines: list[str]

    def should_ignore_file(self) -> bool:
        """Whether a comment takes the whole file out."""

    def noqa_line_for(self, line_number: int) -> str | None:
        """The source in which a noqa for this line is looked for."""


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
        self.walked: tuple[str, ...] = ()  # folders in which files were looked for

    @property
    def repeatable(self) -> bool:
        """Whether the output depends on the findings alone and goes to stdout alone."""
        options = self.options
        if options.output_file or options.verbose or options.benchmark or "-" in options.filenames:
            return False
        if any(each.plugin.package == "local" for each in self.plugins.all_plugins()):
            return False
        return type(self.formatter).__module__.startswith("flake8.formatting.")

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
        found = discover(
            self.options.filenames,
            exclude=manager.exclude,
            patterns=self.options.filename,
            stdin_name=self.options.stdin_display_name,
        )
        manager.filenames, self.walked = found
        manager.jobs = min(len(found.files), manager.jobs)
        try:
            manager.results = [
                (name, results, {**_NO_STATISTICS, "physical lines": lines})
                for name, results, lines in self._work(
                    manager.filenames, self.options, manager.jobs
                )
            ]
        except KeyboardInterrupt:
            raise EarlyQuit("stopped while checking") from None
        manager.stop()
        self.end_time = time.time()


def open_source(path: str, data: bytes, options: argparse.Namespace) -> Source:
    """A file that has been read."""
    source: Source = FileProcessor(path, options, lines=read_lines(data))
    return source


def open_stdin(options: argparse.Namespace) -> Source:
    """The source that stands on stdin."""
    source: Source = FileProcessor("-", options)
    return source


def _nothing(*_: object) -> None:
    """Stands in for what is not to be printed."""
