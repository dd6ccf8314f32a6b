"""What we parse of the user's source is nobody's warning."""

import sys
import warnings

import pytest
from flake8_runs import flake8
from runner_runs import aiguard

from aiguard_flake8.engine import check_source
from aiguard_flake8.library import Libraries
from aiguard_flake8.project.modules import Project
from aiguard_flake8.rule import all_rules

# Whoever checks this file with flake8 has Python read the texts in it as texts.
QUOTED = """\
import re
from shop.odd import load


def wait(span: "1if x else 2") -> "1if x else None":
    if span is None:
        return None
    return span


def name(text):
    return re.match("[[a]b", text).group()
from web import get
@get
async def show():
    wait(1).go()
    load("http://shop")
"""
# Python warns of both lines, whichever version it is.
ODD = """\
import requests

PATTERN = "\\d"
LARGE = 1if PATTERN else 2


def load(address):
    return requests.get(address)
"""
PARSED_LOUDLY = ("invalid escape", "invalid decimal", "nested set")


def said_of_source(stderr):
    return [each for each in stderr.splitlines() if any(it in each for it in PARSED_LOUDLY)]


@pytest.fixture
def shop(tmp_path):
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "odd.py").write_text(ODD)
    (tmp_path / "main.py").write_text(QUOTED)
    return tmp_path


def test_nothing_is_said_while_a_file_is_checked(shop):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = check_source(QUOTED, str(shop / "main.py"), all_rules(), Project(Libraries()))
        found += check_source(ODD, str(shop / "shop" / "odd.py"), all_rules(), Project(Libraries()))
    assert {"AIG201", "AIG601"} <= {each.code for each in found}


def test_nothing_is_said_by_flake8(shop, monkeypatch):
    monkeypatch.setenv("PYTHONWARNINGS", "always")
    ours = flake8("-j1", "main.py", cwd=shop).stderr
    theirs = flake8("-j1", "--extend-ignore=AIG", "main.py", cwd=shop).stderr
    assert said_of_source(ours) == said_of_source(theirs)  # pyflakes parses annotations, too


@pytest.mark.parametrize("filters", ["always", "error::SyntaxWarning,error::DeprecationWarning"])
def test_nothing_is_said_by_the_runner(shop, filters):
    quiet = aiguard("check", "--no-cache", "--isolated", cwd=shop, python=sys.executable)
    loud = aiguard("check", "--no-cache", "--isolated", cwd=shop, PYTHONWARNINGS=filters)
    assert not said_of_source(loud.stderr)
    assert quiet.stdout == loud.stdout
    assert "AIG201" in quiet.stdout
