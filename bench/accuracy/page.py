"""Write docs/accuracy.md from the data that is in git."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bench.accuracy.data import Data, Verdict
from bench.accuracy.packages import APPLICATION, TESTS
from bench.accuracy.summary import agreement, by_rule, table
from bench.workplace import ROOT

PAGE = ROOT / "docs" / "accuracy.md"

_INTRODUCTION = """\
# Accuracy

How often a report is worth acting on, measured on applications that nobody looked at while the
rules were written. What the verdicts showed was mended by its general cause, and more applications
were fetched to see what that was worth. This page is made by `python -m bench.accuracy docs`.

## How it is measured

All rules run over pinned packages, those that are opt-in too. Vendored code is left out; over tests
only the rules about tests run (AIG95x). Per rule a seeded sample, spread over the packages, is
judged as the application's maintainer would:

- *acting*: worth acting on, its maintainer would take the patch;
- *debatable*: true, but a matter of taste or of context that the code does not show;
- *wrong*: not true.

A rule that is on is to be worth acting on in nine of ten reports, one that follows calls in eight;
a rule that cannot get there is made opt-in. Of some rules there are too few reports to tell.
Verdicts of reports that a later change removed do not count in the table: it says what the rules do
now on code whose reports were read, which is more than they do on code that is new to them.
"The groups" says what they do on either. A second reader judges a part without seeing the first
verdicts.

Anybody can repeat it:

```console
$ python -m bench.accuracy run                # fetch the packages, run the rules
$ python -m bench.accuracy sample --rule AIG201 --count 30 --seed 1   # reports with their source
$ python -m bench.accuracy judge my.tsv       # name, verdict and why, with tabs between them
$ python -m bench.accuracy report             # shares, what is new, what is lost
$ python -m bench.accuracy docs               # this page
```

The verdicts are data: [bench/accuracy/verdicts](../bench/accuracy/verdicts).
"""


_GROUPS = """\
In the order in which they were fetched, each after the mends that the one before had led to. Judged
are all reports that were read, of all rules that are on; left out are those that are gone, most of
which were not worth acting on.
"""


def page(data: Data) -> str:
    """The whole page."""
    verdicts = data.verdicts("first")
    rules = by_rule(data.outcome(), verdicts)
    parts = [
        _INTRODUCTION,
        "## The rules\n",
        *_markdown(list(table(rules))),
        "",
        "## The groups\n",
        _GROUPS,
        *_markdown(list(_groups(data, verdicts))),
        "",
        "## The packages\n",
        *_markdown(list(_packages(data))),
        "",
        "## Two readers\n",
        *_readers(agreement(data)),
    ]
    return "\n".join(parts) + "\n"


def write(data: Data, path: Path = PAGE) -> None:
    """Write the page."""
    path.write_text(page(data), encoding="utf-8")


def _groups(data: Data, verdicts: list[Verdict]) -> Iterator[list[str]]:
    """What was read of each group of packages, and what of it a later change removed."""
    outcome = data.outcome()
    on = {code for code, state in outcome.states.items() if state == "on"}
    yield ["group", "packages", "judged", "acting", "share", "left", "acting", "share"]
    for group, packages in data.groups().items():
        read = [v for v in verdicts if v.package in packages and v.code in on]
        left = [v for v in read if f"{v.reader} {v.identity}" not in outcome.gone]
        row = [group, str(len(packages))]
        for judged in (read, left):
            acting = sum(each.verdict == "acting" for each in judged)
            share = f"{acting / len(judged):.0%}" if judged else ""
            row += [str(len(judged)), str(acting), share]
        yield row


def _packages(data: Data) -> Iterator[list[str]]:
    outcome = data.outcome()
    yield ["package", "version", "lines", "of tests", "reports"]
    lines: list[int] = []
    tests: list[int] = []
    for package in data.packages():
        size = outcome.lines.get(package.name, {})
        lines.append(size.get(APPLICATION, 0))
        tests.append(size.get(TESTS, 0))
        reports = sum(counts.get(package.name, 0) for counts in outcome.reports.values())
        row = [package.name, package.version, f"{lines[-1]:,}", f"{tests[-1]:,}", str(reports)]
        yield row
    total = sum(sum(counts.values()) for counts in outcome.reports.values())
    yield ["together", "", f"{sum(lines):,}", f"{sum(tests):,}", str(total)]


def _readers(pairs: dict[Verdict, Verdict]) -> Iterator[str]:
    agreed = sum(first.verdict == second.verdict for first, second in pairs.items())
    yield f"{len(pairs)} reports were judged by a second reader who did not see the first verdict;"
    yield f"the two agree on {agreed}."
    for first, second in pairs.items():
        if first.verdict != second.verdict:
            yield f"\n- {first.code}, {first.where}"
            yield f"  - first: {first.verdict}: {first.why}"
            yield f"  - second: {second.verdict}: {second.why}"


def _markdown(rows: list[list[str]]) -> Iterator[str]:
    for number, row in enumerate(rows):
        yield f"| {' | '.join(row)} |"
        if number == 0:
            yield f"|{' --- |' * len(row)}"
