"""Checks many files: what is known from earlier runs is taken from there."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence

from aiguard_flake8 import plugin
from aiguard_flake8.project.modules import Project
from aiguard_flake8.project.questions import Questions
from aiguard_flake8.project.store import Store, default_folder
from aiguard_flake8.runner.configuration import fingerprint
from aiguard_flake8.runner.kept import KeptFindings
from aiguard_flake8.runner.results import Checked
from aiguard_flake8.runner.workers import check_files


def check_all(
    paths: Sequence[str], options: argparse.Namespace, processes: int, arguments: Sequence[str]
) -> Iterator[Checked]:
    """The results of files, in any order; see `check_files`."""
    settings = plugin.settings()
    trace = settings.project.trace
    folder = default_folder()
    if folder is None:
        yield from check_files(paths, options, processes, arguments, trace)
        return
    kept = KeptFindings(Store(folder), fingerprint(options, settings))
    questions = Questions(Project(settings.project.libraries), kept.contents.digest)
    unknown = []
    for path in paths:
        known = kept.recall(path, questions)
        if known is None:
            unknown.append(path)
        else:
            yield known
    trace.on = True
    for checked in check_files(unknown, options, processes, arguments, trace):
        kept.keep(checked)
        yield checked
    kept.save()
