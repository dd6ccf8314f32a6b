"""What a rule is, and how rules are found.

A rule is one module in `rules/`, named `aig201_call_without_timeout.py`. Its docstring is the page
that users read, its `check(subject, file)` yields `(node, message)`, and the annotation of
`subject` says what it is called with: syntax nodes (`ast.For | ast.While`), calls of what a library
models (`LibraryCall`), all resolved calls (`Call`), exception handlers (`Handler`) or literals that
may be credentials (`Suspect`). Four constants are optional: `OPT_IN = True`, `LEVEL = "error"`,
`YIELDS_TO = ("AIG106",)`, the rules whose report on the same subject makes this one superfluous,
and `WITH_AUDIT = True` for an opt-in rule that runs wherever a project audits its secrets.

A report of a rule that has followed calls is `(node, message, witness)`: reports for machines show
the way step by step.
"""

from __future__ import annotations

import ast
import importlib
import typing
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from aiguard_flake8.calls import Call
from aiguard_flake8.comments import Comment
from aiguard_flake8.facts.credentials import Suspect
from aiguard_flake8.facts.handlers import Handler
from aiguard_flake8.file import File
from aiguard_flake8.patterns import Pattern
from aiguard_flake8.tree import Place
from aiguard_flake8.witness import Witness

FOLDER = Path(__file__).parent / "rules"
_FILE_NAME = Pattern(r"(aig[1-9]\d\d)_([a-z0-9_]+)")

Subject = ast.AST | Call | Handler | Suspect
Where = ast.AST | Comment | Place
# Where, the message, and the way that leads there if calls were followed.
Reports = Iterator[tuple[Where, str] | tuple[Where, str, Witness | None]]
FollowedReports = Iterator[tuple[ast.AST, str, Witness]]  # of a rule that always follows calls
Check = Callable[[Any, File], Iterable[Any]]


class Rule(NamedTuple):
    """One rule, as its module describes it."""

    code: str
    name: str
    check: Check
    subjects: tuple[type, ...]  # what `check` is called with
    page: str  # the module docstring, Markdown
    opt_in: bool
    with_audit: bool  # an opt-in rule that is on where `aiguard-secrets-baseline` is set
    level: str  # "error": data loss, outage, leak; "warning": the rest; "note": opt-in
    yields_to: frozenset[str]
    file: str

    @property
    def summary(self) -> str:
        """The first paragraph of the page, on one line."""
        return " ".join(self.page.strip().split("\n\n", 1)[0].split())

    def section(self, heading: str) -> str:
        """What the page says under a heading, in Markdown; empty when it has no such heading."""
        _, _, rest = self.page.partition(f"\n## {heading}\n")
        return rest.partition("\n## ")[0].strip()


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, by code. They are found by their file names; there is nothing to register."""
    names = sorted(path.stem for path in FOLDER.glob("aig*.py") if _FILE_NAME.fullmatch(path.stem))
    return tuple(read_rule(importlib.import_module(f"aiguard_flake8.rules.{n}")) for n in names)


def read_rule(module: ModuleType) -> Rule:
    """The rule that a module describes. Raises ValueError when it does not keep to the form."""
    stem = module.__name__.rpartition(".")[2]
    match = _FILE_NAME.fullmatch(stem)
    if match is None:
        raise ValueError(f"{stem} is not named like a rule: aig201_call_without_timeout")
    opt_in = getattr(module, "OPT_IN", False)
    return Rule(
        code=match[1].upper(),
        name=match[2].replace("_", "-"),
        check=module.check,
        subjects=_subjects(module.check),
        page=module.__doc__ or "",
        opt_in=opt_in,
        with_audit=getattr(module, "WITH_AUDIT", False),
        level=getattr(module, "LEVEL", "note" if opt_in else "warning"),
        yields_to=frozenset(getattr(module, "YIELDS_TO", ())),
        file=f"{stem}.py",
    )


def _subjects(check: Check) -> tuple[type, ...]:
    """The types in the annotation of the first parameter."""
    hints = typing.get_type_hints(check)
    first = check.__code__.co_varnames[0]
    subject = hints[first]
    return typing.get_args(subject) or (subject,)
