"""A tree of git as files on disk, at the place where its checkout would be below another root.

The absolute path of the checkout is repeated below the temporary folder, so that relative paths
lead to the same places. What is written are the bytes that git keeps: filters and attributes could
run programs, or leave files out.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from aiguard_flake8.since import RevisionError
from aiguard_flake8.since.revision import Blob

_LINK, _SUBMODULE = "120000", "160000"
_PYTHON = (".py", ".pyi")
_LARGEST = 1_000_000  # bytes; of larger files that are not Python only the name matters


class Mirror:
    """A second root of the file system, for as long as the comparison takes."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def path(self, absolute: str | Path) -> Path:
        """Where an absolute path lies in the mirror."""
        path = Path(absolute)
        return self._root / path.relative_to(path.anchor)

    def copy(self, file: Path) -> None:
        """Have a file here as it is there, in place of what a tree had there."""
        target = self.path(file.absolute())
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)

    def link(self, path: Path) -> None:
        """Have here what no tree holds: ignored files, submodules."""
        target = self.path(path)
        if os.path.lexists(target):
            return
        with contextlib.suppress(OSError):  # a system that lets nobody link: it is not there then
            target.parent.mkdir(parents=True, exist_ok=True)
            target.symlink_to(path, target_is_directory=path.is_dir())

    def write(self, top: Path, blobs: Iterable[Blob]) -> None:
        """Write the files of a tree below `top`, the folder of the checkout."""
        folder = self.path(top)
        (folder / ".git").mkdir(
            parents=True
        )  # marks the root of the project; git is not asked here
        files = []
        for blob in blobs:
            (folder / blob.path).parent.mkdir(parents=True, exist_ok=True)
            if blob.mode == _SUBMODULE:
                self.link(top / blob.path)
            else:
                files.append(blob)
        for blob, content in _contents(files):
            _write(folder / blob.path, blob, content)


@contextlib.contextmanager
def mirror() -> Iterator[Mirror]:
    """A temporary folder outside every repository, removed whatever happens."""
    with tempfile.TemporaryDirectory(prefix="aiguard-since-", ignore_cleanup_errors=True) as folder:
        yield Mirror(Path(os.path.realpath(folder)))


def _write(path: Path, blob: Blob, content: bytes) -> None:
    if blob.mode == _LINK:
        with contextlib.suppress(OSError):
            path.symlink_to(os.fsdecode(content))
            return
    path.write_bytes(content)


def _contents(blobs: list[Blob]) -> Iterator[tuple[Blob, bytes]]:
    """The bytes of objects, from one process of git."""
    with tempfile.TemporaryFile() as names:
        names.write(b"".join(f"{blob.name}\n".encode() for blob in blobs))
        names.seek(0)
        with subprocess.Popen(
            ["git", "cat-file", "--batch"], stdin=names, stdout=subprocess.PIPE
        ) as git:
            assert git.stdout is not None
            for blob in blobs:
                yield blob, _next(git.stdout, blob)


def _next(stream: IO[bytes], blob: Blob) -> bytes:
    """One answer: a line with name, type and size, then the bytes and a line break."""
    facts = stream.readline().split()
    if len(facts) != 3:
        raise RevisionError(f"git has no object {blob.name} for {blob.path}")
    size = int(facts[2])
    content = stream.read(size)
    stream.read(1)
    if len(content) != size:
        raise RevisionError(f"git stopped in the middle of {blob.path}")
    return b"" if size > _LARGEST and not blob.path.endswith(_PYTHON) else content
