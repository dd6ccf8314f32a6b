"""Spreads files over processes."""

from __future__ import annotations

import argparse
import gc
import multiprocessing
import signal
from collections.abc import Iterable, Iterator, Sequence

from aiguard_flake8 import plugin
from aiguard_flake8.project.trace import Trace
from aiguard_flake8.runner.flake8_inside import read_options
from aiguard_flake8.runner.one_file import check_file
from aiguard_flake8.runner.results import Checked

_FILES_EACH = 10  # fewer do not pay for a process
_LARGEST_CHUNK = 32


class _Worker:
    """What a worker process needs to know."""

    options: argparse.Namespace | None = None  # under fork it comes with the process


def check_files(
    paths: Sequence[str],
    options: argparse.Namespace,
    processes: int,
    arguments: Sequence[str],
    trace: Trace,
) -> Iterator[Checked]:
    """The results of files, in any order.

    `arguments` are what `options` was made of: a process that is not forked reads them again.
    """
    processes = min(processes, len(paths) // _FILES_EACH)
    if processes > 1:
        _Worker.options = options
        try:
            pool = multiprocessing.Pool(processes, _start, (tuple(arguments), trace.on))
        except (OSError, ImportError):
            pass  # no semaphores here: one process will do
        else:
            with pool:
                for results in pool.imap_unordered(_check, _chunks(paths, processes)):
                    yield from results
            return
    for path in paths:
        yield check_file(path, options, trace)
    plugin.settings().project.keep()


def _chunks(paths: Sequence[str], processes: int) -> Iterable[Sequence[str]]:
    """Neighbours stay together: they follow calls into the same modules."""
    size = max(1, min(_LARGEST_CHUNK, len(paths) // (processes * 4)))
    return [paths[start : start + size] for start in range(0, len(paths), size)]


def _start(arguments: tuple[str, ...], traced: bool) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent says when to stop
    if _Worker.options is None:
        _Worker.options = read_options(arguments)
    plugin.settings().project.trace.on = traced
    gc.disable()  # files leave none behind, and what stays is needed to the end


def _check(paths: Sequence[str]) -> list[Checked]:
    assert _Worker.options is not None
    project = plugin.settings().project
    checked = [check_file(path, _Worker.options, project.trace) for path in paths]
    project.keep()
    return checked
