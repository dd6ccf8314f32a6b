"""The heads of classes in a project, read as text: whose names stand there, in which files.

Files are parsed by nobody here; whoever needs more of a class asks for the summary of its module.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterator

from aiguard_flake8.patterns import Pattern
from aiguard_flake8.project.layout import Layout
from aiguard_flake8.project.trace import Trace
from aiguard_flake8.replay.surroundings import folder_state

_MOST_FILES = 10_000
_MOST_ALIKE = 12  # files with a class of the same last word; of more, none can be told from others
_CLASS = Pattern(r"(?m)^(class \w+[^:\n]*(?:\([^()]*\))?)")
_LAST = Pattern(r"[A-Z][a-z]+$")
_WORD = Pattern(r"\w+")
_ELSEWHERE = frozenset({"node_modules", "site-packages", "venv", "env", "tests", "test", "testing",
                        "build", "dist", "migrations", "examples", "docs"})  # fmt: skip
_MARKS = Pattern(r"^(I(?=[A-Z][a-z])|Abstract|Base)|(Protocol|Interface|Port|Base|ABC|Abstract)$")


class ClassHeads:
    """Answers for the projects of one run."""

    def __init__(self, layout: Layout, trace: Trace, linted: Callable[[], tuple[str, str]]) -> None:
        """`linted` gives the file that is being linted and its text, which may not be saved yet."""
        self._linted = linted
        self._layout = layout
        self._trace = trace
        self._files: dict[str, dict[str, list[str]]] = {}

    def candidates(self, folder: str, owner: str) -> list[str]:
        """The files whose classes may stand behind a class `owner` that a file in `folder` has."""
        root = self._layout.root(folder)
        if root not in self._files:
            self._files[root] = self._mentions(root)
        heads = self._files[root]
        found = set(heads.get(owner, ()))
        name_core = core(owner)
        found.update(each for name, files in heads.items() if name_core in name for each in files)
        last = last_word(name_core)
        alike = {each for name, files in heads.items() if last_word(name) == last for each in files}
        if len(alike) <= _MOST_ALIKE:
            found.update(alike)
        answer = sorted(found)
        self._trace.note(("candidates", folder, owner), "\0".join(answer))
        return answer

    def listed(self, folder: str, owner: str) -> str:
        """The answer of `candidates`, as the trace holds it."""
        return "\0".join(self.candidates(folder, owner))

    def _mentions(self, root: str) -> dict[str, list[str]]:
        """The words in the heads of classes, each with the files where it stands in one."""
        found: dict[str, list[str]] = defaultdict(list)
        for file, text in self._texts(root):
            if "class " not in text:
                continue
            words: set[str] = set()
            for match in _CLASS.finditer(text):
                words.update(each[0] for each in _WORD.finditer(match[1]))
            for word in words:
                found[word].append(file)
        return found

    def _texts(self, root: str) -> Iterator[tuple[str, str]]:
        """The files of a project; of the linted one what is on the screen."""
        linted, shown = self._linted()
        for file, text in texts(root, self._trace):
            yield file, shown if file == linted else text
        if (
            linted
            and not os.path.isfile(linted)
            and self._layout.root(os.path.dirname(linted)) == root
        ):
            yield linted, shown


def texts(root: str, trace: Trace) -> Iterator[tuple[str, str]]:
    """The files of a project with what stands in them; those that cannot be read are left out."""
    for count, file in enumerate(_python_files(root, trace)):
        if count >= _MOST_FILES:
            return
        trace.notice("read", file)
        try:
            with open(file, encoding="utf-8", errors="replace") as stream:
                yield file, stream.read()
        except OSError:
            continue


def is_elsewhere(folder: str, root: str) -> bool:
    """Whether a folder lies where the texts of a project are not read from."""
    below = folder[len(root) :].split(os.sep)
    return any(each in _ELSEWHERE or each.startswith(".") for each in below)


def _python_files(root: str, trace: Trace) -> Iterator[str]:
    for folder, folders, files in os.walk(root):
        trace.notice("walked", folder)
        folders[:] = sorted(
            each
            for each in folders
            if not each.startswith(".") and each not in _ELSEWHERE
            if not _is_repository(os.path.join(folder, each), trace)
        )
        for name in sorted(files):
            if name.endswith(".py"):
                yield os.path.join(folder, name)


def _is_repository(folder: str, trace: Trace) -> bool:
    """Whether a folder is a project of its own: a repository within another."""
    if not os.path.exists(os.path.join(folder, ".git")):
        return False
    trace.notice("marks", folder, folder_state("marks", folder))  # it is not walked
    return True


def last_word(name: str) -> str:
    """What a class is, at the end of its name: a `StripeGateway` is a `Gateway`."""
    found = _LAST.search(name)
    return found[0] if found is not None else name


def core(name: str) -> str:
    """`ITagRepository` and `TagRepositoryProtocol` are both about a `TagRepository`."""
    previous = ""
    while previous != name:
        previous = name
        match = _MARKS.search(name)
        if match is not None and len(match[0]) < len(name):
            name = name[: match.start()] + name[match.end() :]
    return name
