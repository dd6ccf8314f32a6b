"""Fetch the pinned packages and run every rule over them."""

from __future__ import annotations

import ast
import tokenize
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

from flake8.violation import Violation

from aiguard_flake8.engine import Finding, check_tree
from aiguard_flake8.library import Libraries
from aiguard_flake8.project.modules import Project
from aiguard_flake8.rule import Rule, all_rules
from bench.accuracy.data import READERS, Data, Outcome
from bench.accuracy.packages import TESTS, VENDORED, Package, part_of
from bench.accuracy.places import Report, fingerprint, function_at, paired
from bench.workplace import sources

TEST_RULES = "AIG95"  # the rules about tests: the only ones that run over tests


class Checked(NamedTuple):
    """What came out of one package."""

    reports: list[Report]
    lines: dict[str, int]  # by part of the package


def run(data: Data, only: Sequence[str] = ()) -> None:
    """Check all packages, keep the reports and print what was found in each package.

    `only` names packages; the others keep what the last run found in them.
    """
    reports: list[Report] = []
    lines: dict[str, dict[str, int]] = {}
    pinned = data.packages()
    wanted = [package for package in pinned if not only or package.name in only]
    others = {package.name for package in pinned} - {package.name for package in wanted}
    with ProcessPoolExecutor() as processes:
        for package, checked in zip(wanted, processes.map(_checked, wanted), strict=True):
            reports += checked.reports
            lines[package.name] = checked.lines
            print(f"{package.requirement:<36} {len(checked.reports):5} reports  {checked.lines}")
    # Read only now: another run, over other packages, may have ended in the meantime.
    reports += [report for report in data.reports() if report.package in others]
    lines |= {name: found for name, found in data.outcome().lines.items() if name in others}
    keep(data, reports, lines, all_rules())


def _checked(package: Package) -> Checked:
    folder = sources(package.requirement, archive=package.source)
    return check_package(package, folder, all_rules(), Libraries())


def keep(
    data: Data, reports: list[Report], lines: dict[str, dict[str, int]], rules: Sequence[Rule]
) -> None:
    """Write the reports, and what the verdicts' page needs to know of them."""
    data.write_reports(reports)
    counts: dict[str, dict[str, int]] = {rule.code: {} for rule in rules}
    for (code, package), count in sorted(Counter((r.code, r.package) for r in reports).items()):
        counts.setdefault(code, {})[package] = count
    states = {rule.code: "opt-in" if rule.opt_in else "on" for rule in rules}
    data.write_outcome(Outcome(lines, states, counts, frozenset(_gone(data, reports))))


def check_package(
    package: Package, folder: Path, rules: Sequence[Rule], libraries: Libraries
) -> Checked:
    """The reports in an unpacked package, and its lines. Vendored code is left out."""
    reports: list[Report] = []
    lines: Counter[str] = Counter()
    project = Project(libraries)
    for path in sorted(folder.rglob("*.py")):
        relative = path.relative_to(folder).as_posix()
        part = part_of(relative, package)
        if part == VENDORED:
            continue
        ours = [r for r in rules if part != TESTS or r.code.startswith(TEST_RULES)]
        try:
            file = _Source(path)
        except (SyntaxError, ValueError, RecursionError) as error:
            print(f"  left out: {package.name} {relative}: {error}")
            continue
        lines[part] += len(file.lines)
        reports += file.reports(package, relative, ours, project)
    return Checked(reports, dict(sorted(lines.items())))


class _Source:
    """One parsed file. Raises what Python's parser raises."""

    def __init__(self, path: Path) -> None:
        self.path = path
        content = path.read_bytes()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what the packages' own string escapes cause
            self.module = ast.parse(content, str(path))
        # Like Python and flake8, and unlike str.splitlines, form feeds do not end a line.
        with tokenize.open(path) as file:
            self.lines = file.readlines()

    def reports(
        self, package: Package, relative: str, rules: Sequence[Rule], project: Project
    ) -> list[Report]:
        """What the rules report, but for lines with a fitting `noqa`."""
        findings = [f for f in self._findings(rules, project) if not self._ignored(f)]
        functions = function_at(self.module, [f.line for f in findings])
        return [
            Report(
                code=finding.code,
                package=package.name,
                version=package.version,
                path=relative,
                line=finding.line,
                column=finding.column,
                function=functions[finding.line],
                fingerprint=fingerprint(self._line(finding)),
                message=finding.message,
            )
            for finding in findings
        ]

    def _findings(self, rules: Sequence[Rule], project: Project) -> Iterator[Finding]:
        """As users see them: a rule that is on must not give way to one that is opt-in."""
        opt_in = {rule.code for rule in rules if rule.opt_in}
        on = [rule for rule in rules if not rule.opt_in]
        path = str(self.path)
        yield from check_tree(self.module, path, self.lines, on, project)
        if opt_in:
            for finding in check_tree(self.module, path, self.lines, rules, project):
                if finding.code in opt_in:
                    yield finding

    def _ignored(self, finding: Finding) -> bool:
        line = self._line(finding)
        violation = Violation(
            finding.code, str(self.path), finding.line, finding.column, finding.message, line
        )
        return bool(violation.is_inline_ignored(disable_noqa=False))

    def _line(self, finding: Finding) -> str:
        return self.lines[finding.line - 1] if finding.line <= len(self.lines) else "\n"


def _gone(data: Data, reports: list[Report]) -> Iterator[str]:
    """Which verdicts have no report any more, with the reader."""
    for reader in READERS:
        verdicts = data.verdicts(reader)
        still = paired(verdicts, reports)
        yield from (f"{reader} {each.identity}" for each in verdicts if each not in still)
