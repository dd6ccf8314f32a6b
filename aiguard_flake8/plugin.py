"""flake8's side: one small class per family of codes, one analysis per file shared by all."""

from __future__ import annotations

import argparse
import ast
import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flake8.options.manager import OptionManager

from aiguard_flake8 import __version__, engine, options
from aiguard_flake8.file import File

Report = tuple[int, int, str, type]
PhysicalLine = Callable[[int], str | None]  # what flake8 searches for a `noqa` for that line


_SETTLES = 16  # files, after which what is kept of them is not looked through for garbage again


class _Run:
    """What the families of one process share: the settings and the last file's findings."""

    parsed: argparse.Namespace | None = None
    settings: options.Settings | None = None
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


def findings(tree: ast.Module, filename: str, lines: list[str]) -> list[engine.Finding]:
    """The findings of a file, those among them that the baseline knows."""
    asked = settings()
    return engine.check_tree(tree, filename, lines, asked.rules, asked.project)


def findings_of(file: File) -> list[engine.Finding]:
    """The same for a file of which more is known than its tree."""
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
            found = findings(self._tree, self._filename, self._lines)
            _Run.findings = new(found, self._filename, self._physical_line)
            _Run.tree = self._tree
            _Run.files += 1
            if _Run.files == 1 or _Run.files % _SETTLES == 0:
                # What we know of the project stays until the process ends. To look through it again
                # and again for garbage would cost a quarter of what we add to flake8's time. What
                # is garbage by now must go before: it would stay, too.
                gc.collect(1)
                gc.freeze()
        return _Run.findings


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
