"""The baseline as a file: JSON, one finding a line, sorted, nothing that changes by itself.

    {
    "version": 1,
    "findings": [
    {"file": "app/a.py", "code": "AIG201", "function": "f", "fingerprint": "5d6d…", "count": 1},
    null
    ]
    }

The closing null lets every finding's line end with a comma, so that lines come and go in two
branches without one touching the other's.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

VERSION = 1
# Our own failures, and credentials: those are reviewed one by one in a baseline of their own.
NEVER_HELD = frozenset({"AIG000", "AIG502", "AIG503", "AIG504", "AIG516", "AIG523"})


class BaselineError(Exception):
    """A baseline that cannot be read; the text is one line that says where and why."""


class Entry(NamedTuple):
    """So many findings that cannot be told from one another. Entries sort as the file does."""

    file: str  # relative to the baseline, with forward slashes
    code: str
    function: str
    fingerprint: str
    times: int  # `count` in the file


def read(path: Path) -> list[Entry]:
    """The entries of a baseline. Raises BaselineError."""
    try:
        text = path.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError as error:
        raise BaselineError(f"{path} cannot be read: {error.strerror or error}") from error
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        hint = " (a conflict left by a merge?)" if "\n<<<<<<<" in f"\n{text}" else ""
        raise BaselineError(f"{path} is not JSON: {error}{hint}") from error
    if not isinstance(document, dict) or not isinstance(document.get("findings"), list):
        raise BaselineError(f"{path} is no baseline: it has no list `findings`")
    if document.get("version") != VERSION:
        raise BaselineError(
            f"{path} has version {document.get('version')!r}, and this aiguard-flake8 reads"
            f" {VERSION}"
        )
    return [
        _entry(item, f"{path}, finding {number}")
        for number, item in enumerate(document["findings"], 1)
        if item is not None
    ]


def write(path: Path, entries: Iterable[Entry]) -> None:
    """Replace the file in one step. Raises OSError."""
    import tempfile  # not needed to read one

    path = Path(os.path.realpath(path))  # behind a link, the file that it leads to
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(
            handle, "w", encoding="utf-8", errors="surrogateescape", newline="\n"
        ) as stream:
            stream.write(dumps(entries))
        os.chmod(temporary, _mode(path))
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def dumps(entries: Iterable[Entry]) -> str:
    """The file's text: the same for the same entries, in whatever order they come."""
    items = (dict(zip(_KEYS, each)) for each in sorted(entries))
    lines = [json.dumps(each, ensure_ascii=False) + ",\n" for each in items]
    return f'{{\n"version": {VERSION},\n"findings": [\n{"".join(lines)}null\n]\n}}\n'


_KEYS = (*Entry._fields[:-1], "count")


def _mode(path: Path) -> int:
    """The permissions of the file that is replaced, or what a new file would get."""
    try:
        return path.stat().st_mode & 0o777
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def _entry(item: Any, where: str) -> Entry:
    if not isinstance(item, dict) or set(item) != set(_KEYS):
        raise BaselineError(f"{where}: it needs {', '.join(_KEYS)}, and nothing else")
    for key in _KEYS:
        value = item[key]
        if not (type(value) is int and value > 0 if key == "count" else type(value) is str):
            raise BaselineError(f"{where}: `{key}` is {value!r}")
    if item["code"] in NEVER_HELD:
        raise BaselineError(f"{where}: a baseline never holds {item['code']}")
    return Entry(*(item[key] for key in _KEYS))
