"""What flake8 is configured to do, asked of flake8 itself."""

from __future__ import annotations

import argparse
import logging
import os
from collections.abc import Iterator, Sequence
from functools import cached_property

from flake8.discover_files import expand_paths
from flake8.main.options import stage1_arg_parser
from flake8.options.config import load_config
from flake8.style_guide import Decision, StyleGuideManager
from flake8.utils import fnmatch, matches_filename, normalize_path
from flake8.violation import Violation

_LOG = logging.getLogger(__name__)


class Decisions:
    """flake8's selection, ignores, `per-file-ignores`, excludes and `# noqa` of one run."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._options = options

    @cached_property
    def _guides(self) -> StyleGuideManager:
        # Without a formatter: it is asked for decisions, and nothing is reported to it.
        return StyleGuideManager(self._options, None)

    def shows(self, code: str, filename: str, line: int, physical_line: str | None) -> bool:
        """Whether flake8 shows a finding. `physical_line` is where it looks for `# noqa`."""
        guide = self._guides.style_guide_for(filename)
        if guide.should_report_error(code) is not Decision.Selected:
            return False
        violation = Violation(code, filename, line, 1, "", physical_line)
        return not violation.is_inline_ignored(self._options.disable_noqa)

    def named_files(self) -> Iterator[str]:
        """The files that flake8 would check: those that are named, and those below what is."""
        options = self._options
        found: Iterator[str] = expand_paths(
            paths=options.filenames,
            stdin_display_name=options.stdin_display_name,
            filename_patterns=options.filename,
            exclude=(*options.exclude, *options.extend_exclude),
        )
        return found

    def excludes(self, path: str) -> bool:
        """Whether flake8 passes over a path, even when it is named."""
        patterns = (*self._options.exclude, *self._options.extend_exclude)
        excluded: bool = matches_filename(path, patterns, "%(path)s %(whether)sexcluded", _LOG)
        return excluded

    def finds(self, path: str) -> bool:
        """Whether flake8 takes a file of this name when it is given the folder around it."""
        return fnmatch(path, self._options.filename) and not self.excludes(path)

    def files(self, folder: str) -> Iterator[str]:
        """The files below a folder that flake8 would check.

        Hidden folders and virtual environments are left out even where flake8 would enter them:
        nobody renames a file into them.
        """
        for path, folders, names in os.walk(folder):
            if "pyvenv.cfg" in names or self.excludes(path):
                folders.clear()
                continue
            folders[:] = [each for each in folders if not each.startswith(".")]
            for name in names:
                file = os.path.join(path, name)
                if self.finds(file):
                    yield file


def configured(option: str, arguments: Sequence[str]) -> str:
    """What flake8's configuration says of one of our path options; "" when it says nothing."""
    preliminary, _ = stage1_arg_parser().parse_known_args(list(arguments))
    configuration, folder = load_config(
        preliminary.config, preliminary.append_config, isolated=preliminary.isolated
    )
    for name in (option, option.replace("-", "_")):
        if configuration.has_option("flake8", name):
            path: str = normalize_path(configuration.get("flake8", name).strip(), folder)
            return path
    return ""
