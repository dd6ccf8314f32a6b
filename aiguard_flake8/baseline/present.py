"""What there is to report now, each finding with what stays of it when lines move."""

from __future__ import annotations

import argparse
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from aiguard_flake8 import plugin
from aiguard_flake8.baseline.flake8_side import Decisions
from aiguard_flake8.baseline.known import Key
from aiguard_flake8.runner.flake8_inside import read_options
from aiguard_flake8.runner.many_files import check_all
from aiguard_flake8.runner.results import Checked
from aiguard_flake8.runner.workers import check_files


class Present(NamedTuple):
    """The findings that flake8 would show."""

    files: dict[str, Counter[Key]]  # every file that was checked, as it was named
    unreadable: dict[str, str]  # file: why


class Checker:
    """Checks files with flake8's configuration, but as if there were no baseline."""

    def __init__(self, arguments: Sequence[str]) -> None:
        """`arguments` are flake8's. Raises flake8's ExecutionError when they are wrong."""
        self._arguments = [*arguments, "--aiguard-baseline="]
        self.options: argparse.Namespace = read_options(self._arguments)
        self.decisions = Decisions(self.options)

    def check(self, files: Iterable[str], *, kept: bool = True) -> Present:
        """The findings of some files; one that is named twice is checked once.

        Unless they are `kept`, later runs do not learn of them.
        """
        jobs = self.options.jobs
        processes = (os.cpu_count() or 1) if jobs.is_auto else jobs.n_jobs
        distinct = tuple(dict.fromkeys(files))
        found = Present({}, {})
        work = check_all if kept else self._check_anew
        for each in work(distinct, self.options, processes, self._arguments):
            if each.failure:
                found.unreadable[each.path] = each.failure
            else:
                found.files[each.path] = Counter(self._shown(each))
        return found

    @staticmethod
    def _check_anew(
        files: Sequence[str], options: argparse.Namespace, processes: int, arguments: Sequence[str]
    ) -> Iterator[Checked]:
        trace = plugin.settings().project.trace
        return check_files(files, options, processes, arguments, trace)

    def _shown(self, checked: Checked) -> Iterator[Key]:
        for each in checked.findings:
            physical_line = checked.physical_lines.get(each.line)
            if self.decisions.shows(each.code, checked.name, each.line, physical_line):
                yield Key(each.code, each.function, each.fingerprint)
