"""The modules of a project: read, summarised once, shared through a store on disk."""

from __future__ import annotations

import ast
import os
from collections.abc import Callable
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
        self._held: dict[str, int] = {}  # which text each of these was made from

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

    def linted(self, file: str, text: str, make: Callable[[], ModuleSummary]) -> None:
        """Know the file that is being linted by its text, which may differ from the disk.

        `make` summarises it, if nobody has summarised the same text before.
        """
        try:
            source = text.encode("utf-8")
        except UnicodeEncodeError:
            source = text.encode("utf-8", "surrogatepass")
        if self._held.get(file) != hash(source):
            self._summaries[file] = self._known(source, file, make)

    def _load(self, file: str) -> ModuleSummary:
        from aiguard_flake8.project.summary import EMPTY

        try:
            if os.path.getsize(file) > _LARGEST:
                return EMPTY
            with open(file, "rb") as stream:
                source = stream.read()
            return self._known(source, file, lambda: self._summarise(source, file))
        except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
            self.unreadable.add(file)
            return EMPTY

    def _known(self, source: bytes, file: str, make: Callable[[], ModuleSummary]) -> ModuleSummary:
        """The summary of a text: from the store, or made and put there."""
        from aiguard_flake8.project.store import key_of
        from aiguard_flake8.project.summary import decode, encode

        store, salted = self._store
        key = key_of(source, str(self.place(file)), salted) if store.keeps else ""
        try:
            summary = decode(store.get(key))
        except (TypeError, ValueError, KeyError, AttributeError):
            summary = make()  # nothing there, or not ours
            if store.keeps:
                store.put(key, encode(summary))
        self._held[file] = hash(source)
        return summary

    @cached_property
    def _store(self) -> tuple[Store, str]:
        """Where summaries are kept, and what their keys depend on beside the file."""
        from aiguard_flake8.project.store import Store, default_folder, salt

        folder = default_folder() if self._cached else None
        return Store(folder), salt(self.libraries.fingerprint) if folder is not None else ""

    def _summarise(self, source: bytes, file: str) -> ModuleSummary:
        # The layers of a file ask the project; only here does the project ask them.
        from aiguard_flake8.file import File
        from aiguard_flake8.project.summarise import summarise

        lines = source.decode("utf-8").splitlines(True)
        return summarise(File(ast.parse(source, file), file, lines, self))

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
