"""Writes down what a run rests on as a whole, so that the same run can be replayed."""

from __future__ import annotations

import io
import os
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from aiguard_flake8.project.markers import CONFIGURATION
from aiguard_flake8.project.trace import Glance
from aiguard_flake8.replay.records import identity, packed, record_folder, record_path
from aiguard_flake8.replay.surroundings import folder_state, is_settled
from aiguard_flake8.runner.contents import Contents

_MOST_RECORDS = 64
_LARGEST = 4_000_000  # bytes printed


class Journal:
    """One run. Nothing is recorded when something speaks against it."""

    def __init__(self, arguments: Sequence[str]) -> None:
        """`arguments` are those of `aiguard check`."""
        self._arguments = arguments
        self._started = time.time_ns()
        self._glances: set[Glance] = set()
        self._contents: Contents | None = None
        self._paths: set[str] = set()
        self._refused = False
        self.printed = b""

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Keep what is printed meanwhile; it is printed all the same, at the end."""
        real, copy = sys.stdout, _Copy(io.BytesIO(), encoding="utf-8")
        copy.is_terminal = real.isatty()
        sys.stdout = copy
        try:
            yield
        finally:
            sys.stdout = real
            copy.flush()
            self.printed = copy.buffer.getvalue()
            real.flush()
            real.buffer.write(self.printed)
            real.flush()

    def refuse(self) -> None:
        """Something was asked for, or came up, that a replay would not give again."""
        self._refused = True

    def noticed(self, glances: Iterable[Glance]) -> None:
        """Folders and files that the run has looked at."""
        self._glances.update(glances)

    def read(self, contents: Contents, digests: Iterable[tuple[str, str | None]]) -> None:
        """What the run knows of files, and what it has really read at some paths."""
        self._contents = contents
        for path, digest in digests:
            if contents.digest(path) != digest:
                self._refused = True  # changed meanwhile
        self._paths = set(contents.now)

    def write(self, code: int, errors: str) -> None:
        """Leave the record, now that all has been printed."""
        folder = record_folder()
        if folder is None or self._refused or self._contents is None:
            return
        if len(self.printed) > _LARGEST:
            return
        try:
            texts = [*identity(self._arguments), str(code), errors, *self._texts(self._contents)]
            _put(folder, record_path(folder, self._arguments), packed(texts, self.printed))
        except (OSError, ValueError, _Unsettled):
            return  # nothing is kept

    def _texts(self, contents: Contents) -> list[str]:
        folders = sorted(each for each in self._glances if each[0] != "read")
        files = {path for way, path, _ in self._glances if way == "read"}
        files.update(self._paths)
        files.update(_configuration_files())
        texts = [str(len(folders))]
        for way, path, seen in folders:
            if way == "marks":  # somewhere above, where others come and go
                texts += [way, path, seen]
            else:
                self._hold_still(path)
                texts += [way, path, folder_state(way, path)]
        texts.append(str(len(files)))
        for path in sorted(files):
            self._hold_still(path)
            digest = contents.digest(path)
            known = contents.now[path]
            texts += [path, known.signature if known else "", digest or ""]
        if any("\0" in text for text in texts):
            raise ValueError
        return texts

    def _hold_still(self, path: str) -> None:
        """Raise _Unsettled for what was changed while the run went on, or shortly before."""
        try:
            stat = os.stat(path)
        except OSError:
            return
        if not is_settled(stat, self._started):
            raise _Unsettled


class _Copy(io.TextIOWrapper):
    """Takes what is printed."""

    is_terminal = False
    buffer: io.BytesIO

    def isatty(self) -> bool:
        """Whether it will be printed to a terminal, which decides on colours."""
        return self.is_terminal


class _Unsettled(Exception):
    """A file or folder is too young to be sure that it has not changed meanwhile."""


def _configuration_files() -> list[str]:
    """Where flake8 looks for its configuration, whether there is any or not."""
    found, folder = [], os.getcwd()
    while True:
        found += [os.path.join(folder, name) for name in CONFIGURATION]
        above = os.path.dirname(folder)
        if above == folder:
            return found
        folder = above


def _put(folder: str, path: str, record: bytes) -> None:
    os.makedirs(folder, mode=0o700, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=folder, suffix=".partial")
    with os.fdopen(handle, "wb") as stream:
        stream.write(record)
    os.replace(temporary, path)
    others = sorted(
        (os.path.join(folder, name) for name in os.listdir(folder)), key=os.path.getmtime
    )
    for each in others[:-_MOST_RECORDS]:
        os.unlink(each)
