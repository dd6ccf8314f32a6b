"""Finds credentials in any text, and in the syntax tree of Python."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from aiguard_flake8.secrets import shapes
from aiguard_flake8.secrets.format import Format
from aiguard_flake8.secrets.formats import FORMATS

if TYPE_CHECKING:
    from aiguard_flake8.file import File

LONGEST_LINE = 100_000  # characters; what stands behind them on a line is not searched


class Secret(NamedTuple):
    """A credential that was found. Its value never goes into a message."""

    line: int  # from 1
    column: int  # from 0
    format: Format
    value: str
    name: str = ""  # what it is assigned to, where there is one

    @property
    def type(self) -> str:
        """The type, as baselines hold it."""
        return self.format.type

    @property
    def tier(self) -> str:
        """`known` for known formats, `assigned` for literals given to a secret's name."""
        return self.format.tier

    def __repr__(self) -> str:
        return f"Secret({self.line}:{self.column} {self.type}, {self.name!r})"


def find_in_text(text: str, filename: str) -> Iterator[Secret]:
    """All credentials of a text, in order. `filename` is relative to the project.

    Python is parsed, so that the editor and the hook find the same; everything else, and Python
    that does not parse, is read line by line.
    """
    lines = text.splitlines()
    for number in range(len(lines)):
        yield from find_in_line(lines, number, filename)


def find_in_line(lines: Sequence[str], index: int, filename: str) -> Iterator[Secret]:
    """The credentials that start on one line (`index` from 0); those below it are only read on."""
    line = lines[index][:LONGEST_LINE]
    for form in FORMATS:
        if form.shapes and any(shapes.literal(each) in line for each in form.shapes):
            for match in shapes.compiled(form.shapes).finditer(line):
                yield Secret(index + 1, match.start("secret"), form, match["secret"])


def beyond_cap(text: str) -> list[int]:
    """The numbers of the lines of which only the first LONGEST_LINE characters are searched."""
    return [number for number, line in enumerate(text.splitlines(), 1) if len(line) > LONGEST_LINE]


def find_in_tree(file: File) -> Iterator[Secret]:
    """All credentials of a Python file that is being linted."""
    return find_in_text("".join(file.lines), file.filename)
