"""Words in one module of a project that decide for the others."""

import ast

import pytest
from decided_elsewhere import NESTED, TASK

from aiguard_flake8.engine import check_tree
from aiguard_flake8.library import Libraries
from aiguard_flake8.project.modules import Project
from aiguard_flake8.rule import all_rules


def found(folder, code, source, other):
    (folder / "pyproject.toml").write_text("")
    (folder / "shop").mkdir()
    (folder / "shop" / "main.py").write_text(other)
    path, lines = str(folder / "shop" / "work.py"), source.splitlines(True)
    (folder / "shop" / "work.py").write_text(source)
    rules = [rule for rule in all_rules() if rule.code == code]
    reports = check_tree(ast.parse(source), path, lines, rules, Project(Libraries()))
    return [each.line for each in reports]


@pytest.mark.parametrize(
    ("other", "expected"),
    [("import asyncio\n", [10]), ("import nest_asyncio\n\nnest_asyncio.apply()\n", [])],
)
def test_a_project_may_let_loops_nest(tmp_path, other, expected):
    assert found(tmp_path, "AIG613", NESTED, other) == expected


@pytest.mark.parametrize(
    ("call", "expected"), [("resize.delay(image)", [7]), ("group([resize.s(image)])().get()", [])]
)
def test_a_task_may_be_part_of_a_group_of_another_module(tmp_path, call, expected):
    other = (
        f"from celery import group\nfrom shop.work import resize\n\ndef run(image):\n    {call}\n"
    )
    assert found(tmp_path, "AIG110", TASK, other) == expected
