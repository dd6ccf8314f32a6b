"""What we add to plain flake8, beside what flake8-bugbear adds, side by side in one run.

`python -m bench.speed` prints three tables: the CPU over the sources of django, sqlalchemy and
celery; the CPU on one file of 200 lines, start-up included; and our own time per line from 10 to
500 kLOC. Figures are ratios of medians; rounds are interleaved, so that a busy machine hits all.
"""

from __future__ import annotations

import argparse
import ast
import statistics
import tempfile
import time
from pathlib import Path

from bench.workplace import ROOT, cpu_seconds, environment, lines_of, sources

FLAKE8 = "flake8==7.5.0"
BUGBEAR = "flake8-bugbear==26.10.27"
PROJECTS = ("django==5.2.19", "sqlalchemy==2.1.9", "celery==5.7.0")


def environments() -> dict[str, Path]:
    """Plain flake8, with us, and with flake8-bugbear; each in an environment of its own."""
    return {
        "flake8": environment("plain", FLAKE8),
        "flake8 + aiguard": environment("aiguard", FLAKE8, "-e", str(ROOT)),
        "flake8 + bugbear": environment("bugbear", FLAKE8, BUGBEAR),
    }


def measure(pythons: dict[str, Path], arguments: list[str], rounds: int) -> dict[str, float]:
    """Median CPU seconds for each environment, once its bytecode is written."""
    seconds: dict[str, list[float]] = {name: [] for name in pythons}
    for _ in range(rounds):
        for name, python in pythons.items():
            command = [str(python), "-m", "flake8", "--isolated", *arguments]
            seconds[name].append(cpu_seconds(command))
    return {name: statistics.median(each) for name, each in seconds.items()}


def table(title: str, medians: dict[str, float]) -> None:
    """Print CPU and what is added to plain flake8."""
    plain = medians["flake8"]
    print(f"\n{title}")
    for name, seconds in medians.items():
        added = seconds - plain
        print(f"  {name:<18} {seconds:8.3f} s   adds {added:+7.3f} s = {added / plain:+.3f}")


def whole_projects(rounds: int) -> None:
    """CPU over at least 100 kLOC."""
    folders = [sources(requirement) for requirement in PROJECTS]
    size = sum(lines_of(folder) for folder in folders)
    arguments = ["-j1", "--exit-zero", *map(str, folders)]
    title = f"{', '.join(PROJECTS)}: {size / 1000:.0f} kLOC, -j1, {rounds} rounds"
    table(title, measure(environments(), arguments, rounds))


def one_file(rounds: int) -> None:
    """CPU on one file of 200 lines, start-up included."""
    source = sources(PROJECTS[0]) / "django" / "core" / "cache" / "backends" / "redis.py"
    text = "".join(source.read_text(encoding="utf-8").splitlines(keepends=True)[:200])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "one.py"
        path.write_text(text, encoding="utf-8")
        title = f"one file of {text.count(chr(10))} lines, {rounds} rounds"
        table(title, measure(environments(), ["-j1", "--exit-zero", str(path)], rounds))


def flat() -> None:
    """Our own time per line (without the parse) at growing sizes, in one process."""
    from aiguard_flake8.engine import check_tree
    from aiguard_flake8.options import default_settings

    settings = default_settings()
    paths = [path for each in PROJECTS for path in sorted(sources(each).rglob("*.py"))]
    print("\ntime per line, in this process, without the parse")
    for target in (10, 50, 100, 250, 500):
        lines, seconds, position = 0, 0.0, 0
        while lines < target * 1000:
            path = paths[position % len(paths)]
            position += 1
            text = path.read_text(encoding="utf-8")
            tree = ast.parse(text)
            started = time.process_time()
            check_tree(tree, str(path), text.splitlines(True), settings.rules, settings.project)
            seconds += time.process_time() - started
            lines += text.count("\n")
        print(f"  {lines / 1000:6.0f} kLOC  {seconds / lines * 1e6:6.2f} ms/kLOC")


def main() -> None:
    """Run all three, or those that are named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="interleaved rounds (default: 5)")
    parser.add_argument("parts", nargs="*", default=["projects", "file", "flat"])
    options = parser.parse_args()
    if "projects" in options.parts:
        whole_projects(options.rounds)
    if "file" in options.parts:
        one_file(options.rounds * 4)
    if "flat" in options.parts:
        flat()


if __name__ == "__main__":
    main()
