"""The installed plugin under the real flake8: families, selection, noqa, processes, stdin."""

import importlib.metadata

import pytest
from flake8_runs import codes, flake8

SMELLS = """\
import datetime

import requests


def rate(currency):
    response = requests.get(f"https://rates.example.com/{currency}")
    response.raise_for_status()
    return response.json()["rate"], datetime.datetime.utcnow()
"""


@pytest.fixture
def project(tmp_path):
    (tmp_path / "setup.cfg").write_text("[flake8]\nselect = AIG\n")
    (tmp_path / "rates.py").write_text(SMELLS)
    return tmp_path


def test_ten_entry_points_one_per_family():
    points = importlib.metadata.entry_points(group="flake8.extension")
    ours = {p.name: p.value for p in points if p.value.startswith("aiguard_flake8.")}
    assert sorted(ours) == [f"AIG{digit}" for digit in range(10)]
    for name, value in ours.items():
        cls = getattr(importlib.import_module("aiguard_flake8.plugin"), value.partition(":")[2])
        assert cls.prefix == name


def test_findings_are_shown_without_any_configuration(tmp_path):
    (tmp_path / "rates.py").write_text(SMELLS)
    result = flake8("rates.py", cwd=tmp_path)
    assert codes(result) == ["AIG201", "AIG704"]
    assert result.returncode == 1
    assert "rates.py:7:16: AIG201 requests.get() waits for ever" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--extend-ignore=AIG201"], ["AIG704"]),
        (["--extend-ignore=AIG2"], ["AIG704"]),
        (["--extend-ignore=AIG"], []),
        (["--select=AIG7"], ["AIG704"]),
        (["--per-file-ignores=rates.py:AIG7"], ["AIG201"]),
        (["--per-file-ignores=rates.py:AIG201,AIG704"], []),
    ],
)
def test_selection_works_by_code_and_by_family(project, arguments, expected):
    assert codes(flake8(*arguments, "rates.py", cwd=project)) == expected


@pytest.mark.parametrize("code", ["AIG201", "AIG2"])
def test_noqa_works_by_code_and_by_family(project, code):
    source = SMELLS.replace('{currency}")', '{currency}")  # noqa: ' + code)
    (project / "rates.py").write_text(source)
    assert codes(flake8("rates.py", cwd=project)) == ["AIG704"]


def test_stdin_and_processes_give_the_same_findings_in_the_same_order(project):
    for number in range(6):
        (project / f"rates{number}.py").write_text(SMELLS)
    one = flake8("-j1", ".", cwd=project)
    four = flake8("-j4", ".", cwd=project)
    assert one.stdout == four.stdout
    assert len(codes(one)) == 14
    stdin = flake8("--stdin-display-name=./rates.py", "-", cwd=project, source=SMELLS)
    assert stdin.stdout.splitlines() == [x for x in one.stdout.splitlines() if "/rates.py" in x]


def test_version_names_us(tmp_path):
    assert "aiguard-flake8: " in flake8("--version", cwd=tmp_path).stdout


@pytest.mark.parametrize("method", ["spawn", "forkserver"])
def test_workers_that_are_not_forked_give_the_same(project, method):
    for number in range(3):
        (project / f"rates{number}.py").write_text(SMELLS)
    (project / "run.py").write_text(
        "import multiprocessing, sys\n"
        "from flake8.main.cli import main\n"
        "if __name__ == '__main__':\n"
        f"    multiprocessing.set_start_method({method!r})\n"
        "    sys.exit(main(['-j2', '--exclude=run.py', '.']))\n"
    )
    import subprocess
    import sys

    result = subprocess.run(
        [sys.executable, "run.py"], cwd=project, capture_output=True, text=True, timeout=120
    )
    assert result.stdout == flake8("-j1", "--exclude=run.py", ".", cwd=project).stdout
    assert len(codes(result)) == 8


def test_other_plugins_see_the_tree_as_it_was():
    import ast

    from aiguard_flake8.engine import check_tree
    from aiguard_flake8.options import default_settings

    tree = ast.parse(SMELLS)
    before = ast.dump(tree, include_attributes=True)
    settings = default_settings()
    found = check_tree(tree, "rates.py", SMELLS.splitlines(True), settings.rules, settings.project)
    assert [each.code for each in found] == ["AIG201", "AIG704"]
    assert ast.dump(tree, include_attributes=True) == before
    # `ast.Load()` and its like are the same object in all trees, and pyflakes leaves marks on them.
    shared = ast.expr_context | ast.operator | ast.boolop | ast.unaryop | ast.cmpop
    own = [n for n in ast.walk(tree) if not isinstance(n, shared)]
    assert not any(set(vars(n)) - set(n._fields) - set(n._attributes) for n in own)
