"""What a formatter is not told of a finding, asked again: its identity, and the way calls take.

flake8 hands a formatter code, place and message. So the rules that reported something in a file are
asked once more about that file; where one of them reports the very same, it is the same finding.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple

from aiguard_flake8.engine import CannotAnalyse, asked, parsed
from aiguard_flake8.file import File
from aiguard_flake8.identity import Identity, identity
from aiguard_flake8.options import Settings
from aiguard_flake8.rule import Rule
from aiguard_flake8.tree import position
from aiguard_flake8.witness import Witness

Report = tuple[int, int, str, str]  # line from 1, column from 0, code, message


class Known(NamedTuple):
    """What is known of a finding."""

    identity: Identity
    way: Witness | None  # None where no calls were followed
    character: int  # the column from 1 in characters; the syntax tree counts bytes


def ask(path: str, codes: Collection[str], settings: Settings) -> dict[Report, Known]:
    """What some rules say of a file now; nothing when it cannot be read or parsed any more."""
    rules = [rule for rule in settings.rules if rule.code in codes]
    if not rules:
        return {}
    try:
        module, lines = parsed(Path(path).read_bytes(), path)
        return _reports(File(module, path, lines, settings.project), rules)
    except (OSError, CannotAnalyse):
        return {}


def _reports(file: File, rules: list[Rule]) -> dict[Report, Known]:
    found: dict[Report, Known] = {}
    for rule in rules:
        try:
            for _, node, message, way in asked(rule, file):
                line, column = position(node)
                character = _character(file.lines, line, column)
                known = Known(identity(node, file.tree), way, character)
                found.setdefault((line, column, rule.code, message), known)
        except Exception:  # what it reported stands, and its failure is AIG000
            continue
    return found


def _character(lines: Sequence[str], line: int, column: int) -> int:
    if line > len(lines):
        return 1
    return len(lines[line - 1].encode()[:column].decode(errors="ignore")) + 1
