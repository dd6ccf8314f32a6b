"""The hooks as the README shows them, installed by pre-commit into environments of their own."""

import os
import re
import sys

import pytest
import yaml
from hook_runs import ROOT, commit, git, new_repository, package, pre_commit, run, write

WAITS = "import os, requests\n\nrequests.get('https://example.com').raise_for_status()\n"
# The hook of flake8, as its own repository offers it.
FLAKE8_HOOK = {
    "id": "flake8",
    "name": "flake8",
    "entry": "flake8",
    "language": "python",
    "types": ["python"],
    "require_serial": True,
}


@pytest.fixture(scope="module")
def ours(tmp_path_factory):
    return package(tmp_path_factory.mktemp("aiguard"))


@pytest.fixture(scope="module")
def theirs(tmp_path_factory):
    folder = new_repository(tmp_path_factory.mktemp("flake8"))
    setup = (
        "from setuptools import setup\nsetup(name='h', py_modules=[], install_requires='flake8')\n"
    )
    write(folder, {".pre-commit-hooks.yaml": yaml.safe_dump([FLAKE8_HOOK]), "setup.py": setup})
    commit(folder)
    return folder


@pytest.fixture
def clone(tmp_path):
    """A fresh clone of a project whose configuration is the README's."""
    readme = (ROOT / "README.md").read_text("utf-8")
    blocks = re.findall(r"^```yaml\n(repos:.*?)^```", readme, re.MULTILINE | re.DOTALL)
    repos = [repo for block in blocks for repo in yaml.safe_load(block)["repos"]]
    origin = new_repository(tmp_path / "origin")
    config = yaml.safe_dump({"repos": repos})
    write(origin, {".pre-commit-config.yaml": config, "service.py": WAITS})
    commit(origin)
    git("clone", "-q", str(origin), str(tmp_path / "clone"), cwd=tmp_path)
    return tmp_path / "clone"


def redirected(**places):
    """Variables that have git fetch repositories from the disk."""
    found = {"GIT_CONFIG_COUNT": str(len(places))}
    for number, (name, folder) in enumerate(places.items()):
        found[f"GIT_CONFIG_KEY_{number}"] = f"url.file://{folder}.insteadOf"
        found[f"GIT_CONFIG_VALUE_{number}"] = f"https://github.com/{name}"
    return found


def test_the_configuration_of_the_readme(clone, ours, theirs, tmp_path):
    wheels = tmp_path / "wheels"
    built = run(
        sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", wheels, ours, cwd=tmp_path
    )
    assert built.returncode == 0, built.stderr
    for folder, rev in ((ours, "v0.1.0"), (theirs, "7.3.0")):
        git("tag", rev, cwd=folder)
    result = pre_commit(
        "run",
        "--all-files",
        cwd=clone,
        PRE_COMMIT_HOME=str(tmp_path / "home"),
        PIP_FIND_LINKS=f"{os.environ.get('PIP_FIND_LINKS', '')} {wheels}".strip(),
        **redirected(**{"aiguard/aiguard-flake8": ours, "pycqa/flake8": theirs}),
    )
    assert result.returncode == 1, result.stderr
    section = re.compile(r"- hook id: (\S+)\n(.*?)(?=\n\S+\.\.\.|\Z)", re.DOTALL)
    sections = dict(section.findall(result.stdout))
    assert "service.py:1:10: E401" in sections["flake8"]
    assert "service.py:3:1: AIG201" in sections["flake8"]
    assert "service.py:3:1: AIG201" in sections["aiguard"]
    assert "E401" not in sections["aiguard"]


def test_try_repo(clone, ours, tmp_path):
    result = pre_commit("try-repo", str(ours), "aiguard", "--all-files", cwd=clone)
    assert result.returncode == 1
    assert "service.py:3:1: AIG201" in result.stdout


def test_a_push(ours, tmp_path):
    revision = git("rev-parse", "HEAD", cwd=ours).strip()
    hooks = [{"id": "aiguard"}, {"id": "aiguard-since"}]
    config = {"repos": [{"repo": str(ours), "rev": revision, "hooks": hooks}]}
    project, home = new_repository(tmp_path / "project"), str(tmp_path / "home")
    git("init", "-q", "--bare", str(tmp_path / "remote"), cwd=project)
    git("remote", "add", "origin", str(tmp_path / "remote"), cwd=project)
    write(project, {".pre-commit-config.yaml": yaml.safe_dump(config), "old.py": WAITS})
    commit(project)
    git("push", "-q", "-u", "origin", "main", cwd=project)
    pre_commit("install", "-t", "pre-push", cwd=project, PRE_COMMIT_HOME=home)

    write(project, {"old.py": f"\n{WAITS}", "new.py": WAITS})
    commit(project)
    stopped = run("git", "push", cwd=project, PRE_COMMIT_HOME=home)
    assert stopped.returncode == 1
    assert [each for each in stopped.stdout.splitlines() if ": AIG" in each] == [
        "./new.py:3:1: AIG201 requests.get() waits for ever when the other side stops answering;"
        " pass timeout= (seconds)"
    ]
    assert "hook id: aiguard\n" not in stopped.stdout

    write(project, {"new.py": "x = 1\n"})
    commit(project)
    assert run("git", "push", cwd=project, PRE_COMMIT_HOME=home).returncode == 0
