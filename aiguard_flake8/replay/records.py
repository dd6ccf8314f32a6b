"""Repeats what an earlier run printed, when nothing has changed that it rests on.

A record is one file: texts between NULs, a checksum, and what was printed.

    key, state of the package, state of the process, exit code, what went to stderr,
    number of folders, [way, path, state] ..., number of files, [path, signature, digest] ...
"""

from __future__ import annotations

import os
import sys
import zlib

from aiguard_flake8.project.cache_folder import default_folder
from aiguard_flake8.project.package import package_state
from aiguard_flake8.replay.surroundings import (
    folder_state,
    process_state,
    signature_of,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_MAGIC = b"aiguard run 1\n"


def replay(arguments: Sequence[str]) -> int | None:
    """Print what `aiguard check` printed with these arguments, and return its exit code.

    None when there is no such run, or something may have changed since.
    """
    folder = record_folder()
    if folder is None or "--no-cache" in arguments or "-" in arguments:
        return None
    try:
        with open(record_path(folder, arguments), "rb") as stream:
            texts, printed = _unpacked(stream.read())
        code, errors = _still_holds(texts, arguments)
    except (OSError, ValueError, IndexError):
        return None
    if code is None:
        return None
    sys.stdout.flush()
    sys.stdout.buffer.write(printed)
    sys.stdout.flush()
    sys.stderr.write(errors)
    return code


def record_folder() -> str | None:
    """Where records lie; None when nothing is to be kept."""
    folder = default_folder()
    return None if folder is None else os.path.join(folder, "runs")


def record_path(folder: str, arguments: Sequence[str]) -> str:
    """The record of a run with these arguments, from the working directory."""
    key = _key(arguments).encode("utf-8", "surrogateescape")
    return os.path.join(folder, f"{zlib.crc32(key):08x}{zlib.adler32(key):08x}")


def packed(texts: Sequence[str], printed: bytes) -> bytes:
    """A record as it lies on disk."""
    text = "\0".join(texts).encode("utf-8", "surrogateescape")
    body = b"%d\n%b%b" % (len(text), text, printed)
    return b"%b%08x\n%b" % (_MAGIC, zlib.crc32(body), body)


def identity(arguments: Sequence[str]) -> list[str]:
    """The first texts of a record."""
    return [_key(arguments), package_state(), process_state()]


def _key(arguments: Sequence[str]) -> str:
    return repr([os.getcwd(), *arguments])


def _unpacked(record: bytes) -> tuple[list[str], bytes]:
    """Raises ValueError for what is no record."""
    magic, checksum, body = record[: len(_MAGIC)], *record[len(_MAGIC) :].split(b"\n", 1)
    if magic != _MAGIC or int(checksum, 16) != zlib.crc32(body):
        raise ValueError
    length, rest = body.split(b"\n", 1)
    texts = rest[: int(length)].decode("utf-8", "surrogateescape").split("\0")
    return texts, rest[int(length) :]


def _still_holds(texts: list[str], arguments: Sequence[str]) -> tuple[int | None, str]:
    if texts[:3] != identity(arguments):
        return None, ""
    start, count = 6, int(texts[5])
    for position in range(start, start + 3 * count, 3):
        way, path, state = texts[position : position + 3]
        if folder_state(way, path) != state:
            return None, ""
    start += 3 * count
    for position in range(start + 1, start + 1 + 3 * int(texts[start]), 3):
        if not _is_same(*texts[position : position + 3]):
            return None, ""
    return int(texts[3]), texts[4]


def _is_same(path: str, signature: str, digest: str) -> bool:
    """Whether a file is what it was; an empty digest says that there was none."""
    try:
        if signature:
            return signature_of(os.stat(path)) == signature or _digest(path) == digest
        return _digest(path) == digest
    except OSError:
        return not digest


def _digest(path: str) -> str:
    from aiguard_flake8.project.store import digest_of

    with open(path, "rb") as stream:
        return digest_of(stream.read())
