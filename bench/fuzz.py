"""The long fuzzing: the standard library with its tests, and thousands of generated programs.

`python bench/fuzz.py` runs every rule, opt-in ones too, with the guard off. It prints what it
ran and fails at the first crash, naming the file or printing the program.
"""

from __future__ import annotations

import argparse
import os
import sys
import sysconfig
import time
import warnings
from pathlib import Path

os.environ["AIGUARD_RAISE"] = "1"
sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from programs import grown

from aiguard_flake8.engine import CannotAnalyse, check_source
from aiguard_flake8.library import Libraries
from aiguard_flake8.project.modules import Project
from aiguard_flake8.rule import all_rules

LIBRARIES = Libraries()


def standard_library() -> None:
    """Every file of the running Python's standard library."""
    folder = Path(sysconfig.get_paths()["stdlib"])
    project = Project(LIBRARIES)
    files = findings = refused = 0
    for path in sorted(folder.rglob("*.py")):
        if "site-packages" in path.parts:
            continue
        files += 1
        try:
            found = check_source(path.read_bytes(), str(path), all_rules(), project)
        except CannotAnalyse:
            refused += 1  # a file that Python's own parser gives up on
        except Exception as error:
            raise RuntimeError(f"failed on {path}") from error
        else:
            findings += len(found)
    print(f"standard library: {files} files, {refused} refused by Python, {findings} findings")


def grammar_made(count: int) -> None:
    """Programs made from Python's grammar."""
    import hypothesis
    import hypothesmith

    ran = 0

    @hypothesis.settings(
        max_examples=count,
        deadline=None,
        database=None,
        suppress_health_check=list(hypothesis.HealthCheck),
        phases=[hypothesis.Phase.generate, hypothesis.Phase.shrink],
    )
    @hypothesis.given(hypothesmith.from_grammar())
    def survives(source: str) -> None:
        nonlocal ran
        ran += 1
        survive(source)

    survives()
    print(f"grammar-made programs: {ran}")


def survive(source: str) -> None:
    """Run every rule over a program; only Python's own refusal is an excuse."""
    try:
        check_source(source, "shop/service.py", all_rules(), Project(LIBRARIES))
        check_source(source, "tests/test_shop.py", all_rules(), Project(LIBRARIES))
    except CannotAnalyse:
        return


def main() -> None:
    """Run all parts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--grammar", type=int, default=500, help="grammar-made programs")
    parser.add_argument("--grown", type=int, default=2500, help="programs grown from examples")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    standard_library()
    ran = 0
    for source in grown(options.grown, options.seed):
        try:
            survive(source)
        except Exception:
            print(source)
            raise
        ran += 1
    print(f"grown programs: {ran} (seed {options.seed})")
    grammar_made(options.grammar)


if __name__ == "__main__":
    main()
