"""Our options under the real flake8: opt-in rules, libraries, clear errors."""

import pytest
from flake8_runs import codes, flake8

from aiguard_flake8.rule import all_rules

HEADING = "There was a critical error during execution of Flake8:\n"
OPT_IN = next((rule for rule in all_rules() if rule.opt_in), None)

COMPANY = """\
link = "https://example.com/company"

[[call]]
names = ["company.rpc.call"]
effect = "http"
timeout = ["deadline"]
waits = "forever"
"""
SOURCE = "import company.rpc\n\n\ndef order(n):\n    return company.rpc.call('order', n)\n"


@pytest.fixture
def project(tmp_path):
    (tmp_path / "setup.cfg").write_text("[flake8]\naiguard-libraries = company.toml\n")
    (tmp_path / "company.toml").write_text(COMPANY)
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "order.py").write_text(SOURCE)
    return tmp_path


def failed(result, text):
    assert result.returncode == 1
    assert result.stdout.startswith(HEADING)
    line = result.stdout.removeprefix(HEADING)
    assert text in line
    assert line.count("\n") == 1
    assert "Traceback" not in result.stdout + result.stderr


def test_a_library_beside_the_configuration_is_found(project):
    assert codes(flake8("app", cwd=project)) == ["AIG201"]


def test_a_bare_name_is_looked_up_from_a_folder_below_too(project):
    result = flake8("--aiguard-libraries=company.toml", "order.py", cwd=project / "app")
    assert codes(result) == ["AIG201"]


def test_a_path_with_a_slash_is_relative_to_where_it_was_written(project):
    result = flake8("--isolated", "--aiguard-libraries=./company.toml", "app", cwd=project)
    assert codes(result) == ["AIG201"]


def test_a_missing_library_is_one_clear_line(project):
    result = flake8("--aiguard-libraries=absent.toml", "app", cwd=project)
    failed(result, "aiguard-libraries: there is no file 'absent.toml'")


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("link =", "company.toml"),
        ("[[call]]\nnames = ['a.b']\n", "`link`"),
        ("link = 'https://a.b'\n[[call]]\nnames = ['a.b']\neffect = 'dance'\n", "'dance'"),
        ("link = 'https://a.b'\n[[call]]\nnames = ['a.b']\ncolour = 1\n", "unknown key colour"),
        ("link = 'https://a.b'\n[[call]]\neffect = 'http'\n", "without `names`"),
        ("link = 'https://a.b'\n[[call]]\nnames = ['a.b']\ntimeout = 'x'\n", "must be a list"),
        ("link = 'https://a.b'\n[calls]\n", "unknown table or key calls"),
    ],
)
def test_a_malformed_library_is_one_clear_line(project, content, text):
    (project / "company.toml").write_text(content)
    failed(flake8("app", cwd=project), text)


@pytest.mark.parametrize("value", ["AIG9999x", "nonsense", "aig201"])
def test_a_bad_code_to_enable_is_one_clear_line(project, value):
    failed(flake8(f"--aiguard-enable={value}", "app", cwd=project), f"aiguard-enable: '{value}'")


@pytest.mark.skipif(OPT_IN is None, reason="no rule is opt-in")
class TestOptIn:
    @pytest.fixture
    def project(self, tmp_path):
        from test_rules import examples

        (tmp_path / "service.py").write_text(examples(OPT_IN, "Bad")[0])
        return tmp_path

    @pytest.mark.parametrize("form", ["code", "prefix", "all", "select", "extend-select"])
    def test_runs_when_it_is_named(self, project, form):
        code = OPT_IN.code
        argument = {
            "code": f"--aiguard-enable={code}",
            "prefix": f"--aiguard-enable={code[:4]}",
            "all": "--aiguard-enable=all",
            "select": f"--select={code}",
            "extend-select": f"--extend-select={code}",
        }[form]
        assert code in codes(flake8(argument, ".", cwd=project))

    @pytest.mark.parametrize(
        "argument", ["--select=AIG", "--extend-select=AIG", "--ignore=E501", "--ignore=AIG2"]
    )
    def test_does_not_run_by_a_shorter_prefix_or_by_ignoring(self, project, argument):
        assert OPT_IN.code not in codes(flake8(argument, ".", cwd=project))

    def test_flake8s_own_selection_applies_afterwards(self, project):
        code = OPT_IN.code
        result = flake8("--aiguard-enable=all", f"--extend-ignore={code}", ".", cwd=project)
        assert code not in codes(result)
