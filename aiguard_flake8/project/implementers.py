"""Which methods stand behind a stub of an abstract class or a protocol.

The classes of a project are found by reading its files as text, once, when a stub is first asked
about; only files that may hold an implementation are parsed.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterator

from aiguard_flake8.patterns import Pattern
from aiguard_flake8.project.layout import Layout
from aiguard_flake8.project.link import Linker, Resolved
from aiguard_flake8.project.summary import FunctionSummary, ModuleSummary
from aiguard_flake8.values import LOCAL, Value

_MOST = 3  # more of them, and nobody can say which one runs
_MOST_FILES = 10_000
_MOST_BASES = 20  # classes above one that are looked at
_CLASS = Pattern(r"(?m)^(class \w+[^:\n]*(?:\([^()]*\))?)")
_WORD = Pattern(r"\w+")
_ELSEWHERE = frozenset({"node_modules", "site-packages", "venv", "env", "tests", "test", "testing",
                        "build", "dist", "migrations", "examples", "docs"})  # fmt: skip
_DOUBLE = Pattern(r"(?i)_*(fake|mock|stub|dummy|null|noop|in_?memory|test)")
_MARKS = Pattern(r"^(I(?=[A-Z][a-z])|Abstract|Base)|(Protocol|Interface|Port|Base|ABC|Abstract)$")


class Implementers:
    """Answers for the projects of one run."""

    def __init__(
        self, layout: Layout, linker: Linker, summary: Callable[[str], ModuleSummary]
    ) -> None:
        self._layout = layout
        self._linker = linker
        self._summary = summary
        self._files: dict[str, dict[str, list[str]]] = {}
        self._known: dict[tuple[str, str], list[tuple[str, FunctionSummary]]] = {}

    def of(self, file: str, stub: FunctionSummary) -> list[tuple[str, FunctionSummary]]:
        """The methods that a call of a stub runs, each with its file; empty when unknown."""
        key = (file, stub.path)
        if key not in self._known:
            found = list(dict.fromkeys(self._find(file, stub)))
            self._known[key] = found if len(found) <= _MOST else []
        return self._known[key]

    def _find(self, file: str, stub: FunctionSummary) -> Iterator[tuple[str, FunctionSummary]]:
        owner, _, name = stub.path.rpartition(".")
        if owner not in self._summary(file).classes:
            return
        for candidate in self._candidates(file, owner.lstrip(LOCAL).rpartition(".")[2]):
            for path in self._summary(candidate).classes:
                where = Resolved(candidate, Value(path))
                if _DOUBLE.match(path.lstrip(LOCAL)):
                    continue
                if not (self._inherits(where, file, owner) or self._fits(where, file, owner)):
                    continue
                member = self._linker.member(where, name)
                method = self._linker.function(member) if member is not None else None
                if member is not None and method is not None and method.kind != "abstract":
                    yield member.file, method

    def _candidates(self, file: str, owner: str) -> list[str]:
        root = self._layout.root(os.path.dirname(file))
        if root not in self._files:
            self._files[root] = _mentions(root)
        heads = self._files[root]
        found = set(heads.get(owner, ()))
        core = _core(owner)
        found.update(each for name, files in heads.items() if core in name for each in files)
        return sorted(found)

    def _inherits(self, where: Resolved, file: str, owner: str) -> bool:
        waiting, seen = [where], 0
        while waiting and seen < _MOST_BASES:
            current = waiting.pop(0)
            seen += 1
            cls = self._linker.cls(current)
            for base in cls.bases if cls is not None else ():
                found = self._linker.resolve(Value(base), current.file) if base else None
                if found is None or not found.file:
                    continue
                if found.file == file and found.value.path == owner:
                    return True
                waiting.append(found)
        return False

    def _fits(self, where: Resolved, file: str, owner: str) -> bool:
        """Whether a class has all methods of a protocol and is called after it."""
        summary = self._summary(file)
        if not summary.classes[owner].abstract:
            return False
        core = _core(owner.lstrip(LOCAL))
        if core not in where.value.path or (where.file == file and where.value.path == owner):
            return False
        wanted = [
            path.rpartition(".")[2] for path in summary.functions if path.startswith(owner + ".")
        ]
        return all(self._linker.member(where, name) is not None for name in wanted)


def _core(name: str) -> str:
    """`ITagRepository` and `TagRepositoryProtocol` are both about a `TagRepository`."""
    previous = ""
    while previous != name:
        previous = name
        match = _MARKS.search(name)
        if match is not None and len(match[0]) < len(name):
            name = name[: match.start()] + name[match.end() :]
    return name


def _mentions(root: str) -> dict[str, list[str]]:
    """The words in the heads of classes, each with the files where it stands in one."""
    found: dict[str, list[str]] = defaultdict(list)
    for count, file in enumerate(_python_files(root)):
        if count >= _MOST_FILES:
            break
        try:
            with open(file, encoding="utf-8", errors="replace") as stream:
                text = stream.read()
        except OSError:
            continue
        if "class " not in text:
            continue
        words: set[str] = set()
        for match in _CLASS.finditer(text):
            words.update(each[0] for each in _WORD.finditer(match[1]))
        for word in words:
            found[word].append(file)
    return found


def _python_files(root: str) -> Iterator[str]:
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(f for f in folders if not f.startswith(".") and f not in _ELSEWHERE)
        for name in sorted(files):
            if name.endswith(".py"):
                yield os.path.join(folder, name)
