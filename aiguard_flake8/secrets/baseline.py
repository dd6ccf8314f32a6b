"""What is known of secrets and set aside: detect-secrets' baseline, slim or full, read by all.

The editor, flake8 and the hook read it here. detect-secrets is not needed for it.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from aiguard_flake8.formats import places
from aiguard_flake8.secrets.formats import BY_TYPE

NAME = ".secrets.baseline"
ENVIRONMENT_FILE = "Committed .env file"  # a type beside those of the table of formats


class BaselineError(Exception):
    """A baseline that cannot be read; the text is one line that names it and says why."""


class SettingsError(BaselineError):
    """Settings in a baseline that detect-secrets cannot follow; the text says which, in a line."""


class Entry(NamedTuple):
    """One secret that is set aside. Entries sort by path, type and hash."""

    path: str  # relative to the repository, with slashes
    type: str
    hash: str  # SHA-1 of the value, in hexadecimal
    label: bool | None = None  # what an audit said: real, not real, not asked yet


class Baseline:
    """A baseline that was read."""

    def __init__(
        self, file: Path, root: Path, data: dict[str, Any], entries: Collection[Entry]
    ) -> None:
        self.file = file
        self.root = root  # what the paths are relative to
        self.data = data  # as it stands in the file
        self.entries = tuple(sorted(entries, key=_order))
        self._by_hash: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            self._by_hash[entry.hash].append(entry)

    def entry_of(
        self, path: str, kind: str, digest: str, exists: Callable[[str], bool]
    ) -> Entry | None:
        """The entry that sets a secret aside, if one does.

        It has the same hash and type, and the same path, or one at which no file exists any more:
        the file was renamed. Types of other tools count as the same.
        """
        alike = [e for e in self._by_hash.get(digest, ()) if e.type == kind or is_foreign(e.type)]
        for entry in alike:
            if entry.path == path:
                return entry
        return next((entry for entry in alike if not exists(entry.path)), None)

    def sets_aside(
        self, filename: str, value: str, kind: str, exists: Callable[[str], bool]
    ) -> bool:
        """Whether a value in a file is known, as one type or, with none given, as any.

        The file's name is absolute, or relative to the working directory.
        """
        if not self.entries:
            return False
        digest = digest_of(value)
        kinds = [kind] if kind else {entry.type for entry in self._by_hash.get(digest, ())}
        path = _below(filename, self.root)
        return any(self.entry_of(path, each, digest, exists) for each in kinds)


def digest_of(value: str) -> str:
    """The hash of a value, as detect-secrets makes it."""
    return hashlib.sha1(encodable(value).encode("utf-8")).hexdigest()


def encodable(value: str) -> str:
    """The value; one that UTF-8 cannot hold (a lone surrogate) with an escape in its place."""
    return value.encode("utf-8", "backslashreplace").decode("utf-8")


def _below(filename: str, root: Path) -> str:
    """A file's path relative to a folder, links followed where that is needed; "" elsewhere."""
    path = Path(os.path.normpath(Path.cwd() / filename))
    for file, base in ((path, root), (path.resolve(), root.resolve())):
        if file.is_relative_to(base):
            return file.relative_to(base).as_posix()
    return ""


def is_foreign(kind: str) -> bool:
    """Whether a type is not one of ours: stock detect-secrets wrote it, or an older version."""
    return kind not in BY_TYPE and kind != ENVIRONMENT_FILE


def load(path: Path) -> Baseline:
    """Read a baseline: of any version, slim or full. Raises BaselineError."""
    try:
        data = json.loads(path.read_bytes())  # UTF-8 or, as PowerShell redirects, UTF-16
    except OSError as error:
        raise BaselineError(f"{path}: the baseline cannot be read ({error.strerror})") from error
    except (ValueError, RecursionError) as error:
        raise BaselineError(f"{path}: the baseline is not JSON ({_reason(error)})") from error
    root = places.root(str(path.absolute().parent))
    try:
        entries = set(_entries(data["results"], root, path.absolute().parent))
        for kind, key in (("plugins_used", "name"), ("filters_used", "path")):
            if not all(isinstance(each.get(key, ""), str) for each in data.get(kind, ())):
                raise TypeError(kind)
    except (KeyError, TypeError, AttributeError) as error:
        raise BaselineError(f"{path}: this is no baseline of detect-secrets") from error
    return Baseline(path, root, data, entries)


def _reason(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"line {error.lineno}: {error.msg}"
    return "not UTF-8" if isinstance(error, UnicodeDecodeError) else "nested too deeply"


def _entries(results: dict[str, Any], root: Path, folder: Path) -> Iterable[Entry]:
    for name, found in results.items():
        path = _from_root(name.replace("\\", "/"), root, folder)
        for each in found:
            label = each.get("is_secret")
            if not isinstance(each["hashed_secret"], str) or not isinstance(each["type"], str):
                raise TypeError("hash or type")
            known = label if isinstance(label, bool) else None
            yield Entry(path, each["type"], each["hashed_secret"], known)


def _from_root(path: str, root: Path, folder: Path) -> str:
    """A path relative to the repository, although it may be relative to the baseline's folder."""
    if folder != root and not (root / path).exists() and (folder / path).exists():
        return (folder / path).relative_to(root).as_posix()
    return path.removeprefix("./")


def _order(entry: Entry) -> tuple[str, str, str]:
    return entry[:3]
