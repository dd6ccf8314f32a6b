"""What stands for the content of files, read again only when their signatures have changed.

A signature is what the file system says of a file: times, size, inode. It is trusted only when the
file had been left alone for a while before it was taken: within the grain of a file system's clock
a file may change without a trace.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from typing import NamedTuple

from aiguard_flake8.project.store import digest_of
from aiguard_flake8.replay.surroundings import is_settled, signature_of


class Known(NamedTuple):
    """What was found at a path."""

    signature: str  # empty: not to be trusted
    digest: str


class Contents:
    """Answers for one run."""

    def __init__(self, known: Mapping[str, Known]) -> None:
        """`known` comes from an earlier run."""
        self._before = known
        self.now: dict[str, Known | None] = {}  # None: there is no such file

    def digest(self, path: str) -> str | None:
        """What stands for the content of a file, by its absolute path; None when there is none."""
        if path not in self.now:
            self.now[path] = self._look(path)
        found = self.now[path]
        return None if found is None else found.digest

    def _look(self, path: str) -> Known | None:
        before = self._before.get(path)
        try:
            if before is not None and before.signature == signature_of(os.stat(path)):
                return before
            with open(path, "rb") as stream:
                stat = os.fstat(stream.fileno())
                signature = signature_of(stat) if is_settled(stat, time.time_ns()) else ""
                return Known(signature, digest_of(stream.read()))
        except (OSError, ValueError):
            return None
