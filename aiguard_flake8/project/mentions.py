"""What some module of a project says, read as text, where one word decides for all of it."""

from __future__ import annotations

import re

from aiguard_flake8.patterns import Pattern
from aiguard_flake8.project.class_heads import is_elsewhere, texts
from aiguard_flake8.project.layout import Layout
from aiguard_flake8.project.trace import Trace

_NESTS = Pattern(r"(?m)^[ \t]*(?:import|from) nest_asyncio\b")
_MOST_TEXT = 24_000_000  # characters that are kept; of larger projects, nobody is asked for a name
_SIGNED = Pattern(r"\b(\w+)\.(?:s|si|signature|subtask)\(")


class Mentions:
    """Answers for the projects of one run."""

    def __init__(self, layout: Layout, trace: Trace) -> None:
        self._layout = layout
        self._trace = trace
        self._known: dict[str, tuple[bool, frozenset[str]]] = {}
        self._texts: dict[str, list[tuple[str, str]] | None] = {}

    def nests_loops(self, folder: str) -> bool:
        """Whether a project lets event loops run within others, by `nest_asyncio`."""
        found = self._of(folder)[0]
        self._trace.note(("nests loops", folder), str(found))
        return found

    def is_signed(self, folder: str, task: str) -> bool:
        """Whether a task is put together with others somewhere in a project: `resize.s(image)`."""
        found = task in self._of(folder)[1]
        self._trace.note(("is signed", folder, task), str(found))
        return found

    def named_in(self, folder: str, name: str) -> tuple[str, ...] | None:
        """The files of a project in whose text a name stands; tests and examples are left out.

        None for a project that is too large to be searched.
        """
        word = re.compile(rf"\b{name}\b")
        root = self._layout.root(folder)
        # An example that is a project of its own is searched for itself.
        kept = self._kept(self._layout.home(folder) if is_elsewhere(folder, root) else root)
        found = None
        if kept is not None:
            found = tuple(file for file, text in kept if name in text and word.search(text))
        self._trace.note(("named in", folder, name), None if found is None else "\0".join(found))
        return found

    def naming(self, folder: str, name: str) -> str | None:
        """The answer of `named_in`, as the trace holds it."""
        found = self.named_in(folder, name)
        return None if found is None else "\0".join(found)

    def _kept(self, root: str) -> list[tuple[str, str]] | None:
        if root not in self._texts:
            kept: list[tuple[str, str]] | None = []
            size = 0
            for file, text in texts(root, self._trace):
                size += len(text)
                if size > _MOST_TEXT or kept is None:
                    kept = None
                    break
                kept.append((file, text))
            self._texts[root] = kept
        return self._texts[root]

    def nesting(self, folder: str) -> str:
        """The answer of `nests_loops`, as the trace holds it."""
        return str(self.nests_loops(folder))

    def signing(self, folder: str, task: str) -> str:
        """The answer of `is_signed`, as the trace holds it."""
        return str(self.is_signed(folder, task))

    def _of(self, folder: str) -> tuple[bool, frozenset[str]]:
        root = self._layout.root(folder)
        if root not in self._known:
            self._known[root] = self._read(root)
        return self._known[root]

    def _read(self, root: str) -> tuple[bool, frozenset[str]]:
        nests = False
        signed: set[str] = set()
        for _, text in texts(root, self._trace):
            nests = nests or ("nest_asyncio" in text and _NESTS.search(text) is not None)
            signed.update(match[1] for match in _SIGNED.finditer(text))
        return nests, frozenset(signed)
