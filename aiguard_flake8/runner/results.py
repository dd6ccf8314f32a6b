"""What the check of one file gives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from aiguard_flake8.engine import Finding
from aiguard_flake8.project.trace import Answer, Glance, Question

Fact = tuple[Question, Answer]


class Checked(NamedTuple):
    """One file: what our rules found, before anything is selected or set aside."""

    path: str  # as the file was found
    name: str  # as flake8 names it; differs for stdin only
    findings: tuple[Finding, ...] = ()
    physical_lines: Mapping[int, str | None] = {}  # by line: where flake8 looks for a noqa
    lines: int = 0
    failure: str = ""  # why the file could not be read or parsed
    digest: str = ""  # of what was read; empty when the result is not to be kept
    rests_on: tuple[Fact, ...] = ()  # what the findings rest on beside the file itself
    glances: tuple[Glance, ...] = ()  # what was looked at for the first time on the way
