"""What looking for credentials adds to a file of 200 lines, in flake8: CPU in this process."""

from __future__ import annotations

import ast
import random
import statistics
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from aiguard_flake8.engine import check_tree
from aiguard_flake8.library import Libraries
from aiguard_flake8.project.modules import Project
from aiguard_flake8.rule import Rule, all_rules
from aiguard_flake8.secrets.scan import find_in_tree
from aiguard_flake8.tree import Tree

RULES = ("AIG502", "AIG503", "AIG504", "AIG516", "AIG523")
ROUNDS = 3
FILES = 150
_LINES = range(150, 251)


def report(folders: Iterable[Path]) -> None:
    """Print milliseconds per file of 200 lines: the scanner alone, and the rules in flake8."""
    paths = [path for folder in folders for path in sorted(folder.rglob("*.py"))]
    random.Random(1).shuffle(paths)
    files = [
        (path, text)
        for path, text in ((path, path.read_text("utf-8", "replace")) for path in paths)
        if text.count("\n") in _LINES
    ][:FILES]
    scanner = [_scanner(text) for _, text in files]
    rules = [rule for rule in all_rules() if rule.code in RULES]
    others = [rule for rule in all_rules() if not rule.opt_in and rule.code not in RULES]
    project = Project(Libraries())
    added = [_added(path, text, rules, others, project) for path, text in files]
    print(f"{len(files)} files of {_LINES.start} to {_LINES.stop - 1} lines, milliseconds each")
    for name, figures in (("scanner", scanner), ("rules beside all others", added)):
        worst = sorted(figures)[int(0.99 * len(figures))]
        print(f"  {name:<24} median {statistics.median(figures):.2f}   99 % below {worst:.2f}")


def _scanner(text: str) -> float:
    tree, lines = Tree(ast.parse(text)), text.split("\n")
    return min(
        _milliseconds(lambda: list(find_in_tree(tree, lines, "x.py"))) for _ in range(ROUNDS)
    )


def _added(path: Path, text: str, rules: list[Rule], others: list[Rule], project: Project) -> float:
    module, lines = ast.parse(text), text.splitlines(keepends=True)

    def seconds(chosen: list[Rule]) -> float:
        return _milliseconds(lambda: check_tree(module, str(path), lines, chosen, project))

    seconds([*others, *rules])
    with_rules = min(seconds([*others, *rules]) for _ in range(ROUNDS))
    return with_rules - min(seconds(others) for _ in range(ROUNDS))


def _milliseconds(run: Callable[[], object]) -> float:
    started = time.process_time()
    run()
    return 1000 * (time.process_time() - started)
