"""Summaries that are made as far as somebody asks."""

import pytest
from asking import LIBRARIES, make_all

from aiguard_flake8.project import modules
from aiguard_flake8.project.modules import Project
from aiguard_flake8.project.summary import encode

SOURCE = """\
import requests


class Client:
    def get(self, name):
        return requests.get(name, timeout=5)

    def all(self, names):
        return [self.get(name) for name in names]


def load(names):
    return Client().all(sorted(names, key=lambda name: choose(name)()))


def choose(name):
    return [load, save][len(name)]


def save(names):
    open(names)
"""
PATHS = {":Client.get", ":Client.all", ":load", ":choose", ":save", ":lambda@13@42"}


@pytest.fixture
def path(tmp_path, monkeypatch):
    monkeypatch.setenv("AIGUARD_CACHE", str(tmp_path / "cache"))
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "shop.py").write_text(SOURCE)
    return str(tmp_path / "shop.py")


def project():
    return Project(LIBRARIES, cached=True)


def whole(path):
    return told(Project(LIBRARIES).summary(path))


def told(summary):
    """All that a summary says, whatever the order in which it was made."""
    make_all(summary)
    functions, left, *others = encode(summary)
    assert left == []
    return sorted(functions, key=lambda each: each[0]), others


def test_nothing_is_made_before_it_is_asked_for(path):
    functions = project().summary(path).functions
    assert set(functions) == PATHS
    assert ":load" in functions
    assert ":absent" not in functions
    assert not functions.known
    assert functions.get(":absent") is None
    assert functions.get(":load").looked.found is None
    assert functions.get(":load").inside.sites
    assert functions.get(":load").looked.found is not None
    assert len(functions.known) == 1
    assert functions.left == PATHS - {":load"}


@pytest.mark.parametrize("first", sorted(PATHS))
def test_the_order_of_questions_does_not_matter(path, first):
    summary = project().summary(path)
    assert summary.functions.get(first).inside
    assert told(summary) == whole(path)


def test_what_is_asked_for_later_is_made_from_the_same_text(path, monkeypatch, tmp_path):
    monkeypatch.setattr(modules, "_MOST_OPEN", 1)
    (tmp_path / "other.py").write_text("")
    run = project()
    summary = run.summary(path)
    run.summary(str(tmp_path / "other.py"))  # whose layers take the place of the first
    expected = whole(path)
    (tmp_path / "shop.py").write_text("")
    assert told(summary) == expected


def test_what_was_kept_in_part_is_completed(path):
    first = project()
    assert first.summary(path).functions.get(":choose").inside
    first.keep()
    again = project()
    summary = again.summary(path)
    assert summary.functions.get(":choose").looked.found is not None
    assert summary.functions.left
    assert told(summary) == whole(path)
    again.keep()
    last = project().summary(path)
    assert not last.functions.left
    assert told(last) == whole(path)
