"""What git knows: which revision to compare with, and what it holds."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import NamedTuple

from aiguard_flake8.since import RevisionError


def checkout() -> Path:
    """The folder of the repository's checkout that the working directory is in, links resolved.

    Raises RevisionError where there is none.
    """
    top = os.fsdecode(run("rev-parse", "--show-toplevel")).rstrip("\r\n")
    return Path(os.path.realpath(top))


def base_of(revision: str) -> str:
    """The tree to compare with: that of the merge base of `revision` and HEAD.

    It is the empty tree where git says that there is nothing before: for a revision of zeros, which
    hooks are given for a new branch, for the parent of the first commit, and for HEAD before it.
    Raises RevisionError; to compare with nothing by mistake would report everything or nothing.
    """
    if _ask("rev-parse", "--is-shallow-repository") == "true":
        raise RevisionError(
            "--since needs the history, and this clone is shallow; fetch all of it"
            " (git fetch --unshallow, or fetch-depth: 0 in CI)"
        )
    commit = _ask_object(f"{revision}^{{commit}}")
    if not commit:
        empty = _ask("hash-object", "-t", "tree", "--stdin")
        if _ask_object(f"{revision}^{{tree}}") == empty or _is_before_the_first(revision):
            return empty
        raise RevisionError(f"--since: git knows no revision {revision!r} here")
    base = _ask("merge-base", commit, "HEAD")
    if not base:
        raise RevisionError(f"--since: {revision!r} and HEAD have no commit in common")
    return _ask_object(f"{base}^{{tree}}")


class Blob(NamedTuple):
    """An entry of a tree."""

    mode: str  # "100644", "100755", "120000" for a link, "160000" for a submodule
    name: str  # of the object
    path: str  # relative to the top, with forward slashes


def entries(tree: str) -> list[Blob]:
    """All that a tree holds, its folders walked."""
    listing = run("ls-tree", "-r", "-z", "--full-tree", tree)
    found = []
    for line in listing.split(b"\0")[:-1]:
        facts, _, path = line.partition(b"\t")
        mode, _, name = facts.decode().split(" ")
        found.append(Blob(mode, name, os.fsdecode(path)))
    return found


def own_files() -> set[str]:
    """The files that make up the present state: tracked, or neither tracked nor ignored."""
    listing = run(
        "ls-files", "-z", "--full-name", "--cached", "--others", "--exclude-standard", ":/"
    )
    return {os.fsdecode(path) for path in listing.split(b"\0")[:-1]}


def ignored() -> list[str]:
    """Files and folders (with a slash at the end) that git leaves out; the same in every state."""
    options = ("--others", "--ignored", "--exclude-standard", "--directory")
    listing = run("ls-files", "-z", "--full-name", *options, ":/")
    return [os.fsdecode(path) for path in listing.split(b"\0")[:-1]]


def run(*arguments: str) -> bytes:
    """What git prints. Raises RevisionError when it fails."""
    try:
        done = subprocess.run(
            ["git", *arguments], stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
    except OSError as error:
        raise RevisionError(f"--since needs git: {error.strerror or error}") from error
    if done.returncode:
        said = done.stderr.decode(errors="replace").splitlines()
        fatal = (line for line in said if line.startswith("fatal: "))
        reason = next(fatal, f"git {arguments[0]} failed").removeprefix("fatal: ")
        raise RevisionError(f"--since needs git, and it says: {reason}")
    return done.stdout


def _ask(*arguments: str) -> str:
    """The line that git answers; "" when it has none."""
    try:
        return os.fsdecode(run(*arguments)).rstrip("\r\n")
    except RevisionError:
        return ""


def _ask_object(name: str) -> str:
    return "" if name.startswith("-") else _ask("rev-parse", "--verify", "--quiet", name)


def _is_before_the_first(revision: str) -> bool:
    """Whether a revision that git does not know is where the history starts."""
    if re.fullmatch("0{40}|0{64}", revision):
        return True
    if not _ask_object("HEAD"):
        return revision in ("HEAD", "@", _ask("symbolic-ref", "--short", "HEAD"))
    parent = re.fullmatch(r"(.+?)(?:\^1?|~(\d*))", revision)
    if parent is None:
        return False
    steps = int(parent[2] or 1)
    return steps == _first_parents(parent[1])


def _first_parents(revision: str) -> int:
    """The number of commits from a revision back to the first, itself included; 0 if unknown."""
    commit = _ask_object(f"{revision}^{{commit}}")
    return int(_ask("rev-list", "--count", "--first-parent", commit) or 0) if commit else 0
