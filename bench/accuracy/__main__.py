"""`python -m bench.accuracy`: how often the rules are right, on pinned applications."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.accuracy import page, summary
from bench.accuracy.data import READERS, Data
from bench.accuracy.judge import CannotJudge, judge
from bench.accuracy.places import Report
from bench.accuracy.run import run
from bench.accuracy.sample import for_first, for_second, shown


def main(argv: Sequence[str] | None = None, data: Data | None = None) -> int:
    """Run one command; without any, `run` and `report`. 1: a rule falls short. 2: bad input."""
    options = _parser().parse_args(argv)
    data = data or Data()
    if options.command in (None, "run"):
        run(data, getattr(options, "package", ()))
        if options.command is None:
            return summary.report(data, most=10)
    elif not data.reports() and options.command != "docs":
        print("there are no reports yet: python -m bench.accuracy run", file=sys.stderr)
        return 2
    elif options.command == "sample":
        _sample(options, data)
    elif options.command == "judge":
        return _judge(options, data)
    elif options.command == "report":
        return summary.report(data, options.most)
    else:
        page.write(data)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.accuracy", description=__doc__)
    commands = parser.add_subparsers(dest="command", metavar="command")
    check = commands.add_parser("run", help="fetch the packages and run all rules over them")
    check.add_argument("--package", action="append", default=[], metavar="NAME", help="may repeat")
    sample = commands.add_parser("sample", help="show reports with their source, for judging")
    sample.add_argument("--rule", action="append", default=[], metavar="CODE", help="may repeat")
    sample.add_argument("--count", type=int, default=30, help="size of the sample (30)")
    sample.add_argument("--seed", type=int, default=1)
    sample.add_argument("--context", type=int, default=12, help="lines before and after (12)")
    sample.add_argument("--reader", choices=READERS, default="first")
    take = commands.add_parser("judge", help="keep verdicts: name, verdict and why, with tabs")
    take.add_argument("file", type=Path)
    take.add_argument("--reader", choices=READERS, default="first")
    report = commands.add_parser("report", help="shares of each verdict, what is new, what lost")
    report.add_argument("--most", type=int, default=10, help="new reports to list per rule (10)")
    commands.add_parser("docs", help="write docs/accuracy.md")
    return parser


def _sample(options: argparse.Namespace, data: Data) -> None:
    """The first reader's samples are per rule; the second's is one over all rules asked for."""
    if options.reader == "second":
        drawn, judged = for_second(data, options.rule, options.count, options.seed)
        _show("what the first reader judged", drawn, judged, options, data)
        return
    for code in options.rule or sorted({report.code for report in data.reports()}):
        drawn, judged = for_first(data, code, options.count, options.seed)
        _show(code, drawn, judged, options, data)


def _show(
    title: str, drawn: list[Report], judged: int, options: argparse.Namespace, data: Data
) -> None:
    size = len(drawn) + judged
    print(f"{title}: {size} drawn, {judged} of them judged already and left out\n")
    for report in drawn:
        print(shown(report, data, options.context) + "\n")


def _judge(options: argparse.Namespace, data: Data) -> int:
    try:
        text = options.file.read_text(encoding="utf-8")
        new, replaced = judge(data, text, options.reader)
    except (OSError, CannotJudge) as error:
        print(f"nothing was kept:\n{error}", file=sys.stderr)
        return 2
    print(f"{new} new verdicts, {replaced} replaced")
    return 0


if __name__ == "__main__":
    sys.exit(main())
