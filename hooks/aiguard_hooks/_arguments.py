"""What pre-commit hands to a hook, made ready for a command."""

from __future__ import annotations

import argparse
import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import chdir
from functools import cache
from pathlib import Path

_CONFIGURATION = ("--config", "--append-config", "--isolated")


def as_paths(arguments: Sequence[str]) -> list[str]:
    """The arguments, with file names that look like options made paths.

    pre-commit hands over file names as they are, `-dash.py` too.
    """
    return [f"./{x}" if x.startswith("-") and Path(x).exists() else x for x in arguments]


def by_configuration(arguments: Sequence[str], *, all_files: bool = False) -> Iterator[list[str]]:
    """The arguments once for each flake8 configuration, in the folder that holds it.

    flake8 looks for its configuration in the working directory and above, and pre-commit runs
    hooks at the top of the repository. Where flake8 finds one there, or is told of one, that holds
    for all files. Otherwise each file has the configuration next to it, as if flake8 ran there;
    paths are absolute then, so that reports say which folder they mean.

    `all_files` means all of the repository where the arguments name no paths.
    """
    from aiguard_flake8.options import configuration_above

    top = Path.cwd()
    nearest = cache(configuration_above)
    if any(each.startswith(_CONFIGURATION) for each in arguments) or nearest(top) is not None:
        yield list(arguments)
        return
    paths = _all_files() if all_files else list(arguments)
    if not any(nearest((top / each).parent) for each in paths if Path(each).is_file()):
        yield list(arguments)
        return
    options, named = _split(arguments)
    if all_files and named:
        yield list(arguments)
        return
    folders: dict[Path, list[Path]] = defaultdict(list)
    for path in named or paths:
        file = Path(os.path.normpath(top / path))
        configuration = nearest(file.parent)
        folders[top if configuration is None else configuration.parent].append(file)
    for folder, inside in sorted(folders.items()):
        with chdir(folder):
            yield [*options, *map(str, inside)]


def _all_files() -> list[str]:
    """The Python files that make up the repository; none where git cannot tell."""
    from aiguard_flake8.since import RevisionError
    from aiguard_flake8.since.revision import own_files

    try:
        return sorted(each for each in own_files() if each.endswith(".py"))
    except RevisionError:  # whoever compares with a revision says so
        return []


def _split(arguments: Sequence[str]) -> tuple[list[str], list[str]]:
    """The options, with their values, and the file names that pre-commit put behind them."""
    from flake8.exceptions import ExecutionError

    from aiguard_flake8.commands.check import parser
    from aiguard_flake8.plugin import changed_options
    from aiguard_flake8.runner.flake8_inside import read_options

    try:
        with changed_options(_empty_ours):
            names = read_options(parser().parse_known_args(arguments)[1]).filenames
    except ExecutionError:  # whoever runs with these arguments says so
        return list(arguments), []
    start = len(arguments) - len(names)
    return list(arguments[:start]), list(arguments[start:])


def _empty_ours(options: argparse.Namespace) -> None:
    """What our options name may lie in each folder, and not here."""
    for name, value in list(vars(options).items()):
        if name.startswith("aiguard_"):
            setattr(options, name, type(value)())
