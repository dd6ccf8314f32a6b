"""Runs rules over a file: gathers subjects, guards each rule, keeps one report per cause."""

from __future__ import annotations

import ast
import gc
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from aiguard_flake8.calls import Call, LibraryCall
from aiguard_flake8.facts.credentials import Suspect
from aiguard_flake8.facts.handlers import Handler
from aiguard_flake8.file import File
from aiguard_flake8.identity import identity
from aiguard_flake8.parsing import parse
from aiguard_flake8.project.modules import Project
from aiguard_flake8.rule import Rule, Subject, Where
from aiguard_flake8.tree import position
from aiguard_flake8.witness import Witness

OWN_FAILURE = "AIG000"


class Finding(NamedTuple):
    """One report: line from 1, column from 0. Findings sort by place, then by code."""

    line: int
    column: int
    code: str
    message: str
    # What stays when lines move; see `identity`. Empty for our own failures.
    function: str = ""
    fingerprint: str = ""


class CannotAnalyse(Exception):
    """A file that cannot be read or parsed; the text names the file and the reason."""


def guarded() -> bool:
    """Whether a failing rule becomes a finding (for users) or is raised (`AIGUARD_RAISE=1`)."""
    return not os.environ.get("AIGUARD_RAISE")


def check_source(
    source: str | bytes,
    filename: str,
    rules: Sequence[Rule],
    project: Project,
) -> list[Finding]:
    """Parse and check one file. Raises CannotAnalyse when Python's parser gives up on it."""
    module, lines = parsed(source, filename)
    return check_tree(module, filename, lines, rules, project)


def parsed(source: str | bytes, filename: str) -> tuple[ast.Module, list[str]]:
    """The tree and the lines of a file. Raises CannotAnalyse when Python's parser gives up."""
    try:
        module = parse(source, filename)
        text = source if isinstance(source, str) else _decoded(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise CannotAnalyse(f"{filename}: {type(error).__name__}: {error}") from error
    return module, text.splitlines(keepends=True)


def check_tree(
    module: ast.Module,
    filename: str,
    lines: Sequence[str],
    rules: Sequence[Rule],
    project: Project,
) -> list[Finding]:
    """All findings of some rules in one parsed file, in order. The tree is only read.

    `project` is shared by the files of one run: what they know of the modules around them.
    """
    return check_file(File(module, filename, lines, project), rules)


def check_file(file: File, rules: Sequence[Rule]) -> list[Finding]:
    """All findings of some rules in a file, in order. The file cannot be asked any more."""
    # Nearly all that is made for a file lives as long as the file: looking for garbage in between
    # costs a tenth of the analysis and finds none.
    collecting = gc.isenabled()
    gc.disable()
    try:
        return _distinct(sorted(_run(file, rules)))
    except Exception as error:
        if not guarded():
            raise
        return [_failure("the analysis", error, (1, 0))]
    finally:
        file.forget()
        if collecting:
            gc.enable()


def _run(file: File, rules: Sequence[Rule]) -> Iterator[Finding]:
    reports: list[tuple[Rule, Subject, Finding]] = []
    for rule in rules:
        try:
            for subject, node, message, _ in asked(rule, file):
                found = identity(node, file.tree)
                finding = Finding(*position(node), rule.code, message, *found)
                reports.append((rule, subject, finding))
        except Exception as error:
            if not guarded():
                raise
            yield _failure(f"{rule.code} {rule.name}", error, (1, 0))
    yield from _first_of_each_cause(reports)


def _distinct(findings: Iterable[Finding]) -> list[Finding]:
    """The same words at the same place are one report, whatever nodes they came from."""
    first: dict[tuple[int | str, ...], Finding] = {}
    for each in findings:
        first.setdefault(each[:4], each)
    return list(first.values())


def asked(rule: Rule, file: File) -> Iterator[tuple[Subject, Where, str, Witness | None]]:
    """What a rule says of each of its subjects in a file, and the way if it has followed calls."""
    for subject in _subjects(rule, file):
        for node, message, *ways in rule.check(subject, file):
            yield subject, node, message, ways[0] if ways else None


def _subjects(rule: Rule, file: File) -> Sequence[Subject]:
    if len(rule.subjects) == 1:
        return _of_kind(rule.subjects[0], file)
    return [each for kind in rule.subjects for each in _of_kind(kind, file)]


def _of_kind(kind: type, file: File) -> Sequence[Subject]:
    if kind is LibraryCall:
        return file.library_calls
    if kind is Call:
        return file.calls
    if kind is Handler:
        return file.handlers
    if kind is Suspect:
        return file.credentials.suspects
    return file.tree.of(kind)


def _first_of_each_cause(
    reports: Iterable[tuple[Rule, Subject, Finding]],
) -> Iterator[Finding]:
    """Leave out a report whose subject has one from a rule that it yields to."""
    reports = list(reports)
    codes: dict[int, set[str]] = defaultdict(set)
    for rule, subject, _ in reports:
        codes[_cause(subject)].add(rule.code)
    for rule, subject, finding in reports:
        if not rule.yields_to & codes[_cause(subject)]:
            yield finding


def _cause(subject: Subject) -> int:
    """Identity of the syntax node that a report is about; all nodes outlive the run."""
    return id(subject.node if isinstance(subject, Call | Handler | Suspect) else subject)


def _failure(what: str, error: Exception, place: tuple[int, int]) -> Finding:
    reason = " ".join(f"{type(error).__name__}: {error}".split()).replace(":", " -")[:200]
    return Finding(
        *place,
        OWN_FAILURE,
        f"{what} failed on this file ({reason}); everything else was checked,"
        " please report this to aiguard-flake8 with the file",
    )


def _decoded(source: bytes) -> str:
    import io
    import tokenize

    encoding, _ = tokenize.detect_encoding(io.BytesIO(source).readline)
    return source.decode(encoding)
