"""Draw reports for judging, and show each with its source."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import zip_longest
from pathlib import Path

from bench.accuracy.data import Data
from bench.accuracy.places import Report, paired
from bench.workplace import ROOT, sources


def draw(
    reports: Iterable[Report], count: int, seed: int, group: Callable[[Report], str]
) -> list[Report]:
    """At most `count` reports: one of each group, then a second of each, and so on.

    What is drawn depends on the seed and on each report alone, so that after a change of a rule
    most of the sample is what it was before.
    """
    groups: dict[str, list[Report]] = defaultdict(list)
    for report in reports:
        groups[group(report)].append(report)
    in_order = [
        sorted(groups[name], key=lambda report: _rank(seed, report.identity))
        for name in sorted(groups, key=lambda name: _rank(seed, name))
    ]
    rounds = zip_longest(*in_order)
    return [report for each in rounds for report in each if report is not None][:count]


def for_first(data: Data, code: str, count: int, seed: int) -> tuple[list[Report], int]:
    """A rule's sample without what is judged, and how many of the sample are."""
    reports = [report for report in data.reports() if report.code == code]
    judged = set(paired(data.verdicts("first"), reports).values())
    drawn = draw(reports, count, seed, lambda report: report.package)
    return [report for report in drawn if report not in judged], len(judged & set(drawn))


def for_second(data: Data, codes: Sequence[str], count: int, seed: int) -> tuple[list[Report], int]:
    """A sample, spread over rules, of what the first reader has judged and the second has not."""
    reports = data.reports()
    first = paired(data.verdicts("first"), reports).values()
    second = set(paired(data.verdicts("second"), reports).values())
    candidates = [report for report in first if not codes or report.code in codes]
    drawn = draw(candidates, count, seed, lambda report: report.code)
    return [report for report in drawn if report not in second], len(second & set(drawn))


def shown(report: Report, data: Data, context: int) -> str:
    """A report with the source around it."""
    package = next(each for each in data.packages() if each.name == report.package)
    path = sources(package.requirement, archive=package.source) / report.path
    head = f"=== {report.identity}  {report.code}  {report.where}  in {report.function or 'module'}"
    file = f"    {path.relative_to(ROOT)}"
    return "\n".join([head, file, f"    {report.message}", *_source(path, report.line, context)])


def _source(path: Path, line: int, context: int) -> Iterator[str]:
    lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
    first = max(1, line - context)
    for number, text in enumerate(lines[first - 1 : line + context], first):
        yield f"{'>' if number == line else ' '}{number:5} {text[:180]}"


def _rank(seed: int, name: str) -> str:
    return hashlib.sha256(f"{seed} {name}".encode()).hexdigest()
