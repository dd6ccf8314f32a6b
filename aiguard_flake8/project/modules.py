"""The modules of a project: read, summarised once, shared through a store on disk."""

from __future__ import annotations

import io
import os
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import PurePath
from types import MappingProxyType
from typing import TYPE_CHECKING

from aiguard_flake8.library import Libraries
from aiguard_flake8.parsing import parse
from aiguard_flake8.project.layout import Layout
from aiguard_flake8.project.trace import Node, Trace
from aiguard_flake8.source_lines import read_lines

if TYPE_CHECKING:
    from aiguard_flake8.effects import EffectLayer
    from aiguard_flake8.facts.audience import Audiences
    from aiguard_flake8.failing import FailureLayer
    from aiguard_flake8.file import File
    from aiguard_flake8.project.class_heads import ClassHeads
    from aiguard_flake8.project.databases import Databases
    from aiguard_flake8.project.link import Linker
    from aiguard_flake8.project.mentions import Mentions
    from aiguard_flake8.project.store import Store
    from aiguard_flake8.project.summary import Functions, ModuleSummary
    from aiguard_flake8.secrets.baseline import Baseline as KnownSecrets

_MOST_OPEN = 150  # files whose layers are kept, for their check or for further questions
_MOST_READ = 40  # files that were looked into
_LARGEST = 2_000_000  # characters; generated tables beyond this hold no calls worth following


class Project:
    """What one run knows of the modules around the files it lints."""

    def __init__(
        self,
        libraries: Libraries,
        *,
        cached: bool = False,
        types: Mapping[str, str] = MappingProxyType({}),
        vouched: frozenset[str] = frozenset(),
        known_secrets: KnownSecrets | None = None,
    ) -> None:
        """`cached` keeps summaries in the user's cache folder, if there is one.

        `types` holds expressions such as `request.db` and the classes that they are objects of,
        `vouched` the functions that do nothing worth following, as `package.module.function`;
        `known_secrets` are not reported.
        """
        self.libraries = libraries
        self.types = types
        self.known_secrets = known_secrets
        self._vouched = vouched
        self._cached = cached
        self.trace = Trace()
        self.layout = Layout(self.trace)
        self._summaries: dict[str, tuple[ModuleSummary, Node | None]] = {}
        self._held: dict[str, int] = {}  # which text each of these was made from
        self._linted: tuple[str, str, File | None] = ("", "", None)  # path, text, layers
        self._open: dict[str, File] = {}  # those that summaries are made from, oldest first
        self._read: dict[str, File] = {}  # those that were looked into for who calls whom
        self._made: dict[str, ModuleSummary] = {}  # by their keys in the store
        self._unkept: set[str] = set()  # the keys of those that hold more than the store

    @cached_property
    def linker(self) -> Linker:
        """Follows paths from module to module."""
        from aiguard_flake8.project.link import Linker

        return Linker(self.libraries, self.layout, self.summary, self.trace)

    def summary(self, file: str) -> ModuleSummary:
        """The summary of a module, by the absolute path of its file.

        A module that cannot be read or parsed is empty: all that leads into it is unknown.
        """
        return self.trace.remember(self._summaries, file, lambda: self._load(file))

    def functions(self, file: str) -> Functions:
        """The functions of a module; none without a file, which stands for a library."""
        from aiguard_flake8.project.summary import EMPTY

        return (self.summary(file) if file else EMPTY).functions

    def file_at(self, path: str) -> str | None:
        """The path, if there is a file."""
        found = path if os.path.isfile(path) else None
        self.trace.note(("file", path), found)
        self.trace.notice("read", path)
        return found

    def early(self, file: str, lines: Sequence[str]) -> File | None:
        """What was made of a file that is to be checked now, if it was made of the same lines."""
        made, known = self._open.pop(file, None), self._summaries.get(file)
        if made is None or known is None or made.lines != lines:
            return None
        self.trace.lean(known[1])  # it remembers what it asked for the summary
        return made

    def linted(self, file: File) -> None:
        """Know the file that is being linted by its text, which may differ from the disk."""
        text = "".join(file.lines)
        self._linted = file.path, text, file
        if self._held.get(file.path) != hash(text):
            self._summaries.pop(file.path, None)

    def layers(self, file: str) -> File | None:
        """The layers of a file that is not being linted; None if it cannot be read or parsed.

        They are let go of when some others have been read since: `File.is_forgotten`.
        """
        from aiguard_flake8.file import File

        made = self._read.pop(file, None)
        if made is not None:
            self.trace.note(("source", file), self.trace.answers.get(("source", file)))
        else:
            source = self._source(file)
            if source is None or len(source) > _LARGEST:
                return None
            lines = read_lines(source)
            try:
                made = File(parse("".join(lines), file), file, lines, self)
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                return None
            if len(self._read) >= _MOST_READ:
                self._read.pop(next(iter(self._read))).forget()
        self._read[file] = made  # the latest to be asked for
        return made

    def keep(self) -> None:
        """Put what was summarised since the last time into the store."""
        from aiguard_flake8.project.summary import encode

        store, _ = self._store
        for key in self._unkept:
            if key in self._made:  # else it came to nothing
                store.put(key, encode(self._made[key]))
        self._unkept.clear()

    def _source(self, file: str) -> bytes | None:
        """What stands in a file, noted for whoever asks; None if it cannot be read."""
        from aiguard_flake8.project.store import digest_of

        try:
            with open(file, "rb") as stream:
                source = stream.read()
        except OSError:
            self.trace.note(("source", file), None)
            return None
        self.trace.note(("source", file), digest_of(source))
        return source

    def _load(self, file: str) -> ModuleSummary:
        from aiguard_flake8.project.summary import EMPTY

        text = self._text(file)
        if text is None or len(text) > _LARGEST:
            return EMPTY
        try:
            return self._known(text, file)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return EMPTY

    def _text(self, file: str) -> str | None:
        """What a file says: on the screen, if it is the linted one, else on the disk."""
        linted, text, _ = self._linted
        if file == linted:
            self.trace.note(("source", file), self.trace.answers.get(("source", file)))
            return text
        source = self._source(file)
        return None if source is None else "".join(read_lines(source))

    def _known(self, text: str, file: str) -> ModuleSummary:
        """The summary of a text: from the store, or begun."""
        from aiguard_flake8.project.drafts import Draft
        from aiguard_flake8.project.store import key_of

        store, salted = self._store
        key = key_of(text, str(self.place(file)), salted) if store.keeps else ""
        draft = Draft(
            lambda: self._opened(text, file),
            lambda: self._unkept.add(key) if store.keeps else None,
        )
        try:
            summary = draft.resume(store.get(key))
        except (TypeError, ValueError, KeyError, AttributeError):
            summary = draft.begin()  # nothing there, or not ours
        if store.keeps:
            self._made[key] = summary
        self._held[file] = hash(text)
        return summary

    @cached_property
    def _store(self) -> tuple[Store, str]:
        """Where summaries are kept, and what their keys depend on beside the file."""
        from aiguard_flake8.project.cache_folder import default_folder
        from aiguard_flake8.project.store import Store, salt

        folder = default_folder() if self._cached else None
        if folder is None:
            return Store(None), ""
        return Store(folder), salt(self.libraries.fingerprint, repr(sorted(self.types.items())))

    def _opened(self, text: str, file: str) -> File:
        """The layers of a text: those of the linted file, or made and left open for more."""
        # The layers of a file ask the project; only here does the project ask them.
        from aiguard_flake8.file import File

        linted, shown, layers = self._linted
        if layers is not None and not layers.is_forgotten and (linted, shown) == (file, text):
            return layers
        made = File(parse(text, file), file, io.StringIO(text).readlines(), self)
        self._open[file] = made
        if len(self._open) > _MOST_OPEN:
            self._open.pop(next(iter(self._open))).forget()
        return made

    @cached_property
    def effects(self) -> EffectLayer:
        """What calls do in the end."""
        from aiguard_flake8.effects import EffectLayer
        from aiguard_flake8.project.implementers import Implementers

        implementers = Implementers(self.class_heads, self.linker, self.summary, self.trace)
        return EffectLayer(self.linker, self.libraries, implementers, self.trace, self._vouched)

    @cached_property
    def failures(self) -> FailureLayer:
        """What calls raise, and what they give."""
        from aiguard_flake8.failing import FailureLayer

        return FailureLayer(self.linker, self.libraries, self.effects, self.trace)

    @cached_property
    def class_heads(self) -> ClassHeads:
        """Which files may hold the classes behind another one."""
        from aiguard_flake8.project.class_heads import ClassHeads

        return ClassHeads(self.layout, self.trace, lambda: self._linted[:2])

    @cached_property
    def databases(self) -> Databases:
        """Where projects keep their data."""
        from aiguard_flake8.project.databases import Databases

        return Databases(self.layout, self.trace)

    @cached_property
    def audiences(self) -> Audiences:
        """Who is seen to call a function."""
        from aiguard_flake8.facts.audience import Audiences

        return Audiences(self.trace)

    @cached_property
    def mentions(self) -> Mentions:
        """What one module says for all of its project."""
        from aiguard_flake8.project.mentions import Mentions

        return Mentions(self.layout, self.trace)

    def place(self, file: str) -> PurePath:
        """The part of an absolute path below its project: folders above it say nothing."""
        home = self.layout.home(os.path.dirname(file))
        return PurePath(file[len(home) :].lstrip(os.sep))
