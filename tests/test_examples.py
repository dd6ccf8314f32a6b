"""The example service shows every rule that is on; the same service mended shows nothing.

`python tests/test_examples.py --write` writes the snapshot anew.
"""

import compileall
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from flake8_runs import codes, flake8

from aiguard_flake8.rule import all_rules

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"
SNAPSHOT = Path(__file__).parent / "snapshots" / "before.txt"
# Ours and flake8's own; what else happens to be installed here does not take part.
SELECT = "--select=AIG,C,E,F,W"
SERVICE_NEEDS = ["bcrypt", "fastapi", "httpx", "jwt", "redis", "sqlalchemy", "tenacity"]


def lint(side, *options):
    return flake8(SELECT, *options, f"examples/{side}", cwd=ROOT)


@pytest.fixture(scope="module")
def before():
    return lint("before")


@pytest.mark.parametrize("rule", [r for r in all_rules() if not r.opt_in], ids=lambda r: r.code)
def test_before_shows_the_rule(rule, before):
    assert rule.code in codes(before), f"examples/before shows no {rule.code} ({rule.name})"


def test_before_shows_only_rules_that_are_on(before):
    assert set(codes(before)) <= {rule.code for rule in all_rules() if not rule.opt_in}
    assert before.stderr == ""


def test_before_reads_as_the_snapshot_says(before):
    seen = before.stdout.replace(os.sep, "/")
    assert seen == SNAPSHOT.read_text(encoding="utf-8"), (
        "read what has changed, then run: python tests/test_examples.py --write"
    )


def test_after_shows_nothing():
    result = lint("after")
    assert result.stdout + result.stderr == ""
    assert result.returncode == 0


@pytest.mark.parametrize("side", ["before", "after"])
def test_compiles(side, tmp_path):
    copy = shutil.copytree(EXAMPLES / side, tmp_path / side)
    assert compileall.compile_dir(copy, quiet=2, force=True)


def test_after_passes_its_own_tests(tmp_path):
    for name in [*SERVICE_NEEDS, "pydantic_settings"]:
        if importlib.util.find_spec(name) is None:
            pytest.skip(f"{name} is not installed")
    result = subprocess.run(
        [sys.executable, "-B", "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:xdist"],
        cwd=shutil.copytree(EXAMPLES / "after", tmp_path / "after"),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert result.returncode == 0, result.stdout + result.stderr


def test_a_service_among_examples_needs_its_own_manifest_and_configuration(tmp_path):
    service = tmp_path / "examples" / "shop"
    service.mkdir(parents=True)
    (tmp_path / "setup.py").touch()
    source = 'import os\n\nJWT_SECRET = os.environ.get("JWT_SECRET", "dev-only")\n'
    (service / "settings.py").write_text(source)
    (service / "pyproject.toml").touch()
    assert codes(flake8(SELECT, "examples", cwd=tmp_path)) == []
    (service / ".flake8").touch()
    assert codes(flake8(SELECT, "examples", cwd=tmp_path)) == ["AIG502"]


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        raise SystemExit(__doc__)
    SNAPSHOT.parent.mkdir(exist_ok=True)
    SNAPSHOT.write_text(lint("before").stdout.replace(os.sep, "/"), encoding="utf-8")
