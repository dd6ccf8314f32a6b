"""Where what is searched comes from: the working tree, git's index, or git's history."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from aiguard_flake8.formats import places

_NOTHING = "0" * 40
_FILE_MODES = ("100644", "100755")  # neither links nor submodules
# Not in git: what is passed over when a folder is searched.
_SKIPPED_FOLDERS = frozenset({".git", ".hg", ".svn", ".tox", ".nox", "node_modules", "__pycache__"})


class SourceError(Exception):
    """What was asked for cannot be read; the text says why, in one line."""


class Item(NamedTuple):
    """One file to search."""

    path: str  # relative to the repository, with slashes
    data: bytes | None = None  # None: read it from the working tree
    committed: bool = True  # git has it, or is about to
    before: bytes | None = None  # in a history: the file before the commit
    commit: str = ""


def _environment() -> dict[str, str]:
    """git fetches nothing that a partial clone lacks, and writes nothing to its index."""
    return {**os.environ, "GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0"}


@cache
def _resolved(folder: Path) -> Path:
    return folder.resolve()


class Repository:
    """The repository around the working directory, or that directory where there is none."""

    def __init__(self) -> None:
        self.root = places.root(str(Path.cwd())).resolve()
        self.in_git = (self.root / ".git").exists()

    def relative(self, path: str) -> str:
        """A path as baselines hold it. Links are followed up to the file's folder, not further."""
        whole = Path(os.path.normpath(Path.cwd() / path))
        return os.path.relpath(_resolved(whole.parent) / whole.name, self.root).replace(os.sep, "/")

    def exists(self, path: str) -> bool:
        """Whether a file of the repository is there."""
        return (self.root / path).is_file()

    def git(self, *arguments: str) -> bytes:
        """What git prints. Raises SourceError with git's own first line."""
        command = ["git", "-c", "core.quotepath=off", "-c", "log.showRoot=true", *arguments]
        try:
            done = subprocess.run(
                command, cwd=self.root, env=_environment(), capture_output=True, check=False
            )
        except OSError as error:
            raise SourceError(f"git cannot be run ({error.strerror})") from error
        if done.returncode:
            lines = done.stderr.decode("utf-8", "replace").splitlines() or ["no reason given"]
            raise SourceError(f"git {arguments[0]}: {lines[0]}")
        return done.stdout

    def _names(self, *arguments: str) -> list[str]:
        return [os.fsdecode(name) for name in self.git(*arguments).split(b"\0") if name]

    def tracked(self) -> set[str]:
        """The files that git has or is about to; empty without git."""
        return set(self._names("ls-files", "-z")) if self.in_git else set()

    def named(self, paths: Iterable[str]) -> Iterator[Item]:
        """Files as they were handed over; all of them count as committed."""
        for path in dict.fromkeys(paths):
            if Path(path).is_dir():
                raise SourceError(f"{path!r} is a folder; the hook takes files")
            yield from self._item(path)

    def below(self, paths: Sequence[str]) -> Iterator[Item]:
        """Files that are named, and those below folders that git tracks (all, without git)."""
        tracked = self.tracked()
        seen = set()
        for path in paths:
            if Path(path).is_dir():
                found = self._below(self.relative(path), tracked)
            else:
                found = (item.path for item in self._item(path))
            for each in found:
                if each not in seen:
                    seen.add(each)
                    yield Item(each, committed=each in tracked)

    def _below(self, folder: str, tracked: set[str]) -> Iterator[str]:
        start = "" if folder == "." else folder + "/"
        names = sorted(tracked) if self.in_git else self._walk(folder)
        for name in names:
            if name.startswith(start) and self._is_file(name):
                yield name

    def _walk(self, folder: str) -> Iterator[str]:
        for path, folders, files in os.walk(self.root / folder):
            folders[:] = sorted(set(folders) - _SKIPPED_FOLDERS)
            yield from (self.relative(f"{path}/{name}") for name in sorted(files))

    def _is_file(self, path: str) -> bool:
        """A link is none: git holds where it leads, no more."""
        whole = self.root / path
        return whole.is_file() and not whole.is_symlink()

    def _item(self, path: str) -> Iterator[Item]:
        """A file that is named; nothing for a link, and for what is no file, such as a pipe."""
        if not os.path.lexists(path):  # a link that leads nowhere is there
            raise SourceError(f"there is no file {path!r}")
        relative = self.relative(path)
        if self._is_file(relative):
            yield Item(relative)

    def content(self, item: Item) -> bytes:
        """The bytes of an item. Raises OSError where the working tree does not give them."""
        return item.data if item.data is not None else (self.root / item.path).read_bytes()

    def staged(self, paths: Sequence[str]) -> Iterator[Item]:
        """Files as the index has them: those that are named, or all that differ from HEAD."""
        self._needs_git()
        if paths:
            wanted = {self.relative(path) for path in paths}
        else:
            against = ("--cached", "--name-only", "--no-renames", "--diff-filter=d", "-z")
            wanted = set(self._names("diff", *against))
        blobs = {}
        for entry in self._names("ls-files", "--stage", "-z"):
            facts, _, name = entry.partition("\t")
            mode, blob, stage = facts.split()
            # Of a file in conflict there are three stages; 2 is ours.
            if name in wanted and mode in _FILE_MODES and stage in ("0", "2"):
                blobs[name] = blob
        with _Blobs(self.root) as contents:
            for name in sorted(blobs):
                yield Item(name, contents.read(blobs[name]))

    def history(self, revisions: str) -> Iterator[Item]:
        """Each file that each commit of a range changed, oldest first, with what it was before."""
        self._needs_git()
        if revisions.startswith("-") or not revisions:
            raise SourceError(f"{revisions!r} is no range of revisions, such as origin/main..HEAD")
        options = ("--reverse", "-m", "--raw", "-z", "-M", "--no-abbrev", "--no-show-signature")
        raw = self.git("log", *options, "--format=%x01%H", revisions, "--").split(b"\0")
        seen = set()  # a merge tells of each change again
        with _Blobs(self.root) as blobs:
            for commit, old, new, path in _changes(iter(raw)):
                if (old, new, path) in seen:
                    continue
                seen.add((old, new, path))
                before = b"" if old == _NOTHING else blobs.read(old)
                yield Item(path, blobs.read(new), before=before, commit=commit)

    def _needs_git(self) -> None:
        if not self.in_git:
            raise SourceError(f"{self.root} is in no git repository")


def _changes(words: Iterator[bytes]) -> Iterator[tuple[str, str, str, str]]:
    """Commit, old and new blob, and path of each change that `git log --raw -z` tells of."""
    commit = ""
    for word in words:
        text = word.strip(b"\n").decode("utf-8", "replace")
        if text.startswith("\x01"):
            commit = text[1:]
        elif text.startswith(":"):
            old_mode, mode, old, new, kind = text[1:].split()
            path = next(words)
            if kind[0] in "RC":
                path = next(words)
            if mode in _FILE_MODES:
                yield commit, old if old_mode in _FILE_MODES else _NOTHING, new, os.fsdecode(path)


class _Blobs:
    """One `git cat-file` for many blobs."""

    def __init__(self, root: Path) -> None:
        self._process = subprocess.Popen(
            ["git", "cat-file", "--batch"],
            cwd=root,
            env=_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def __enter__(self) -> _Blobs:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def read(self, name: str) -> bytes:
        """The content of a blob. Raises SourceError when the repository does not hold it."""
        asked, told = self._process.stdin, self._process.stdout
        assert asked is not None
        assert told is not None
        asked.write(name.encode() + b"\n")
        asked.flush()
        header = told.readline().split()
        if len(header) != 3:
            raise SourceError(f"git has no object {name} (a shallow or partial clone?)")
        content = told.read(int(header[2]))
        told.read(1)
        return content
