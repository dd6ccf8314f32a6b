"""What flake8 will do with a finding, asked of flake8 itself."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from functools import cached_property

from flake8.discover_files import expand_paths
from flake8.style_guide import Decision, StyleGuideManager
from flake8.violation import Violation


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

    def files(self, folder: str) -> Iterable[str]:
        """The files that flake8 checks below a folder."""
        options = self._options
        found: Iterable[str] = expand_paths(
            paths=[folder],
            stdin_display_name="stdin",
            filename_patterns=options.filename,
            exclude=(*options.exclude, *options.extend_exclude),
        )
        return found
