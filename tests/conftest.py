"""What all tests share."""

import os

import pytest

# A failing rule must fail the test; tests/test_guard.py alone looks at the guard.
os.environ["AIGUARD_RAISE"] = "1"
# What a test finds is to depend on its files alone.
os.environ["AIGUARD_CACHE"] = "off"


@pytest.fixture
def here(tmp_path, monkeypatch, capsys):
    """A git repository as the working directory, with `aiguard secrets` at hand."""
    from secret_places import Here, git

    git("init", "-q", "-b", "main", cwd=tmp_path)
    git("config", "user.email", "a@b", cwd=tmp_path)
    git("config", "user.name", "a", cwd=tmp_path)
    monkeypatch.chdir(tmp_path)
    return Here(tmp_path, capsys)


@pytest.fixture
def ask(tmp_path):
    """Writes modules and asks about the call whose line ends with `# here`."""
    from asking import LIBRARIES, Asked, written

    from aiguard_flake8.project.modules import Project

    def asked(about="app/main.py", project=None, **modules):
        written(tmp_path, modules)
        return Asked(tmp_path / about, project or Project(LIBRARIES))

    return asked
