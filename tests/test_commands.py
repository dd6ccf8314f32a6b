"""aiguard rules, explain and new."""

import subprocess
import sys

import pytest

from aiguard_flake8 import commands, rule
from aiguard_flake8.commands import new


def run(capsys, *arguments):
    code = commands.main(arguments)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_rules_lists_every_rule(capsys):
    code, out, _ = run(capsys, "rules")
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()] == [r.code for r in rule.all_rules()]


def test_rules_takes_a_prefix(capsys):
    code, out, _ = run(capsys, "rules", "AIG2")
    assert code == 0
    assert {line[:4] for line in out.splitlines()} == {"AIG2"}
    assert run(capsys, "rules", "AIG0")[0] == 1


@pytest.mark.parametrize("name", ["AIG201", "aig201", "call-without-timeout"])
def test_explain_prints_the_page(capsys, name):
    code, out, _ = run(capsys, "explain", name)
    assert code == 0
    assert out.startswith("# AIG201 call-without-timeout\n")
    assert "## When it stays silent" in out


def test_explain_of_an_unknown_rule_is_one_line(capsys):
    code, out, err = run(capsys, "explain", "AIG999")
    assert (code, out) == (2, "")
    assert err == "aiguard: there is no rule 'AIG999'; `aiguard rules` lists them\n"


def test_new_writes_a_rule_whose_example_fails_until_it_is_written(capsys, tmp_path, monkeypatch):
    monkeypatch.setattr(new, "FOLDER", tmp_path)
    assert run(capsys, "new", "AIG299", "some-name")[0] == 0
    path = tmp_path / "aig299_some_name.py"
    spec = __import__("importlib.util").util.spec_from_file_location("aig299_some_name", path)
    module = __import__("importlib.util").util.module_from_spec(spec)
    spec.loader.exec_module(module)
    scaffold = rule.read_rule(module)
    assert (scaffold.code, scaffold.name) == ("AIG299", "some-name")

    from marked import marks
    from test_rules import examples

    from aiguard_flake8.engine import check_source
    from aiguard_flake8.library import Libraries
    from aiguard_flake8.project.modules import Project

    (bad,) = examples(scaffold, "Bad")
    assert marks(bad) == {(1, "AIG299")}
    assert check_source(bad, "service.py", [scaffold], Project(Libraries())) == []


@pytest.mark.parametrize(
    ("code", "name", "text"),
    [
        ("AIG201", "another-name", "exists already"),
        ("AIG299", "call-without-timeout", "exists already"),
        ("AIG099", "some-name", "not a code"),
        ("AIG2999", "some-name", "not a code"),
        ("AIG299", "Some_Name!", "not a name"),
    ],
)
def test_new_refuses_what_does_not_fit(capsys, tmp_path, monkeypatch, code, name, text):
    monkeypatch.setattr(new, "FOLDER", tmp_path)
    status, _, err = run(capsys, "new", code, name)
    assert status == 2
    assert text in err
    assert list(tmp_path.iterdir()) == []


def test_output_may_be_cut_short():
    result = subprocess.run(
        f"{sys.executable} -m aiguard_flake8.commands rules | head -1",
        shell=True, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert result.stdout.startswith("AIG")
    assert result.stderr == ""
