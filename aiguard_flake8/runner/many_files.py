"""Checks many files: what is known from earlier runs is taken from there."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Sequence

from aiguard_flake8 import plugin
from aiguard_flake8.configuration import fingerprint, named_files
from aiguard_flake8.project.cache_folder import default_folder
from aiguard_flake8.project.modules import Project
from aiguard_flake8.project.questions import Questions
from aiguard_flake8.project.store import Store
from aiguard_flake8.runner.journal import Journal
from aiguard_flake8.runner.kept import KeptFindings
from aiguard_flake8.runner.progress import shown
from aiguard_flake8.runner.results import Checked
from aiguard_flake8.runner.workers import check_files


def check_all(
    paths: Sequence[str],
    options: argparse.Namespace,
    processes: int,
    arguments: Sequence[str],
    journal: Journal | None = None,
) -> Iterator[Checked]:
    """The results of files, in any order; see `check_files`."""
    settings = plugin.settings()
    trace = settings.project.trace
    folder = default_folder()
    if folder is None:
        found = check_files(paths, options, processes, arguments, trace)
        yield from shown(found, len(paths))
        return
    kept = KeptFindings(Store(folder), fingerprint(options, settings))
    asking = Project(settings.project.libraries)
    asking.trace.on = trace.on = True
    questions = Questions(asking, kept.contents.digest)
    unknown: list[str] = []
    read: list[tuple[str, str | None]] = []  # really read, with what stands for the content
    for path in paths:
        known = kept.recall(path, questions)
        if known is None:
            unknown.append(path)
        else:
            yield known
    found = check_files(unknown, options, processes, arguments, trace)
    for checked in shown(found, len(unknown)):
        kept.keep(checked)
        if journal is not None:
            journal.noticed(checked.glances)
            read.append((os.path.abspath(checked.path), checked.digest))
            read += [(asked[1], it) for asked, it in checked.rests_on if asked[0] == "source"]
        yield checked
    if journal is not None:
        journal.noticed(asking.trace.glances)
        journal.noticed(("read", path, "") for path in named_files(options))
        journal.read(kept.contents, read)
    kept.save()
