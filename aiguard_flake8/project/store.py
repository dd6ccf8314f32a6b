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
from pathlib import Path
from typing import Any

from aiguard_flake8 import __version__

_PACKAGE = Path(__file__).parent.parent
_MOST_ENTRIES = 256  # in one of 256 folders; then the oldest half of that folder goes


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
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                json.dump([key, document], stream, separators=(",", ":"))
            os.replace(temporary, path)
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
        for name in ("", "facts", "project", "libraries"):
            with os.scandir(_PACKAGE / name) as entries:
                for entry in sorted(entries, key=lambda each: each.name):
                    if entry.name.endswith((".py", ".toml")):
                        stat = entry.stat()
                        digest.update(f"{entry.name} {stat.st_mtime_ns} {stat.st_size}".encode())
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


def _bound(folder: str) -> None:
    names = os.listdir(folder)
    if len(names) <= _MOST_ENTRIES:
        return
    paths = sorted((os.path.join(folder, name) for name in names), key=os.path.getmtime)
    for path in paths[: len(paths) // 2]:
        os.unlink(path)
