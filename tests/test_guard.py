"""A rule that fails becomes one AIG000 finding, and the run goes on."""

import pytest
from flake8_runs import codes, flake8

SOURCE = "import requests\nrequests.get('https://example.com')\n"

# Breaks AIG202 when flake8 loads it; a plugin of the test's own, so nothing is patched by hand.
BREAKER = """\
from aiguard_flake8 import rule


def broken(call, file):
    raise KeyError("a: strange\\nreason")
    yield


rule.all_rules.cache_clear()
original = rule.read_rule
rule.read_rule = lambda module: (
    original(module)._replace(check=broken) if "aig202" in module.__name__ else original(module)
)


class Breaker:
    def __init__(self, tree):
        pass

    def run(self):
        return iter(())
"""


@pytest.fixture
def project(tmp_path):
    (tmp_path / "breaker.py").write_text(BREAKER)
    (tmp_path / "service.py").write_text(SOURCE)
    (tmp_path / ".flake8").write_text(
        "[flake8:local-plugins]\nextension =\n  ZZZ = breaker:Breaker\npaths = .\n"
    )
    return tmp_path


def test_a_broken_rule_is_one_finding_under_a_bare_flake8(project):
    result = flake8("service.py", cwd=project, guarded=True)
    assert codes(result) == ["AIG000", "AIG201"]
    line = result.stdout.splitlines()[0]
    assert line.startswith("service.py:1:1: AIG000 AIG202 timeout-disabled failed on this file")
    assert "KeyError" in line
    assert "a - strange" in line
    assert result.stderr == ""


def test_without_the_guard_it_is_raised(project):
    result = flake8("service.py", cwd=project, guarded=False)
    assert "KeyError" in result.stdout + result.stderr
    assert "AIG000" not in result.stdout
