"""Our options under the real flake8: opt-in rules, libraries, clear errors."""

import pytest
from flake8_runs import codes, flake8

HEADING = "There was a critical error during execution of Flake8:\n"

MAKES_OPT_IN = """\
from aiguard_flake8 import rule

original = rule.read_rule
rule.read_rule = lambda module: original(module)._replace(
    opt_in="aig201" in module.__name__ or original(module).opt_in
)
rule.all_rules.cache_clear()


class Plugin:
    def __init__(self, tree):
        pass

    def run(self):
        return iter(())
"""

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


def test_a_library_may_have_any_file_name(project):
    (project / "company.toml").rename(project / "ours.toml")
    (project / "setup.cfg").write_text("[flake8]\naiguard-libraries = ours.toml\n")
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


@pytest.mark.parametrize(
    ("option", "text"),
    [
        ("--aiguard-types=request.db", "'request.db' is not of the form `expression:package"),
        ("--aiguard-types=request.db:Session", "'request.db:Session' is not of the form"),
        ("--aiguard-types=a[0]:b.C", "'a[0]:b.C' is not of the form"),
        ("--aiguard-types=a:b.C,a:b.D", "'a' is said to be 'b.C' and 'b.D'"),
        ("--aiguard-no-effect=load", "'load' is not of the form `package.module.function`"),
        ("--aiguard-no-effect=a..b", "'a..b' is not of the form"),
    ],
)
def test_a_bad_type_or_name_is_one_clear_line(project, option, text):
    failed(flake8(option, "app", cwd=project), text)


def test_types_and_functions_without_effect_are_read_from_the_configuration(project):
    (project / "app" / "views.py").write_text(
        "from app.work import work\nfrom web import get\n@get\n"
        "async def show(request):\n    return work(request)\n"
    )
    (project / "app" / "work.py").write_text("def work(request):\n    return request.db.get(1)\n")
    select = ("--select=AIG601", "app/views.py")
    assert codes(flake8(*select, cwd=project)) == []
    types = "aiguard-types =\n    g.db:redis.Redis,\n    request.db:sqlalchemy.orm.Session\n"
    (project / "setup.cfg").write_text(f"[flake8]\n{types}")
    assert codes(flake8(*select, cwd=project)) == ["AIG601"]
    (project / "setup.cfg").write_text(f"[flake8]\n{types}aiguard-no-effect = app.work.work\n")
    assert codes(flake8(*select, cwd=project)) == []


class TestOptIn:
    """The gate, on a rule that the test makes opt-in through a local plugin of its own."""

    CODE = "AIG201"

    @pytest.fixture
    def project(self, tmp_path):
        (tmp_path / "optin.py").write_text(MAKES_OPT_IN)
        (tmp_path / ".flake8").write_text(
            "[flake8:local-plugins]\nextension =\n  ZZZ = optin:Plugin\npaths = .\n"
        )
        (tmp_path / "service.py").write_text(
            "import requests\n\nrequests.get('https://example.com').raise_for_status()\n"
        )
        return tmp_path

    def found(self, project, *arguments):
        return self.CODE in codes(flake8(*arguments, "service.py", cwd=project))

    @pytest.mark.parametrize(
        "argument",
        [
            "--aiguard-enable=AIG201",
            "--aiguard-enable=AIG2",
            "--aiguard-enable=AIG704,AIG20",
            "--aiguard-enable=all",
            "--select=AIG201",
            "--extend-select=AIG201",
        ],
    )
    def test_runs_when_it_is_named(self, project, argument):
        assert self.found(project, argument)

    @pytest.mark.parametrize(
        "argument",
        ["--select=AIG", "--select=AIG2", "--extend-select=AIG20", "--ignore=E501",
         "--ignore=AIG7", "--aiguard-enable=AIG202"],
    )  # fmt: skip
    def test_does_not_run_by_a_shorter_prefix_or_by_ignoring(self, project, argument):
        assert not self.found(project, argument)

    def test_flake8s_own_selection_applies_afterwards(self, project):
        assert not self.found(project, "--aiguard-enable=all", "--extend-ignore=AIG201")
        assert not self.found(project, "--aiguard-enable=all", "--select=AIG7")

    def test_the_configuration_file_may_name_it(self, project):
        with (project / ".flake8").open("a") as configuration:
            configuration.write("[flake8]\naiguard-enable =\n    AIG704,\n    AIG201\n")
        assert self.found(project)
