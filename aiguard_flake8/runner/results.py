"""What the check of one file gives."""

from __future__ import annotations

from typing import NamedTuple

# Code, line from 1, column from 0, message, physical line: what flake8 hands to its style guide.
# Then what stays when lines move: function and fingerprint, see `identity`.
Result = tuple[str, int, int, str, str | None, str, str]


class FileResult(NamedTuple):
    """One file."""

    path: str  # as flake8 names it
    results: tuple[Result, ...]
    lines: int
    failure: str = ""  # why the file could not be read or parsed
