"""The modules of a project: read, summarised once, shared through a store on disk."""

from __future__ import annotations

import ast
import os
from collections.abc import Callable

from aiguard_flake8.library import Libraries
from aiguard_flake8.project.layout import Layout
from aiguard_flake8.project.link import Linker
from aiguard_flake8.project.summary import EMPTY, ModuleSummary

_LARGEST = 2_000_000  # bytes; generated tables beyond this hold no calls worth following

Summarise = Callable[[ast.Module, str, str], ModuleSummary]


class Project:
    """What one run knows of the modules around the files it lints.

    `summarise(module, filename, text)` makes a summary; it is handed in, since it uses the layers
    that ask this one.
    """

    def __init__(self, libraries: Libraries, summarise: Summarise) -> None:
        self.layout = Layout()
        self.linker = Linker(libraries, self.layout, self.summary)
        self.unreadable: set[str] = set()
        self._summarise = summarise
        self._summaries: dict[str, ModuleSummary] = {}

    def summary(self, file: str) -> ModuleSummary:
        """The summary of a module, by the absolute path of its file.

        A module that cannot be read or parsed is empty: all that leads into it is unknown.
        """
        found = self._summaries.get(file)
        if found is None:
            found = self._summaries[file] = self._load(file)
        return found

    def linted(self, file: str, summary: ModuleSummary) -> None:
        """Take the summary of the file that is being linted, which may differ from the disk."""
        self._summaries[file] = summary

    def _load(self, file: str) -> ModuleSummary:
        try:
            if os.path.getsize(file) > _LARGEST:
                return EMPTY
            with open(file, "rb") as stream:
                source = stream.read()
            text = source.decode("utf-8")
            return self._summarise(ast.parse(source, file), file, text)
        except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
            self.unreadable.add(file)
            return EMPTY
