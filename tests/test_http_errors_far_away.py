"""HTTP errors of other modules that a handler catches by accident, and how far that is followed."""

import ast

import pytest

from aiguard_flake8.engine import check_tree
from aiguard_flake8.library import Libraries
from aiguard_flake8.project.modules import Project
from aiguard_flake8.rule import all_rules

RULES = [rule for rule in all_rules() if rule.code == "AIG106"]
STORE = """\
from fastapi import HTTPException

def near():
    raise HTTPException(status_code=404)

def middle():
    near()

def far():
    middle()
"""
HANDLER = """\
from fastapi import APIRouter, HTTPException
from shop.store import far, middle, near

router = APIRouter()

@router.get("/orders")
def orders():
    try:
        {call}()
    except Exception as error:
        raise HTTPException(status_code=500) from error
"""


@pytest.mark.parametrize(("call", "expected"), [("near", [10]), ("middle", [10]), ("far", [])])
def test_two_functions_are_followed(tmp_path, call, expected):
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "store.py").write_text(STORE)
    source = HANDLER.replace("{call}", call)
    path = tmp_path / "shop" / "views.py"
    path.write_text(source)
    lines = source.splitlines(True)
    found = check_tree(ast.parse(source), str(path), lines, RULES, Project(Libraries()))
    assert [each.line for each in found] == expected


GUESTS = """\
from fastapi import HTTPException

def signed_in(request):
    raise HTTPException(status_code=401)

def guest_of(request):
    signed_in(request)
    raise HTTPException(status_code=404)
"""


def test_the_way_shown_is_that_to_the_status_shown(tmp_path):
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "store.py").write_text(GUESTS)
    source = HANDLER.replace("far, middle, near", "guest_of").replace("{call}", "guest_of")
    path = tmp_path / "shop" / "views.py"
    lines = source.splitlines(True)
    found = check_tree(ast.parse(source), str(path), lines, RULES, Project(Libraries()))
    assert "the 401 raised in the try by guest_of (store.py) -> signed_in" in found[0].message


GIVEN = """\
from fastapi import HTTPException

def found(ident, filters=None):
    if filters:
        raise HTTPException(status_code=404)
    return ident

def picked(ident, filters=None):
    return found(ident, filters)
"""


@pytest.mark.parametrize(
    ("call", "expected"),
    [("found", []), ("picked", []), ("picked_by", [10])],
)
def test_what_a_call_leaves_out_is_not_raised(tmp_path, call, expected):
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "shop").mkdir()
    given = GIVEN + "\ndef picked_by(ident):\n    return found(ident, {'shop': 1})\n"
    (tmp_path / "shop" / "store.py").write_text(given)
    imported = HANDLER.replace("far, middle, near", "found, picked, picked_by")
    source = imported.replace("{call}", call)
    path = tmp_path / "shop" / "views.py"
    lines = source.splitlines(True)
    found = check_tree(ast.parse(source), str(path), lines, RULES, Project(Libraries()))
    assert [each.line for each in found] == expected
