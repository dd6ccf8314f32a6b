"""Where what is searched comes from: the working tree, git's index, or git's history."""

from __future__ import annotations

import os
import stat
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from aiguard_flake8.formats import places
from aiguard_flake8.secrets.documents import LARGEST

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
    before: tuple[bytes, ...] | None = None  # in a history: the file in each parent of the commit
    commit: str = ""


def _environment() -> dict[str, str]:
    """git fetches nothing that a partial clone lacks, and writes nothing to its index."""
    # An older git does not know the first, and is left without any protocol to fetch by.
    offline = {"GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": ""}
    return {**os.environ, **offline, "GIT_OPTIONAL_LOCKS": "0"}


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
        return _is_regular(self.root / path, follow_symlinks=True)

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
            if _is_folder(path):
                raise SourceError(f"{path!r} is a folder; the hook takes files")
            yield from self._item(path)

    def below(self, paths: Sequence[str]) -> Iterator[Item]:
        """Files that are named, and those below folders that git tracks (all, without git)."""
        tracked = self.tracked()
        seen = set()
        for path in paths:
            if _is_folder(path):
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
        return _is_regular(self.root / path, follow_symlinks=False)

    def _item(self, path: str) -> Iterator[Item]:
        """A file that is named; nothing for a link, and for what is no file, such as a pipe."""
        try:
            os.lstat(path)  # a link that leads nowhere is there; "" is nothing, not "."
        except PermissionError:
            pass  # it may be there
        except OSError as error:
            raise SourceError(f"there is no file {path!r}") from error
        relative = self.relative(path)
        if self._is_file(relative):
            yield Item(relative)

    def content(self, item: Item) -> bytes:
        """The bytes of an item; of one too large to be searched, just enough to see that it is.

        Raises OSError where the working tree does not give them.
        """
        if item.data is not None:
            return item.data
        with (self.root / item.path).open("rb") as file:
            return file.read(LARGEST + 1)

    def staged(self, paths: Sequence[str]) -> Iterator[Item]:
        """Files as the index has them: those named or below folders, or all that differ from HEAD.

        Raises SourceError for a name of which the index holds nothing.
        """
        self._needs_git()
        index = list(self._index())
        if paths:
            wanted = self._in_index(paths, {name for name, *_ in index})
        else:
            against = ("--cached", "--name-only", "--no-renames", "--diff-filter=d", "-z")
            wanted = set(self._names("diff", *against))
        # Of a file in conflict there are three stages; 2 is ours.
        blobs = {
            name: blob
            for name, mode, blob, stage in index
            if name in wanted and mode in _FILE_MODES and stage in ("0", "2")
        }
        with _Blobs(self.root) as contents:
            for name in sorted(blobs):
                yield Item(name, contents.read(blobs[name]))

    def _index(self) -> Iterator[tuple[str, str, str, str]]:
        """Path, mode, blob and stage of each entry of the index."""
        for entry in self._names("ls-files", "--stage", "-z"):
            facts, _, name = entry.partition("\t")
            mode, blob, stage = facts.split()
            yield name, mode, blob, stage

    def _in_index(self, paths: Sequence[str], names: set[str]) -> set[str]:
        wanted: set[str] = set()
        for path in paths:
            named = self.relative(path)
            start = "" if named == "." else f"{named}/"
            found = {named} & names or {name for name in names if name.startswith(start)}
            if not found:
                raise SourceError(f"git's index holds no file {path!r}")
            wanted |= found
        return wanted

    def history(self, revisions: str) -> Iterator[Item]:
        """Each file that each commit of a range changed, oldest first, with what it was before.

        A merge changes what it has from none of its parents: what came in from one of them is that
        one's own doing.
        """
        self._needs_git()
        if revisions.startswith("-") or not revisions:
            raise SourceError(f"{revisions!r} is no range of revisions, such as origin/main..HEAD")
        options = ("--reverse", "-c", "--raw", "-z", "-M", "--no-abbrev", "--no-show-signature")
        raw = self.git("log", *options, "--format=%x01%H", revisions, "--").split(b"\0")
        with _Blobs(self.root) as blobs:
            for commit, old, new, path in _changes(iter(raw)):
                before = tuple(b"" if each == _NOTHING else blobs.read(each) for each in old)
                yield Item(path, blobs.read(new), before=before, commit=commit)

    def _needs_git(self) -> None:
        if not self.in_git:
            raise SourceError(f"{self.root} is in no git repository")


def _is_regular(path: Path, follow_symlinks: bool) -> bool:
    """What may not be looked at counts as a file: whoever reads it will see why, and name it."""
    try:
        return stat.S_ISREG(path.stat(follow_symlinks=follow_symlinks).st_mode)
    except PermissionError:
        return True
    except (OSError, ValueError):  # not there, a name too long, a loop of links
        return False


def _is_folder(path: str) -> bool:
    return os.path.isdir(path)  # noqa: PTH112 - Path fails where it may not look


def _changes(words: Iterator[bytes]) -> Iterator[tuple[str, tuple[str, ...], str, str]]:
    """Commit, old blobs, new blob and path of each change that `git log -c --raw -z` tells of.

    There is an old blob for each parent of the commit.
    """
    commit = ""
    for word in words:
        text = word.strip(b"\n").decode("utf-8", "replace")
        if text.startswith("\x01"):
            commit = text[1:]
        elif text.startswith(":"):
            facts = text.lstrip(":").split()
            parents = len(text) - len(text.lstrip(":"))
            *old_modes, mode = facts[: parents + 1]
            *old, new = facts[parents + 1 : -1]
            path = next(words)
            if parents == 1 and facts[-1][0] in "RC":
                path = next(words)
            if mode in _FILE_MODES:
                files = zip(old_modes, old)
                earlier = tuple(o if m in _FILE_MODES else _NOTHING for m, o in files)
                yield commit, earlier, new, os.fsdecode(path)


class _Blobs:
    """One `git cat-file` for many blobs."""

    def __init__(self, root: Path) -> None:
        self._process = subprocess.Popen(
            ["git", "cat-file", "--batch"],
            cwd=root,
            env=_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # what is missing is said once, by us
        )

    def __enter__(self) -> _Blobs:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def read(self, name: str) -> bytes:
        """The content of a blob; of one too large to be searched, just enough to see that it is.

        Raises SourceError when the repository does not hold it.
        """
        asked, told = self._process.stdin, self._process.stdout
        assert asked is not None
        assert told is not None
        asked.write(name.encode() + b"\n")
        asked.flush()
        header = told.readline().split()
        if len(header) != 3:
            raise SourceError(f"git has no object {name} (a shallow or partial clone?)")
        content = told.read(min(int(header[2]), LARGEST + 1))
        left = int(header[2]) - len(content) + 1  # with a line break behind it
        while left and (passed := told.read(min(left, 1_000_000))):
            left -= len(passed)
        return content
