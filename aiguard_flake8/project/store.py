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
from contextlib import suppress
from pathlib import Path
from typing import Any

from aiguard_flake8 import __version__

_PACKAGE = Path(__file__).parent.parent
_SUFFIXES = frozenset({".json", ".partial"})
_MOST_BYTES = 1_000_000  # in one of 256 folders; then the oldest entries of that folder go


class Store:
    """A folder of JSON documents by key."""

    def __init__(self, folder: Path | None) -> None:
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
                kept, document = json.load(stream)
        except (OSError, ValueError, TypeError, RecursionError):
            return None
        return document if kept == key else None

    def put(self, key: str, document: Any) -> None:
        """Keep a document: whole or not at all, whoever else writes at the same time."""
        if self._folder is None:
            return
        import tempfile  # it brings a good deal along, which a filled cache has no use for

        path = self._path(key)
        folder = os.path.dirname(path)
        try:
            os.makedirs(folder, mode=0o700, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=folder, suffix=".partial")
            text = json.dumps([key, document], separators=(",", ":"))
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                stream.write(text)
            os.replace(temporary, path)
            if len(text) > _MOST_BYTES // 16 or key.endswith("0"):  # not each time: it takes time
                _bound(folder)
        except (OSError, ValueError, RecursionError):
            self._folder = None  # a folder that cannot be written is not tried again

    def _path(self, key: str) -> str:
        return os.path.join(str(self._folder), key[:2], f"{key[2:]}.json")


def default_folder() -> Path | None:
    """The user's cache folder; None when there is none, or `AIGUARD_CACHE=off`."""
    chosen = os.environ.get("AIGUARD_CACHE", "")
    if chosen == "off":
        return None
    if chosen:
        return Path(chosen)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA", "")
    elif sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME", "") or os.path.expanduser("~/.cache")
    return Path(base) / "aiguard-flake8" if os.path.isabs(base) else None


def salt(*further: str) -> str:
    """What every key depends on: our version and files, Python's version, and `further`."""
    digest = hashlib.sha256(f"{__version__} {sys.version}".encode())
    try:
        for folder, folders, names in os.walk(_PACKAGE):
            folders.sort()
            for name in sorted(names):
                if name.endswith((".py", ".toml")):
                    stat = os.stat(os.path.join(folder, name))
                    digest.update(f"{name} {stat.st_mtime_ns} {stat.st_size}".encode())
    except OSError:
        pass  # a zipped package does not change
    for text in further:
        digest.update(text.encode())
    return digest.hexdigest()


def digest_of(source: bytes) -> str:
    """What stands for the content of a file."""
    return hashlib.blake2b(source, digest_size=16).hexdigest()


def key_of(text: str, place: str, salted: str) -> str:
    """The key of what depends on a file's text and on where it lies in its project."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass"))
    digest.update(f"\0{place}\0{salted}".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def clear(folder: Path) -> int:
    """Remove what a store keeps in a folder, and nothing else. Returns the number of files."""
    removed = 0
    for path in folder.glob("[0-9a-f][0-9a-f]/*"):
        if path.suffix in _SUFFIXES:
            path.unlink(missing_ok=True)
            removed += 1
    for path in folder.glob("[0-9a-f][0-9a-f]"):
        with suppress(OSError):  # something else lies there
            path.rmdir()
    return removed


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
