"""Levels of rules, and the exit code that follows them."""

import subprocess
import sys

import pytest

from aiguard_flake8.levels import LEVELS, level_of, reaches
from aiguard_flake8.rule import all_rules

WAITS = "import requests\n\nrequests.get('https://example.com').raise_for_status()\n"  # error
NAIVE = "from datetime import datetime\n\nstarted = datetime.utcnow()\n"  # warning
BROKEN = "def broken(:\n"


def check(cwd, *arguments):
    return subprocess.run(
        [sys.executable, "-m", "aiguard_flake8.commands", "check", *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def codes(result):
    return [line.split()[1] for line in result.stdout.splitlines()]


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_a_rule_is_a_note_exactly_when_it_is_opt_in(rule):
    assert rule.level in LEVELS
    assert (rule.level == "note") is rule.opt_in


def test_codes_of_others_have_a_level_too():
    assert [level_of(code) for code in ("E999", "E902", "E501")] == ["error", "error", "warning"]
    assert not reaches("E501", "error")


@pytest.mark.parametrize(
    ("source", "options", "expected"),
    [
        (WAITS, [], 1),
        (WAITS, ["--fail-on=error"], 1),
        (WAITS, ["--fail-on", "note"], 1),
        (WAITS, ["--fail-on=error", "--exit-zero"], 0),
        (NAIVE, ["--fail-on=error"], 0),
        (NAIVE, ["--fail-on=warning"], 1),
        (NAIVE, [], 1),
        (BROKEN, ["--fail-on=error"], 1),
    ],
)
def test_the_exit_code_follows_the_level(tmp_path, source, options, expected):
    (tmp_path / "app.py").write_text(source)
    result = check(tmp_path, *options, "app.py")
    assert result.returncode == expected, result.stderr
    assert codes(result) == {WAITS: ["AIG201"], NAIVE: ["AIG704"], BROKEN: []}[source]


def test_an_unknown_level_is_wrong_usage(tmp_path):
    result = check(tmp_path, "--fail-on=fatal")
    assert result.returncode == 2
    assert "'fatal'" in result.stderr
