"""What is kept: verdicts and the outcome of the last run (in git), reports (a download's fate)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from bench.accuracy.packages import Package, read_groups, read_packages
from bench.accuracy.places import Placed, Report
from bench.workplace import DOWNLOADS, ROOT

WORDS = ("acting", "debatable", "wrong")
READERS = ("first", "second")
_WRITTEN_ORDER = (
    "code", "package", "version", "path", "line", "column", "function", "fingerprint", "reader",
    "verdict", "why", "message",
)  # fmt: skip


@dataclass(frozen=True, order=True)
class Verdict(Placed):
    """What a reader thinks of one report."""

    reader: str  # one of READERS
    verdict: str  # one of WORDS
    why: str


class Outcome(NamedTuple):
    """What the last run found, in numbers, and which verdicts have no report any more."""

    lines: dict[str, dict[str, int]]  # package: {"application": lines, "tests": lines}
    states: dict[str, str]  # rule: "on" or "opt-in"
    reports: dict[str, dict[str, int]]  # rule: {package: reports}
    gone: frozenset[str]  # "reader identity"


class Data(NamedTuple):
    """Where everything is kept."""

    kept: Path = ROOT / "bench" / "accuracy"
    fetched: Path = DOWNLOADS / "accuracy"

    def packages(self) -> list[Package]:
        """What is pinned."""
        return read_packages(self.kept / "packages.txt")

    def groups(self) -> dict[str, list[str]]:
        """The names of what is pinned, by the heading that they stand under."""
        return read_groups(self.kept / "packages.txt")

    def reports(self, name: str = "reports") -> list[Report]:
        """The reports of the last run; `previous` for those of the run before it."""
        return _read(self.fetched / f"{name}.jsonl", Report)

    def write_reports(self, reports: Iterable[Report]) -> None:
        """Keep the reports of a run, and those of the run before as `previous`."""
        self.fetched.mkdir(parents=True, exist_ok=True)
        last = self.fetched / "reports.jsonl"
        if last.exists():
            last.replace(self.fetched / "previous.jsonl")
        _write(last, reports)

    def verdicts(self, reader: str) -> list[Verdict]:
        """All verdicts of one reader, those whose report is gone among them."""
        paths = sorted((self.kept / "verdicts").glob("*.jsonl"))
        return [v for path in paths for v in _read(path, Verdict) if v.reader == reader]

    def write_verdicts(self, verdicts: Iterable[Verdict]) -> None:
        """Keep all verdicts: one sorted file per rule, one line per verdict."""
        folder = self.kept / "verdicts"
        folder.mkdir(exist_ok=True)
        by_rule: dict[str, list[Verdict]] = {}
        for verdict in verdicts:
            by_rule.setdefault(verdict.code, []).append(verdict)
        for code, of_rule in by_rule.items():
            _write(folder / f"{code}.jsonl", of_rule)

    def outcome(self) -> Outcome:
        """What the last run found."""
        path = self.kept / "run.json"
        if not path.exists():
            return Outcome({}, {}, {}, frozenset())
        content = json.loads(path.read_text(encoding="utf-8"))
        return Outcome(**{**content, "gone": frozenset(content["gone"])})

    def write_outcome(self, outcome: Outcome) -> None:
        """Keep what a run found."""
        content = {**outcome._asdict(), "gone": sorted(outcome.gone)}
        text = json.dumps(content, indent=1, sort_keys=True) + "\n"
        (self.kept / "run.json").write_text(text, encoding="utf-8")


Kept = TypeVar("Kept", bound=Placed)


def _read(path: Path, kind: type[Kept]) -> list[Kept]:
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").split("\n")
    return [kind(**json.loads(line)) for line in lines if line]


def _write(path: Path, items: Iterable[Placed]) -> None:
    lines = [json.dumps(_ordered(item), ensure_ascii=False) + "\n" for item in sorted(items)]
    partial = path.with_suffix(".partial")
    partial.write_text("".join(lines), encoding="utf-8")
    partial.replace(path)


def _ordered(item: Placed) -> dict[str, Any]:
    content = asdict(item)
    return {key: content[key] for key in _WRITTEN_ORDER if key in content}
