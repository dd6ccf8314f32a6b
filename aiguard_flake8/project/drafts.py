"""Summaries of which each function is made when somebody asks for it: most are never asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from aiguard_flake8.project.summarise import outline
from aiguard_flake8.project.summary import (
    Functions,
    FunctionSummary,
    Inside,
    Looked,
    ModuleSummary,
    decode,
)

if TYPE_CHECKING:
    from aiguard_flake8.file import File
    from aiguard_flake8.values import Value


class Draft:
    """What makes the summary of one module, from the layers of its file.

    A file lets go of its layers when it has been checked; then they are made again.
    """

    def __init__(self, opened: Callable[[], File], grown: Callable[[], object]) -> None:
        """`opened` gives the file with layers that can be asked, of the same text each time.

        `grown` is called when something is made that was not there before.
        """
        self._opened = opened
        self._grown = grown
        self._file: File | None = None
        self._choices: dict[str, tuple[Value, ...]] = {}

    def begin(self) -> ModuleSummary:
        """The summary, without any function as yet. Raises like the parser."""
        file = self._layers()
        return outline(file, Functions({}, set(file.definitions.paths), self))

    def resume(self, data: Any) -> ModuleSummary:
        """The summary that `encode` wrote, be it whole or not. Raises like `decode`."""
        summary = decode(data, self)
        self._choices = summary.choices
        return summary

    def function(self, path: str) -> FunctionSummary:
        """One function, as it looks from outside."""
        looked = Looked(None, partial(self.inside, path))
        return self._layers().definitions.function(path, looked)

    def inside(self, path: str) -> Inside:
        """What is inside one."""
        return self._layers().definitions.inside(path)

    def _layers(self) -> File:
        self._grown()  # whoever asks for the layers makes something of them
        if self._file is None or self._file.is_forgotten:
            self._file = self._opened()
            # What stands in it is found by whoever asks first, for the summary or for a rule.
            self._choices.update(self._file.names.choices)
            self._file.names.choices = self._choices
        return self._file
