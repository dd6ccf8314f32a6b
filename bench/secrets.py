"""Our hook for secrets beside detect-secrets' own, on the same files, in one run.

`python -m bench.secrets` prints wall time and CPU of `aiguard-secrets` and `detect-secrets-hook -n`
over a seeded sample of at least 500 text files of whole projects: code, templates, configuration,
translations, data. Rounds are interleaved, so that a busy machine hits both.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections import Counter
from pathlib import Path

from bench.speed import FLAKE8
from bench.workplace import ROOT, cpu_seconds, environment, sources

PROJECTS = (
    "changedetection.io==0.60.10",
    "celery==5.7.0",
    "flower==2.2.0",
    "kinto==26.5.0",
    "mcp-agent==0.2.6",
)
_SEED = 20


def text_files() -> list[Path]:
    """All files of the projects that are UTF-8, in order."""
    found = []
    for project in PROJECTS:
        folder = sources(project, archive=True, everything=True)
        found += [path for path in sorted(folder.rglob("*")) if path.is_file() and _is_text(path)]
    return found


def _is_text(path: Path) -> bool:
    data = path.read_bytes()
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return b"\0" not in data


def measure(commands: dict[str, list[str]], rounds: int) -> dict[str, tuple[float, float]]:
    """Median wall time and CPU of each command, in seconds."""
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            started = time.perf_counter()
            cpu = cpu_seconds(command)
            taken[name].append((time.perf_counter() - started, cpu))
    return {
        name: (statistics.median(w for w, _ in each), statistics.median(c for _, c in each))
        for name, each in taken.items()
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--files", type=int, default=600, help="size of the sample, at least 500")
    options = parser.parse_args()
    everything = text_files()
    chosen = sorted(random.Random(_SEED).sample(everything, min(options.files, len(everything))))
    lines = sum(path.read_bytes().count(b"\n") for path in chosen)
    kinds = Counter(path.suffix or path.name for path in chosen).most_common(8)
    print(f"{len(chosen)} files, {lines / 1000:.0f} kLOC: {dict(kinds)}, {options.rounds} rounds")
    python = environment("aiguard", FLAKE8, "-e", str(ROOT))
    files = [str(path) for path in chosen]
    medians = measure(
        {
            "detect-secrets-hook -n": [str(python.with_name("detect-secrets-hook")), "-n", *files],
            "aiguard-secrets": [str(python), "-m", "aiguard_hooks.aiguard_secrets", *files],
        },
        options.rounds,
    )
    stock = medians["detect-secrets-hook -n"]
    for name, (wall, cpu) in medians.items():
        ratio = f"{wall / stock[0]:.3f} of its wall time, {cpu / stock[1]:.3f} of its CPU"
        print(f"  {name:<24} {wall:7.2f} s wall  {cpu:7.2f} s CPU   {ratio}")


if __name__ == "__main__":
    main()
