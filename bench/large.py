"""What following calls costs in large projects, everything on, opt-in rules too.

`python -m bench.large` prints, side by side with plain flake8 and flake8-bugbear: the CPU of all
workers at `-j1`, `-j2` and `-j4` with an empty and with a filled cache; what one file through stdin
costs; the peak memory of a worker; and our own time per line from 20 to 500 kLOC. Ratios are of
medians of interleaved rounds.
"""

from __future__ import annotations

import argparse
import ast
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.speed import BUGBEAR, FLAKE8, environments
from bench.workplace import cpu_seconds, lines_of, peak_megabytes, sources

PROJECTS = ("prefect==3.9.1", "apache-superset==6.1.0")  # async; Flask with SQLAlchemy
JOBS = (1, 2, 4)
GROWING = (*PROJECTS, "pretix==2026.8.0")
EVERYTHING = "--aiguard-enable=all"
_FILES = 40  # of a project that go through stdin


def workers(requirement: str, rounds: int) -> None:
    """CPU summed over all workers, for each number of them and both states of the cache."""
    folder = sources(requirement)
    pythons = environments()
    print(f"\n{requirement}: {lines_of(folder) / 1000:.0f} kLOC, everything on, {rounds} rounds")
    alone = 0.0
    for jobs in JOBS:
        seconds: dict[str, list[float]] = {}
        for _ in range(rounds):
            for name, spent in _one_round(pythons, folder, jobs):
                seconds.setdefault(name, []).append(spent)
        medians = {name: statistics.median(each) for name, each in seconds.items()}
        plain = medians["flake8"]
        alone = alone or medians["aiguard, empty cache"]
        for name, spent in medians.items():
            ratio = f"adds {spent - plain:+7.2f} s = {(spent - plain) / plain:+.3f}"
            if name == "aiguard, empty cache":
                ratio += f"; {spent / alone:.2f} x that at -j1"
            print(f"  -j{jobs}  {name:<21} {spent:7.2f} s  {ratio}")


def _one_round(pythons: dict[str, Path], folder: Path, jobs: int) -> Iterator[tuple[str, float]]:
    arguments = ["--isolated", f"-j{jobs}", "--exit-zero", str(folder)]
    base = {name: [str(python), "-m", "flake8", *arguments] for name, python in pythons.items()}
    yield "flake8", cpu_seconds(base["flake8"])
    with tempfile.TemporaryDirectory() as cache:
        ours = [*base["flake8 + aiguard"], EVERYTHING]
        yield "aiguard, empty cache", cpu_seconds(ours, cache=cache)
        yield "aiguard, filled cache", cpu_seconds(ours, cache=cache)
    yield "bugbear", cpu_seconds(base["flake8 + bugbear"])


def through_stdin(requirement: str) -> None:
    """What we add to flake8 for one file of the project, as an editor asks for it."""
    folder = sources(requirement)
    pythons = environments()
    paths = sorted(folder.rglob("*.py"))
    added = []
    with tempfile.TemporaryDirectory() as cache:
        for path in paths[:: max(1, len(paths) // _FILES)]:
            text = path.read_bytes()
            arguments = ["-m", "flake8", "--isolated", "--stdin-display-name", str(path), "-"]
            plain = [str(pythons["flake8"]), *arguments]
            ours = [str(pythons["flake8 + aiguard"]), *arguments, EVERYTHING]
            spent = cpu_seconds(ours, stdin=text, cache=cache)
            added.append(spent - cpu_seconds(plain, stdin=text))
    added.sort()
    print(f"\n{requirement}: one file through stdin, {len(added)} files, cache filled on the way")
    for share in (0.5, 0.95):
        print(f"  adds {added[int(len(added) * share)]:.3f} s at the {share:.0%} percentile")


def memory(requirement: str) -> None:
    """Peak memory of the largest worker."""
    folder = sources(requirement)
    arguments = ["-m", "flake8", "--isolated", "-j2", "--exit-zero", str(folder)]
    pythons = environments()
    plain = peak_megabytes([str(pythons["flake8"]), *arguments])
    ours = peak_megabytes([str(pythons["flake8 + aiguard"]), *arguments, EVERYTHING])
    print(f"\n{requirement}: peak memory of a process at -j2: flake8 {plain:.0f} MB, ", end="")
    print(f"with us {ours:.0f} MB: {ours - plain:+.0f} MB")


def flat() -> None:
    """Our own time per line (without the parse) at growing sizes, in one process."""
    from aiguard_flake8.engine import check_tree
    from aiguard_flake8.library import Libraries
    from aiguard_flake8.project.modules import Project
    from aiguard_flake8.rule import all_rules

    paths = [path for each in GROWING for path in sorted(sources(each).rglob("*.py"))]
    print("\ntime per line, everything on, in this process, without the parse")
    for target in (20, 50, 100, 250, 500):
        project = Project(Libraries())
        lines, seconds = 0, 0.0
        for path in paths:
            text = path.read_text(encoding="utf-8")
            tree = ast.parse(text)
            started = time.process_time()
            check_tree(tree, str(path), text.splitlines(True), all_rules(), project)
            seconds += time.process_time() - started
            lines += text.count("\n")
            if lines >= target * 1000:
                break
        print(f"  {lines / 1000:6.0f} kLOC  {seconds / lines * 1e6:6.2f} ms/kLOC")


def main() -> None:
    """Run all four, or those that are named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="interleaved rounds (default: 3)")
    parser.add_argument("--project", action="append", help="a pinned package, instead of ours")
    parser.add_argument("parts", nargs="*", default=["workers", "stdin", "memory", "flat"])
    options = parser.parse_args()
    print(f"beside {FLAKE8} and {BUGBEAR}")
    for requirement in options.project or PROJECTS:
        if "workers" in options.parts:
            workers(requirement, options.rounds)
        if "stdin" in options.parts:
            through_stdin(requirement)
        if "memory" in options.parts:
            memory(requirement)
    if "flat" in options.parts:
        flat()


if __name__ == "__main__":
    main()
