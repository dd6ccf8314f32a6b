"""What a report tells of each finding beyond flake8's own fields."""

from __future__ import annotations

import argparse
import os
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from flake8.violation import Violation

from aiguard_flake8 import options as our_options
from aiguard_flake8.baseline.document import NEVER_HELD
from aiguard_flake8.formats.again import Known, ask
from aiguard_flake8.levels import level_of
from aiguard_flake8.rule import Rule, all_rules
from aiguard_flake8.witness import Witness


class Call(NamedTuple):
    """One call on the way to what is reported."""

    path: str
    line: int  # from 1; 0 where it is not known
    name: str  # what is called: "OrderRepo.get"


class Detail(NamedTuple):
    """One finding."""

    code: str
    level: str
    path: str  # from the working directory, as flake8 has it
    line: int  # from 1
    column: int  # from 1, as flake8 counts
    character: int  # the same in characters, where that is known
    message: str
    rule: Rule | None  # None for what other plugins report
    fingerprint: str  # empty where it is not known
    way: tuple[Call, ...]  # empty where no calls were followed


def details(violations: Sequence[Violation], options: argparse.Namespace) -> list[Detail]:
    """All findings of a run, in its order."""
    rules = {rule.code: rule for rule in all_rules()}
    known = _known([each for each in violations if each.code in rules], options)
    seen: Counter[tuple[str, ...]] = Counter()
    found = []
    for each in violations:
        about = known.get(each)
        path = os.path.normpath(each.filename)
        fingerprint = ""
        if about is not None:
            function, source = about.identity
            if each.code in NEVER_HELD:
                source = ""  # a digest of a short password is as good as the password
            seen[each.code, path, function, source] += 1
            number = seen[each.code, path, function, source]
            fingerprint = f"{function}:{source}:{number}"
        found.append(
            Detail(
                each.code,
                level_of(each.code),
                path,
                each.line_number,
                each.column_number,
                about.character if about is not None else each.column_number,
                each.text,
                rules.get(each.code),
                fingerprint,
                _calls(about.way, path, each.line_number)
                if about is not None and about.way
                else (),
            )
        )
    return found


def _known(violations: Sequence[Violation], options: argparse.Namespace) -> dict[Violation, Known]:
    """What the rules say of findings when they are asked again."""
    if not violations or "-" in options.filenames:
        return {}  # what came from stdin is not what the disk holds
    by_path: dict[str, list[Violation]] = defaultdict(list)
    for each in violations:
        by_path[each.filename].append(each)
    settings = our_options.read(options)
    found = {}
    for path, inside in by_path.items():
        reports = ask(path, {each.code for each in inside}, settings)
        for each in inside:
            place = (each.line_number, each.column_number - 1)
            known = reports.get((*place, each.code, each.text))
            if known is not None:
                found[each] = known
    return found


def _calls(way: Witness, path: str, line: int) -> tuple[Call, ...]:
    """Each call stands in the file of what was called before; the first in the linted one."""
    if not any(way.files):
        return ()  # a library is called, and that is what is reported
    homes = (path, *(_shown(file) for file in way.files))
    lines = (way.lines[0] or line, *way.lines[1:])
    return tuple(map(Call, homes, lines, way.chain))


def _shown(file: str) -> str:
    """An absolute path, as flake8 would name it from here."""
    path = Path(file)
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else file
