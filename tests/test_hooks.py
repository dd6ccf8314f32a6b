"""The hooks under the real pre-commit, on a real git repository."""

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
SMELL = "import requests\n\nrequests.get('https://example.com').raise_for_status()\n"


def run(*command, cwd):
    return subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False
    )


@pytest.fixture
def repository(tmp_path):
    for command in (["init", "-q"], ["config", "user.email", "a@b"], ["config", "user.name", "a"]):
        assert run("git", *command, cwd=tmp_path).returncode == 0
    # The hooks as pre-commit runs them, in the environment that the tests run in.
    hooks = [
        {**hook, "language": "system", "entry": hook["entry"].replace("python", sys.executable, 1)}
        for hook in HOOKS
    ]
    config = {"repos": [{"repo": "local", "hooks": hooks}]}
    (tmp_path / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
    return tmp_path


def pre_commit(*arguments, cwd):
    return run(sys.executable, "-m", "pre_commit", *arguments, cwd=cwd)


def test_a_staged_smell_stops_the_commit(repository):
    for name in ("service.py", "with space.py", "-dash.py", "überall.py"):
        (repository / name).write_text(SMELL)
    run("git", "add", ".", cwd=repository)
    result = pre_commit("run", "aiguard", cwd=repository)
    assert result.returncode == 1
    assert result.stdout.count("AIG201") == 4


def test_a_clean_commit_passes(repository):
    mended = SMELL.replace("example.com'", "example.com', timeout=5")
    (repository / "service.py").write_text(mended)
    run("git", "add", ".", cwd=repository)
    result = pre_commit("run", "aiguard", cwd=repository)
    assert result.returncode == 0, result.stdout


def test_every_hook_is_in_the_readme_and_has_a_module():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    modules = {p.stem for p in (ROOT / "hooks" / "aiguard_hooks").glob("[!_]*.py")}
    for hook in HOOKS:
        assert f"id: {hook['id']}" in readme
        assert hook["require_serial"]
        assert hook["entry"].removeprefix("python -m aiguard_hooks.").split()[0] in modules
