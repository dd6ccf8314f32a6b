"""Paths as a report names them: relative to the repository, the same on every machine."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path, PurePath
from urllib.parse import quote


@cache
def root(folder: str) -> Path:
    """The repository that a folder is in, or the folder itself where there is none."""
    start = Path(folder)
    for each in (start, *start.parents):
        if (each / ".git").exists():  # a folder, or a file in a worktree
            return each
    return start


def relative(path: str) -> PurePath | None:
    """A path below the repository of the working directory; None for one that is elsewhere."""
    here = Path.cwd()
    top = root(str(here))
    absolute = Path(os.path.normpath(here / path))
    # Asked again with links followed: a working directory may be reached through one.
    for file, base in ((absolute, top), (absolute.resolve(), top.resolve())):
        if file.is_relative_to(base):
            return file.relative_to(base)
    return None


def uri(path: str) -> tuple[str, bool]:
    """A path as a URI reference, and whether that is relative to the repository."""
    below = relative(path)
    if below is None:
        return Path(path).absolute().as_uri(), False
    return quote(os.fsencode(below.as_posix())), True
