"""Recall by type of credential, and false alarms on placeholders and on real lines.

`python -m bench.secrets_accuracy` prints the table; `--misses` names what was missed or wrong.
`--stock` runs detect-secrets as it is beside it. Real lines come from pinned applications, which
are fetched on first use; what is found in them was read and labelled by hand in `labels.json`,
under hashes of the lines. A finding without a label counts as wrong. `--speed` prints what the
search adds to a file of 200 lines instead.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from aiguard_flake8.secrets.scan import find_in_text
from bench.secrets_accuracy import speed
from bench.secrets_accuracy.lines import Labelled, credentials, placeholders, real
from bench.workplace import sources

SEED = 20
FILES = 120  # of each application
APPLICATIONS = (
    "khoj==1.42.10",
    "lnbits==1.6.2",
    "mayan-edms==4.12.2",
    "r2r==3.6.6",
    "django-helpdesk==2.6.1",
    "jupyterhub==6.1.1",
    "wger==2.1",
    "zenml==0.98.0",
)
LABELS = Path(__file__).parent / "labels.json"

Search = Callable[[Labelled], set[int]]  # the lines on which something is found


def ours(file: Labelled) -> set[int]:
    """The lines on which we find something."""
    # What stands under the name of a package belongs to that package.
    path = file.path.partition("/")[2] if file.category == "real code" else file.path
    return {secret.line for secret in find_in_text(file.text, path)}


def stock(file: Labelled) -> set[int]:
    """The lines on which detect-secrets finds something with its defaults, offline."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / file.path
        path.parent.mkdir(parents=True)
        path.write_text(file.text, encoding="utf-8")
        command = [sys.executable, "-m", "detect_secrets", "scan", "-n", "--all-files", "."]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
        results = json.loads(done.stdout)["results"]
        return {each["line_number"] for found in results.values() for each in found}


def label_of(line: str) -> str:
    """The key of a line in labels.json."""
    return hashlib.sha256(line.strip().encode()).hexdigest()[:16]


def real_files() -> Iterator[Labelled]:
    """The sampled files of all applications."""
    for requirement in APPLICATIONS:
        yield from real(sources(requirement, everything=True), FILES, SEED)


def recall(search: Search, named: bool, misses: bool) -> None:
    """Print the share of types that are found, by category: each type counts the same."""
    print("recall" if named else "recall where no name tells what it is")
    shares: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    kinds: dict[str, list[bool]] = defaultdict(list)
    for file in credentials(SEED, named):
        found = search(file)
        for line, label in file.lines.items():
            shares[file.category][label].append(line in found)
            kinds[file.path].append(line in found)
            if misses and line not in found:
                print(f"  missed: {label}: {file.path}: form {line}")
    every = []
    for category, types in shares.items():
        means = [sum(hits) / len(hits) for hits in types.values()]
        every += means
        print(f"  {category:<28} {_percent(means)}  of {len(means)} types")
    print(f"  {'all types':<28} {_percent(every)}  of {len(every)} types")
    for kind, hits in kinds.items():
        print(f"    in {kind.removeprefix('shop/'):<23} {100 * sum(hits) / len(hits):5.1f} %")


def _percent(shares: list[float]) -> str:
    return f"{100 * sum(shares) / len(shares):5.1f} %"


def false_alarms(
    name: str, files: Iterable[Labelled], search: Search, labels: dict[str, str], misses: bool
) -> None:
    """Print the share of lines that hold no credential and are reported all the same."""
    lines = wrong = 0
    for file in files:
        found = search(file)
        texts = file.text.splitlines()
        for line in file.lines:
            label = labels.get(label_of(texts[line - 1]), "")
            if label == "credential":
                continue
            lines += 1
            if line in found:
                wrong += 1
                if misses:
                    shown = f"{label_of(texts[line - 1])} {texts[line - 1].strip()[:120]}"
                    print(f"  wrong: {file.path}:{line}: {shown}")
    print(f"false alarms, {name:<16} {100 * wrong / lines:5.2f} %  ({wrong} of {lines} lines)")


def main() -> None:
    """Measure us, and detect-secrets beside us when asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--stock", action="store_true")
    parser.add_argument("--speed", action="store_true")
    chosen = parser.parse_args()
    if chosen.speed:
        speed.report(sources(each, everything=True) for each in APPLICATIONS[:3])
        return
    labels: dict[str, str] = json.loads(LABELS.read_text(encoding="utf-8"))
    for name, search in (("ours", ours), ("detect-secrets, stock", stock)):
        if search is ours or chosen.stock:
            print(f"\n{name}")
            recall(search, True, chosen.misses)
            recall(search, False, chosen.misses)
            false_alarms("placeholders", placeholders(), search, {}, chosen.misses)
            false_alarms("real lines", real_files(), search, labels, chosen.misses)


if __name__ == "__main__":
    main()
