"""What verdicts and reports say together: shares, what is new, what is lost, who agrees."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bench.accuracy.data import WORDS, Data, Outcome, Verdict
from bench.accuracy.places import Report, paired

ENOUGH, WANTED = 10, 0.9


@dataclass
class Judged:
    """The first reader's verdicts on what a rule still reports."""

    code: str
    state: str  # "on", "opt-in", or "removed" when there is no such rule any more
    reports: int
    packages: int
    verdicts: Counter[str] = field(default_factory=Counter)

    @property
    def count(self) -> int:
        """How many reports are judged."""
        return self.verdicts.total()

    def share(self, word: str) -> float:
        """The part of the judged reports with this verdict, from 0 to 1."""
        return self.verdicts[word] / self.count if self.count else 0.0

    @property
    def falls_short(self) -> bool:
        """Whether a rule that is on was judged enough and is right too seldom."""
        enough = self.state == "on" and self.count >= ENOUGH
        return enough and self.share("acting") < WANTED


def by_rule(outcome: Outcome, verdicts: Iterable[Verdict]) -> list[Judged]:
    """One summary per rule, from what is in git alone."""
    found = {
        code: Judged(code, outcome.states.get(code, "removed"), sum(p.values()), len(p))
        for code, p in outcome.reports.items()
    }
    for verdict in verdicts:
        if verdict.code not in found:
            found[verdict.code] = Judged(verdict.code, "removed", 0, 0)
        if f"{verdict.reader} {verdict.identity}" not in outcome.gone:
            found[verdict.code].verdicts[verdict.verdict] += 1
    return [found[code] for code in sorted(found)]


def table(rules: Iterable[Judged]) -> Iterator[list[str]]:
    """Heading and one row per rule, as text."""
    yield ["rule", "state", "reports", "packages", "judged", *WORDS, "worth acting on"]
    for rule in rules:
        counts = [rule.reports, rule.packages, rule.count, *(rule.verdicts[w] for w in WORDS)]
        share = f"{rule.share('acting'):.0%}" if rule.count else ""
        yield [rule.code, rule.state, *map(str, counts), share]


def agreement(data: Data) -> dict[Verdict, Verdict]:
    """What both readers have judged: the first one's verdict and the second one's."""
    return paired(data.verdicts("first"), data.verdicts("second"))


def unjudged(data: Data) -> tuple[list[Report], list[Report]]:
    """Reports without a verdict: those that the run before the last did not have, and the rest."""
    reports = data.reports()
    judged = set(paired(data.verdicts("first"), reports).values())
    before = paired(reports, data.reports("previous"))
    waiting = [report for report in reports if report not in judged]
    return [r for r in waiting if r not in before], [r for r in waiting if r in before]


def gone(data: Data, word: str) -> list[Verdict]:
    """The first reader's verdicts of a kind whose report is not there any more."""
    outcome, pinned = data.outcome(), {package.name for package in data.packages()}
    return [
        verdict
        for verdict in data.verdicts("first")
        if verdict.verdict == word
        and f"first {verdict.identity}" in outcome.gone
        and verdict.package in pinned
    ]


def report(data: Data, most: int) -> int:
    """Print it all; 1 when a rule that is on falls short, else 0."""
    rules = by_rule(data.outcome(), data.verdicts("first"))
    _print_table(rules)
    new, waiting = unjudged(data)
    _print_new(new, waiting, most)
    _print_verdicts("worth acting on and now lost", gone(data, "acting"))
    _print_verdicts("debatable and now gone", gone(data, "debatable"))
    _print_verdicts("wrong and now gone", gone(data, "wrong"))
    _print_agreement(agreement(data))
    short = [rule.code for rule in rules if rule.falls_short]
    if short:
        print(f"\non, judged {ENOUGH} times or more, and right less than nine in ten times:")
        print(f"  {', '.join(short)}")
    return 1 if short else 0


def _print_table(rules: list[Judged]) -> None:
    rows = list(table(rules))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        print("  ".join(cell.rjust(width) for cell, width in zip(row, widths)))


def _print_new(new: list[Report], waiting: list[Report], most: int) -> None:
    print(f"\nnew since the run before, unjudged: {len(new)}; older and unjudged: {len(waiting)}")
    counts = Counter(each.code for each in new)
    for code in sorted(counts):
        print(f"  {code}: {counts[code]}")
        for each in [each for each in new if each.code == code][:most]:
            print(f"    {each.identity}  {each.where}")


def _print_verdicts(title: str, verdicts: list[Verdict]) -> None:
    print(f"\n{title}: {len(verdicts)}")
    for each in verdicts:
        print(f"  {each.code}  {each.where}  in {each.function or 'module'}: {each.why}")


def _print_agreement(pairs: dict[Verdict, Verdict]) -> None:
    differing = {a: b for a, b in pairs.items() if a.verdict != b.verdict}
    print(f"\njudged by two readers: {len(pairs)}; they agree on {len(pairs) - len(differing)}")
    for first, second in differing.items():
        print(f"  {first.code}  {first.where}")
        print(f"    first:  {first.verdict}: {first.why}")
        print(f"    second: {second.verdict}: {second.why}")
