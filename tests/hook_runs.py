"""The real pre-commit on real git repositories."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).parent.parent
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
# What pre-commit builds a hook's environment from.
PACKAGE = [
    ".pre-commit-hooks.yaml",
    "LICENSE",
    "README.md",
    "aiguard_flake8",
    "hooks",
    "pyproject.toml",
]


def run(*command, cwd, **variables):
    # pre-commit hands its own git variables down; a hook that runs these tests is not meant.
    clean = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    return subprocess.run(
        command,
        cwd=cwd,
        env={**clean, **variables},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


def git(*arguments, cwd):
    result = run("git", *arguments, cwd=cwd)
    assert result.returncode == 0, result.stderr
    return result.stdout


def new_repository(folder):
    folder.mkdir(parents=True, exist_ok=True)
    git("init", "-q", "-b", "main", cwd=folder)
    for key, value in {"user.email": "a@b", "user.name": "a", "commit.gpgsign": "false"}.items():
        git("config", key, value, cwd=folder)
    return folder


def write(folder, files):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def commit(folder, message="more"):
    git("add", "-A", cwd=folder)
    git("commit", "-q", "--no-verify", "-m", message, cwd=folder)


def hook(name, **overrides):
    """One of our hooks as pre-commit runs it, in the environment that the tests run in."""
    (found,) = [each for each in HOOKS if each["id"] == name]
    entry = found["entry"].replace("python", sys.executable, 1)
    return {**found, "language": "system", "entry": entry, **overrides}


def configure(folder, *hooks):
    config = {"repos": [{"repo": "local", "hooks": list(hooks)}]}
    (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")


def pre_commit(*arguments, cwd, **variables):
    return run(sys.executable, "-m", "pre_commit", *arguments, cwd=cwd, **variables)


def package(folder):
    """A repository that holds the package as users of its hooks fetch it."""
    new_repository(folder)
    for name in PACKAGE:
        source, target = ROOT / name, folder / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    commit(folder)
    return folder
