"""The files that are checked are those that flake8 would check."""

import os
import random

import pytest
from flake8.discover_files import expand_paths

from aiguard_flake8.runner.discovery import discover

NAMES = ("a.py", "b.pyi", "c.txt", "setup.py", "x[1].py", "übung.py", ".hidden.py", "d.PY")
FOLDERS = ("app", "app/tests", "build", ".git", "lib.egg", "app/build", "weird [x]", ".venv/lib")


@pytest.fixture
def tree(tmp_path, monkeypatch):
    for folder in FOLDERS:
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
        for name in NAMES:
            (tmp_path / folder / name).write_text("")
    (tmp_path / "top.py").write_text("")
    (tmp_path / "linked").symlink_to(tmp_path / "app")
    (tmp_path / "linked.py").symlink_to(tmp_path / "top.py")
    (tmp_path / "dangling.py").symlink_to(tmp_path / "nowhere")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def both(paths, exclude, patterns, name="stdin"):
    ours = discover(paths, exclude=exclude, patterns=patterns, stdin_name=name).files
    theirs = expand_paths(
        paths=paths, stdin_display_name=name, filename_patterns=patterns, exclude=exclude
    )
    return list(ours), list(theirs)


def test_the_files_are_flake8s(tree):
    chance = random.Random(7)
    paths = ["app", ".", "./app", "app/", str(tree), "linked", "top.py", "nowhere.py", "app/c.txt",
             "../" + tree.name, "-", "weird [x]", ".git", "build"]  # fmt: skip
    excludes = [".git", "*.egg", "build", "tests", "*/app/b*", str(tree / "app"), "x[[]1].py", "..",
                ".", ".*", "app/tests", str(tree / "app" / "tests"), "-", "top.py"]  # fmt: skip
    patterns = ["*.py", "*.pyi", "app/*", "./app/*.py", "setup.py", "*/setup.py", "*.PY"]
    for _ in range(300):
        ours, theirs = both(
            chance.sample(paths, chance.randint(0, 3)),
            chance.sample(excludes, chance.randint(0, 4)),
            chance.sample(patterns, chance.randint(0, 2)),
            chance.choice(["stdin", "top.py", "app/tests/a.py"]),
        )
        assert ours == theirs


def test_walked_folders_are_absolute_and_not_excluded(tree):
    found = discover(["."], exclude=["build", ".*"], patterns=["*.py"], stdin_name="stdin")
    relative = {os.path.relpath(each, tree) for each in found.folders}
    assert relative == {".", "app", "app/tests", "lib.egg", "weird [x]"}
