"""The modules of a project: read, summarised once, shared through a store on disk."""

from __future__ import annotations

import ast
import os
from functools import cached_property
from pathlib import PurePath
from typing import TYPE_CHECKING

from aiguard_flake8.library import Libraries
from aiguard_flake8.project.layout import Layout

if TYPE_CHECKING:
    from aiguard_flake8.effects import EffectLayer
    from aiguard_flake8.project.link import Linker
    from aiguard_flake8.project.store import Store
    from aiguard_flake8.project.summary import ModuleSummary

_LARGEST = 2_000_000  # bytes; generated tables beyond this hold no calls worth following


class Project:
    """What one run knows of the modules around the files it lints."""

    def __init__(self, libraries: Libraries, *, cached: bool = False) -> None:
        """`cached` keeps summaries in the user's cache folder, if there is one."""
        self.libraries = libraries
        self._cached = cached
        self.layout = Layout()
        self.unreadable: set[str] = set()
        self._summaries: dict[str, ModuleSummary] = {}

    @cached_property
    def linker(self) -> Linker:
        """Follows paths from module to module."""
        from aiguard_flake8.project.link import Linker

        return Linker(self.libraries, self.layout, self.summary)

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
        from aiguard_flake8.project.store import key_of
        from aiguard_flake8.project.summary import EMPTY, decode, encode

        try:
            if os.path.getsize(file) > _LARGEST:
                return EMPTY
            with open(file, "rb") as stream:
                source = stream.read()
        except OSError:
            self.unreadable.add(file)
            return EMPTY
        store, salted = self._store
        key = key_of(source, str(self.place(file)), salted)
        try:
            return decode(store.get(key))
        except (TypeError, ValueError, KeyError, AttributeError):
            pass  # nothing there, or not ours
        try:
            summary = self._summarise(ast.parse(source, file), file, source.decode("utf-8"))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            self.unreadable.add(file)
            return EMPTY
        store.put(key, encode(summary))
        return summary

    @cached_property
    def _store(self) -> tuple[Store, str]:
        """Where summaries are kept, and what their keys depend on beside the file."""
        from aiguard_flake8.project.store import Store, default_folder, salt

        folder = default_folder() if self._cached else None
        return Store(folder), salt(self.libraries.fingerprint) if folder is not None else ""

    def _summarise(self, module: ast.Module, file: str, text: str) -> ModuleSummary:
        # The layers of a file ask the project; only here does the project ask them.
        from aiguard_flake8.file import File
        from aiguard_flake8.project.summarise import summarise

        return summarise(File(module, file, text.splitlines(True), self))

    @cached_property
    def effects(self) -> EffectLayer:
        """What calls do in the end."""
        from aiguard_flake8.effects import EffectLayer
        from aiguard_flake8.project.implementers import Implementers

        implementers = Implementers(self.layout, self.linker, self.summary)
        return EffectLayer(self.linker, self.libraries, implementers)

    def place(self, file: str) -> PurePath:
        """The part of an absolute path below its project: folders above it say nothing."""
        return PurePath(file).relative_to(self.layout.home(os.path.dirname(file)))
