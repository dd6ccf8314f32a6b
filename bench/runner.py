"""`aiguard check` beside plain flake8 and ruff's warm run, side by side in one run.

`python -m bench.runner` prints the CPU over an application of more than 150 kLOC, with an empty
cache and with a filled one, and that of a commit of three files. Figures are ratios of medians;
rounds are interleaved, so that a busy machine hits all. One process each (`-j1`).
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench.speed import FLAKE8
from bench.workplace import ROOT, cpu_seconds, environment, lines_of, sources

APPLICATION = "pretix==2026.8.0"
RUFF = "ruff==0.17.5"
_COMMIT = 3  # files
_SETTLED = 3  # seconds after which a file's times are trusted

Medians = dict[str, float]


class Tools:
    """The commands that are compared."""

    def __init__(self) -> None:
        plain = environment("plain", FLAKE8)
        ours = environment("aiguard", FLAKE8, "-e", str(ROOT))
        self._ruff = environment("ruff", RUFF).with_name("ruff")
        self.flake8 = [str(plain), "-m", "flake8", "--isolated", "-j1", "--exit-zero"]
        self.aiguard = [str(ours.with_name("aiguard")), "check", "--isolated", "-j1", "--exit-zero"]

    def ruff(self, cache: Path) -> list[str]:
        """ruff at its best: cached, and nothing to report (it keeps no files with findings)."""
        always = ["--isolated", "--exit-zero", "-q", "--select=E9"]
        return [str(self._ruff), "check", *always, f"--cache-dir={cache}"]


@contextmanager
def cache_in(folder: Path) -> Iterator[None]:
    """Have `aiguard` keep its cache in a folder."""
    before = os.environ.get("AIGUARD_CACHE")
    os.environ["AIGUARD_CACHE"] = str(folder)
    try:
        yield
    finally:
        os.environ.pop("AIGUARD_CACHE")
        if before is not None:
            os.environ["AIGUARD_CACHE"] = before


def whole_project(tools: Tools, project: Path, rounds: int) -> Medians:
    """CPU over all files: plain flake8, ours with an empty cache, ours and ruff with a full one."""
    seconds: dict[str, list[float]] = defaultdict(list)
    for _ in range(rounds):
        seconds["flake8"].append(cpu_seconds([*tools.flake8, str(project)]))
        with tempfile.TemporaryDirectory() as temporary, cache_in(Path(temporary, "ours")):
            ours = [*tools.aiguard, str(project)]
            seconds["aiguard check, cold"].append(cpu_seconds(ours))
            seconds["aiguard check, warm"].append(cpu_seconds(ours))
            ruff = [*tools.ruff(Path(temporary, "ruff")), str(project)]
            cpu_seconds(ruff)
            seconds["ruff, warm"].append(cpu_seconds(ruff))
    return {name: statistics.median(each) for name, each in seconds.items()}


def commit(tools: Tools, project: Path, rounds: int) -> Medians:
    """CPU on three files that were just edited, when the rest of the project is known or is not."""
    seconds: dict[str, list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as temporary:
        copy = Path(temporary, "project")
        shutil.copytree(project, copy)
        time.sleep(_SETTLED)
        with cache_in(Path(temporary, "cache")):
            cpu_seconds([*tools.aiguard, str(copy)])
        for number in range(rounds):
            files = [str(path) for path in edited(copy, number)]
            seconds["flake8"].append(cpu_seconds([*tools.flake8, *files]))
            with cache_in(Path(temporary, "cache")):
                seconds["aiguard check, rest known"].append(cpu_seconds([*tools.aiguard, *files]))
            with cache_in(Path(temporary, f"empty{number}")):
                seconds["aiguard check, empty cache"].append(cpu_seconds([*tools.aiguard, *files]))
    return {name: statistics.median(each) for name, each in seconds.items()}


def edited(project: Path, number: int) -> Sequence[Path]:
    """Three files of ordinary length, each with a line more; others in each round."""
    paths = sorted(project.rglob("*.py"), key=lambda path: path.stat().st_size)
    middle = len(paths) * 3 // 4 + number * _COMMIT
    chosen = paths[middle : middle + _COMMIT]
    for path in chosen:
        path.write_bytes(path.read_bytes() + f"\nEDITED = {number}\n".encode())
    return chosen


def table(title: str, medians: Medians) -> None:
    """Print CPU and what it is of plain flake8's."""
    print(f"\n{title}")
    for name, seconds in medians.items():
        print(f"  {name:<28} {seconds:8.3f} s   {seconds / medians['flake8']:.4f}")


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="interleaved rounds (default: 3)")
    rounds = parser.parse_args().rounds
    tools, project = Tools(), sources(APPLICATION)
    size = f"{APPLICATION}, {lines_of(project) / 1000:.0f} kLOC"
    whole = whole_project(tools, project, rounds)
    table(f"{size}, -j1, {rounds} rounds", whole)
    ratio = whole["aiguard check, warm"] / whole["ruff, warm"]
    print(f"  aiguard's warm run takes {ratio:.1f} times the CPU of ruff's")
    table(f"three edited files of {size}", commit(tools, project, rounds))


if __name__ == "__main__":
    main()
