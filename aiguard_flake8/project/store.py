"""Summaries on disk, shared by the workers of a run and by the runs of a user.

They lie in the user's cache folder, never in the checkout (a repository could ship poisoned ones),
as JSON, keyed by everything that they depend on, so that an entry is never stale. Whatever goes
wrong here means that there is no cache, and nothing else.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import zlib
from contextlib import suppress
from typing import Any

from aiguard_flake8.project.package import package_state

_MOST_BYTES = 16_000_000  # in one of 16 folders; then the oldest entries of that folder go


class Store:
    """A folder of JSON documents by key."""

    def __init__(self, folder: str | os.PathLike[str] | None) -> None:
        """None keeps nothing."""
        self._folder = folder

    @property
    def keeps(self) -> bool:
        """Whether anything is kept at all."""
        return self._folder is not None

    def get(self, key: str) -> Any:
        """The document of a key, or None."""
        if self._folder is None:
            return None
        try:
            with open(self._path(key), "rb") as stream:
                checksum, text = stream.readline(), stream.read()
            if checksum != _checksum(text):
                return None
            kept, document = json.loads(text)
        except (OSError, ValueError, TypeError, RecursionError):
            return None
        return document if kept == key else None

    def put(self, key: str, document: Any) -> None:
        """Keep a document: whole or not at all, whoever else writes at the same time."""
        if self._folder is None:
            return
        path = self._path(key)
        folder = os.path.dirname(path)
        try:
            if not os.path.isdir(folder):
                os.makedirs(folder, mode=0o700, exist_ok=True)
            temporary = f"{path}.{os.getpid()}.partial"  # nobody else writes to the folder
            text = json.dumps([key, document], separators=(",", ":")).encode()
            with open(temporary, "wb") as stream:
                stream.write(_checksum(text) + text)
            os.replace(temporary, path)
            if int(key[-5:], 16) < len(text):  # it takes time: about once for each megabyte
                _bound(folder)
        except (OSError, ValueError, RecursionError):
            self._folder = None  # a folder that cannot be written is not tried again

    def _path(self, key: str) -> str:
        return os.path.join(self._folder or "", key[:1], f"{key[1:]}.json")


def _checksum(text: bytes) -> bytes:
    """The first line of a file: a document that was damaged may still be JSON."""
    return b"%08x\n" % zlib.crc32(text)


def salt(*further: str) -> str:
    """What every key depends on: our version and files, Python's version, and `further`."""
    digest = hashlib.sha256(f"{package_state()}\0{sys.version}".encode())
    for text in further:
        digest.update(text.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def digest_of(source: bytes) -> str:
    """What stands for the content of a file."""
    return hashlib.blake2b(source, digest_size=16).hexdigest()


def key_of(text: str, place: str, salted: str) -> str:
    """The key of what depends on a file's text and on where it lies in its project."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass"))
    digest.update(f"\0{place}\0{salted}".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _bound(folder: str) -> None:
    """Drop the oldest entries of a folder until the rest is small enough; the newest stays."""
    entries = []
    with os.scandir(folder) as found:
        for entry in found:
            with suppress(FileNotFoundError):  # another run has dropped it
                stat = entry.stat()
                entries.append((stat.st_mtime_ns, stat.st_size, entry.path))
    size = sum(each[1] for each in entries)
    for _, bytes_, path in sorted(entries)[:-1]:
        if size <= _MOST_BYTES:
            break
        with suppress(FileNotFoundError):
            os.unlink(path)
        size -= bytes_
