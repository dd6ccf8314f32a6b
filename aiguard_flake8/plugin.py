"""flake8's side: one small class per family of codes, one analysis per file shared by all."""

from __future__ import annotations

import argparse
import ast
import gc
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from flake8.options.manager import OptionManager

from aiguard_flake8 import __version__, engine, options
from aiguard_flake8.configuration import fingerprint
from aiguard_flake8.file import File
from aiguard_flake8.findings_store import FindingsStore
from aiguard_flake8.project.cache_folder import default_folder
from aiguard_flake8.project.store import Store

Report = tuple[int, int, str, type]
PhysicalLine = Callable[[int], str | None]  # what flake8 searches for a `noqa` for that line


# How many objects must be new, and how often they must have been looked through, before older ones
# are: what flake8 makes for a file goes when the file is done, and few of it in circles.
_GARBAGE = (20_000, 20, 10)
_SETTLES = 16  # files, after which what is kept of them is not looked through for garbage again


class _Run:
    """What the families of one process share: the settings and the last file's findings."""

    parsed: argparse.Namespace | None = None
    settings: options.Settings | None = None
    known: FindingsStore | None = None  # the findings of earlier runs, once `_known` has looked
    looked: bool = False
    tree: ast.AST | None = None
    findings: list[engine.Finding] = []  # noqa: RUF012 - replaced, never changed
    files: int = 0  # that were checked in this process
    change: Callable[[argparse.Namespace], None] | None = None  # what is done to flake8's options


@contextmanager
def changed_options(change: Callable[[argparse.Namespace], None]) -> Iterator[None]:
    """Have flake8 run with other options than those it was given while this lasts."""
    _Run.change = change
    try:
        yield
    finally:
        _Run.change = None


def settings() -> options.Settings:
    """What the options of this run ask for; flake8 hands them over before it checks anything."""
    return _Run.settings or options.default_settings()


def opened(filename: str, lines: list[str], parsed: Callable[[], ast.Module]) -> File:
    """A file to be checked: what was made of it for the sake of others, else of its tree."""
    project = settings().project
    early = project.early(os.path.abspath(filename), lines)
    return early if early is not None else File(parsed(), filename, lines, project)


def findings(file: File) -> list[engine.Finding]:
    """The findings of a file, those among them that the baseline knows."""
    return engine.check_file(file, settings().rules)


def new(
    found: list[engine.Finding], filename: str, physical_line: PhysicalLine
) -> list[engine.Finding]:
    """The findings of a file less those that the baseline knows."""
    if not found or _Run.settings is None or _Run.settings.baseline is None:
        return found
    return _Run.settings.baseline.new(filename, found, physical_line)


def _unknown(line: int) -> None:
    """A flake8 that does not say where it looks for `# noqa` looks into the file itself."""


class Family:
    """All rules whose code starts with `prefix`."""

    name = "aiguard-flake8"
    version = __version__
    prefix = ""

    def __init__(
        self,
        tree: ast.Module,
        filename: str,
        lines: list[str],
        noqa_line_for: PhysicalLine = _unknown,
    ) -> None:
        """flake8 hands over what the parameters are named for."""
        self._tree = tree
        self._filename = filename
        self._lines = lines
        self._physical_line = noqa_line_for

    @staticmethod
    def add_options(manager: OptionManager) -> None:
        """Called by flake8 for every family; the first registers the options for all."""
        options.register(manager)

    @staticmethod
    def parse_options(parsed: argparse.Namespace) -> None:
        """Called by flake8 for every family, in the parent and in spawned workers."""
        if _Run.parsed is not parsed:
            if _Run.change is not None:
                _Run.change(parsed)
            _Run.settings = options.read(parsed)
            _Run.parsed = parsed
            _Run.known, _Run.looked = None, False

    def run(self) -> Iterator[Report]:
        """The findings of this family, as flake8 wants them."""
        for finding in self._findings():
            if finding.code.startswith(self.prefix):
                yield finding.line, finding.column, f"{finding.code} {finding.message}", type(self)

    def _findings(self) -> list[engine.Finding]:
        """Computed for the first family that asks, kept for the others.

        flake8 hands the very same tree to every family before it goes on to the next file.
        """
        if _Run.tree is not self._tree:
            _Run.findings = new(self._found(), self._filename, self._physical_line)
            _Run.tree = self._tree
            _Run.files += 1
            if _Run.files == 1 or _Run.files % _SETTLES == 0:
                _settle()
        return _Run.findings

    def _found(self) -> list[engine.Finding]:
        def check() -> list[engine.Finding]:
            found = findings(opened(self._filename, self._lines, lambda: self._tree))
            settings().project.keep()  # at once: other processes may ask for the same
            return found

        known = _known()
        return check() if known is None else known.of(self._filename, self._lines, check)


def _known() -> FindingsStore | None:
    """The findings of earlier runs, if anything is kept between runs."""
    if not _Run.looked and _Run.parsed is not None:
        _Run.looked = True
        folder, asked = default_folder(), settings()
        if folder is not None:
            with suppress(OSError):  # such as a working directory that is gone
                configuration = fingerprint(_Run.parsed, asked)
                _Run.known = FindingsStore(Store(folder), configuration, asked.project)
    return _Run.known


def _settle() -> None:
    """Leave what stays out of the search for garbage.

    What we know of the project stays until the process ends. To look through it again and again
    would cost a quarter of what we add to flake8's time. What is garbage by now must go before: it
    would stay, too.
    """
    gc.collect(1)
    gc.freeze()
    gc.set_threshold(*_GARBAGE)


class OwnFailures(Family):
    """AIG0: our own failures, so that flake8 shows them by default."""

    prefix = "AIG0"


class Errors(Family):
    """AIG1: failures that vanish or lie."""

    prefix = "AIG1"


class Resilience(Family):
    """AIG2: waiting for ever, retrying wrongly."""

    prefix = "AIG2"


class Resources(Family):
    """AIG3: leaks and missing bounds."""

    prefix = "AIG3"


class Data(Family):
    """AIG4: queries that do not scale, writes that do not hold."""

    prefix = "AIG4"


class Security(Family):
    """AIG5: what leaks, what lets in."""

    prefix = "AIG5"


class Concurrency(Family):
    """AIG6: the event loop, races, shared state."""

    prefix = "AIG6"


class Observability(Family):
    """AIG7: nobody will know."""

    prefix = "AIG7"


class Architecture(Family):
    """AIG8: hidden and hard-wired."""

    prefix = "AIG8"


class Completeness(Family):
    """AIG9: invented, unfinished, outdated, untested."""

    prefix = "AIG9"
