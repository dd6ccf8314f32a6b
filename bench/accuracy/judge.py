"""Take in the verdicts that a person wrote."""

from __future__ import annotations

from bench.accuracy.data import READERS, WORDS, Data, Verdict
from bench.accuracy.places import Report, paired


class CannotJudge(Exception):
    """Lines that cannot be used; nothing was kept."""


def judge(data: Data, text: str, reader: str) -> tuple[int, int]:
    """Keep verdicts; how many are new, and how many replace an earlier one of this reader.

    Each line holds, with tabs between them, a report's name as `sample` shows it, a verdict and
    why. Raises CannotJudge, naming every bad line.
    """
    reports = data.reports()
    given = _verdicts(text, {report.identity: report for report in reports}, reader)
    replaced = _replaced(data, given, reports, reader)
    kept = [v for each in READERS for v in data.verdicts(each) if v not in replaced]
    data.write_verdicts([*kept, *given])
    return len(given) - len(replaced), len(replaced)


def _verdicts(text: str, known: dict[str, Report], reader: str) -> list[Verdict]:
    found: dict[str, Verdict] = {}
    problems: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        identity, word, why = [*(each.strip() for each in line.split("\t", 2)), "", ""][:3]
        report = known.get(identity)
        if report is None:
            problems.append(f"line {number}: no report of the last run is named {identity!r}")
        elif identity in found:
            problems.append(f"line {number}: {identity} is judged twice")
        elif word not in WORDS:
            problems.append(f"line {number}: {word!r} is none of {', '.join(WORDS)}")
        elif not why:
            problems.append(f"line {number}: {identity} does not say why")
        else:
            found[identity] = _verdict(report, reader, word, why)
    if problems:
        raise CannotJudge("\n".join(problems))
    return list(found.values())


def _verdict(report: Report, reader: str, word: str, why: str) -> Verdict:
    placed = {key: value for key, value in vars(report).items() if key != "message"}
    return Verdict(**placed, reader=reader, verdict=word, why=why)


def _replaced(data: Data, given: list[Verdict], reports: list[Report], reader: str) -> set[Verdict]:
    """Earlier verdicts on the same reports, though lines may have moved since."""
    now = {verdict.identity for verdict in given}
    standing = paired(data.verdicts(reader), reports)
    return {verdict for verdict, report in standing.items() if report.identity in now}
