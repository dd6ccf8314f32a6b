"""How many calls lead to a known callee: `python -m bench.resolution`, over pinned applications.

A call is *resolved* when its callee is a definition of the project (a function, a class, one of at
most a few implementers of a stub, or of the functions in a table), a built-in or a method of one,
or a dotted name outside the project whose every step is known: `requests.Session.get`, but not
whatever an unmodelled library returns. That last group is counted by itself (*outside*): such a
call leaves the project, and no model says more of it. *Annotated code* is every function whose
parameters, `self` and `cls` aside, all bear an annotation, and that has an annotation at all.
Tests are left out.
"""

from __future__ import annotations

import argparse
import ast
import re
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from aiguard_flake8.file import File
from aiguard_flake8.library import Libraries
from aiguard_flake8.project.modules import Project
from aiguard_flake8.tree import FUNCTIONS, Function, parameters
from bench.workplace import sources

APPLICATIONS = (
    "openhands-ai==0.9.8",
    "agentops==0.4.21",
    "autogenstudio==0.4.2.2",
    "dbgpt-app==0.8.2",
    "vanna==2.0.2",
    "mcp-agent==0.2.6",
    "workspace-mcp==2.2.1",
    "browser-use==0.13.14",
    "nanobot-ai==0.3.5",
    "ccproxy-api==0.2.10",
    "fastapi-rag==0.1.1",
    "k8s-agent==0.3.0",
)
# An object of a class that is named: `rich.console.Console().print`.
_OBJECT = re.compile(r"(\b_*[A-Z]\w*[a-z]\w*)\(\)")
RESOLVED = ("project", "builtin", "library")


def is_annotated(function: Function) -> bool:
    """Whether all parameters but `self` and `cls` bear an annotation, and something does."""
    given = [each for each in parameters(function.args) if each.arg not in ("self", "cls")]
    if any(each.annotation is None for each in given):
        return False
    return bool(given) or function.returns is not None


def kind_of(node: ast.Call, file: File) -> str:
    """`project`, `builtin`, `library`, `outside` or `unknown`."""
    where = file.reach.target(node)
    if where is None:
        return "unknown"
    if where.file:
        return "project"
    path = where.value.path
    if path.startswith("builtins."):
        return "builtin"
    path = _OBJECT.sub(r"\1", path)
    return "outside" if any(mark in path for mark in "([<^{") else "library"


def count(folder: Path) -> tuple[Counter[str], Counter[str], Counter[str], float, int]:
    """Kinds in annotated code, in all code, unknown callees by text, CPU seconds and lines."""
    project = Project(Libraries())
    annotated: Counter[str] = Counter()
    everything: Counter[str] = Counter()
    unknown: Counter[str] = Counter()
    started, lines = time.process_time(), 0
    for path in sorted(folder.rglob("*.py")):
        source = path.read_bytes()
        try:
            text = source.decode()
            file = File(ast.parse(source), str(path), text.splitlines(True), project)
        except (SyntaxError, ValueError):
            continue
        if file.is_test:
            continue
        lines += source.count(b"\n")
        typed = {each for each in file.tree.of(*FUNCTIONS) if is_annotated(each)}
        for node in file.tree.of(ast.Call):
            kind = kind_of(node, file)
            everything[kind] += 1
            if file.tree.function(node) in typed:
                annotated[kind] += 1
                if kind not in RESOLVED:
                    unknown[f"{kind} {_shape(node.func)}"] += 1
    return annotated, everything, unknown, time.process_time() - started, lines


def rate(kinds: Counter[str]) -> float:
    """The share of calls that are resolved."""
    return sum(kinds[kind] for kind in RESOLVED) / max(kinds.total(), 1)


def _shape(node: ast.expr) -> str:
    return ast.unparse(node).replace("\n", " ")[:60]


def main(argv: Sequence[str] | None = None) -> int:
    """Print the rate of each application and of all together."""
    parser = argparse.ArgumentParser(prog="python -m bench.resolution", description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, help="instead of the pinned applications")
    parser.add_argument("--unknown", type=int, default=0, metavar="N", help="list N of each")
    options = parser.parse_args(argv)
    folders = options.folders or [sources(requirement) for requirement in APPLICATIONS]
    totals: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    head = f"{'':<24}{'kLOC':>6}{'calls':>8}{'rate':>8}{'outside':>9}"
    print(f"{head}{'all calls':>11}{'rate':>8}{'ms/kLOC':>9}")
    for folder in folders:
        annotated, everything, unknown, seconds, lines = count(folder.resolve())
        totals[0].update(annotated)
        totals[1].update(everything)
        _print(folder.name, annotated, everything, lines, seconds)
        for text, times in unknown.most_common(options.unknown):
            print(f"      {times:6} {text}")
    _print("all", *totals, 0, 0.0)
    return 0


def _print(
    name: str, annotated: Counter[str], everything: Counter[str], lines: int, seconds: float
) -> None:
    outside = annotated["outside"] / max(annotated.total(), 1)
    print(
        f"{name:<24}{lines / 1000:6.1f}{annotated.total():8}{rate(annotated):8.3f}{outside:9.3f}"
        f"{everything.total():11}{rate(everything):8.3f}{seconds / max(lines, 1) * 1e6:9.1f}"
    )


if __name__ == "__main__":
    raise SystemExit(main())
