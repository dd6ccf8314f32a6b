"""One baseline and one pragma for flake8, the editor and the hook."""

import json
import os
import sys

import pytest
from flake8_runs import flake8
from secret_places import key, password, run

SECRETS = "AIG502,AIG503,AIG504,AIG516,AIG523"
OPTION = "--aiguard-secrets-baseline=./.secrets.baseline"


def codes(here, *arguments):
    """Line and code of each report on secrets."""
    result = flake8(f"--select={SECRETS}", *arguments, cwd=here.path)
    assert result.stderr == ""
    return [(line.split(":")[1], line.split()[1]) for line in result.stdout.splitlines()]


def service(seed=1):
    return "\n".join(
        [
            "import os",
            "from openai import OpenAI",
            f'client = OpenAI(api_key="{key(seed=seed)}")',
            f'DB_PASSWORD = "{password(seed)}"',
            f'JWT_SECRET = os.getenv("JWT_SECRET", "{password(seed + 50)}")',
            f'TOKEN = os.environ.get("TOKEN") or "{key("GitHub token", seed=seed)}"',
            f"# an old key: {key(seed=seed + 1)}",
            "",
        ]
    )


FOUND = [
    ("3", "AIG503"), ("4", "AIG523"), ("5", "AIG502"), ("6", "AIG503"), ("7", "AIG503"),
]  # fmt: skip


def test_what_the_hook_finds_flake8_shows(here):
    here.add("app/service.py", service())
    assert codes(here, "app") == FOUND
    lines = {str(each["line"]) for each in report(here)}
    assert lines == {line for line, _ in FOUND}


def test_with_the_baseline_flake8_shows_all_that_the_hook_finds_unasked(here):
    here.add("empty.py", "pass\n")
    here.secrets("baseline")
    accounts = f'create_superuser("admin", password="{password(3)}")\n'
    here.add("app.py", service() + accounts)
    everything = "--select=AIG5"  # and no code in full, which would switch on what is opt-in
    shown = {(line, code) for line, code in codes(here, everything, OPTION, "app.py")}
    assert {line for line, _ in shown} == {str(each["line"]) for each in report(here)}
    assert {("4", "AIG523"), ("8", "AIG516")} <= shown
    without = codes(here, everything, "app.py")
    assert without == [each for each in FOUND if each[1] != "AIG523"]
    assert codes(here, everything, OPTION, "--extend-ignore=AIG523,AIG516", "app.py") == without


def report(here):
    return json.loads(here.secrets("scan", "--format=json")[1])["findings"]


def test_one_baseline_serves_both(here):
    here.add("app/service.py", service())
    here.secrets("baseline")
    assert here.secrets("hook", "app/service.py") == (0, "", "")
    assert codes(here, OPTION, "app") == []
    here.write("app/service.py", "\n\n" + service() + f'API_TOKEN = "{password(9)}"\n')
    assert codes(here, OPTION, "app") == [("10", "AIG523")]
    here.write("other.py", service())  # elsewhere it is news
    assert codes(here, OPTION, "other.py") == FOUND
    here.git("mv", "-f", "app/service.py", "app/renamed.py")
    here.write("app/renamed.py", service())
    assert codes(here, OPTION, "app") == []


def test_from_a_folder_below_from_the_configuration_and_from_an_editor(here):
    here.add("app/service.py", service())
    here.secrets("baseline")
    here.write("setup.cfg", "[flake8]\naiguard-secrets-baseline = ./.secrets.baseline\n")
    assert codes(here, "app/service.py") == []
    here.write("setup.cfg", "[flake8]\naiguard-secrets-baseline = .secrets.baseline\n")
    result = flake8(f"--select={SECRETS}", "service.py", cwd=here.path / "app")
    assert (result.stdout, result.stderr) == ("", "")
    name = f"--stdin-display-name={here.path}/app/service.py"
    result = flake8(f"--select={SECRETS}", name, "-", cwd=here.path, source=service())
    assert (result.stdout, result.stderr) == ("", "")
    name = "--stdin-display-name=app/another.py"
    result = flake8(f"--select={SECRETS}", name, "-", cwd=here.path, source=service())
    assert result.stdout.count("AIG5") == len(FOUND)


def test_what_is_remembered_between_runs_rests_on_the_renamed_file(here, tmp_path_factory):
    """A copy is news until the original goes: then the file was renamed."""
    environment = {**os.environ, "AIGUARD_CACHE": str(tmp_path_factory.mktemp("cache"))}
    command = [sys.executable, "-m", "aiguard_flake8.commands", "check", "--select=AIG523", OPTION]
    here.add("a.py", f'DB_PASSWORD = "{password()}"\n')
    here.secrets("baseline")
    here.write("b.py", f'DB_PASSWORD = "{password()}"\n')
    for _ in range(2):
        result = run(*command, "b.py", cwd=here.path, env=environment)
        assert result.stdout.startswith("b.py:1:"), result.stderr
    (here.path / "a.py").unlink()
    result = run(*command, "b.py", cwd=here.path, env=environment)
    assert (result.returncode, result.stdout) == (0, "")


def test_a_baseline_of_detect_secrets_counts_too(here):
    here.add("app.py", f'DB_PASSWORD = "{password()}"\n')
    here.secrets("baseline")
    path = here.path / ".secrets.baseline"
    path.write_text(path.read_text().replace("Assigned credential", "Secret Keyword"))
    assert codes(here, OPTION, "app.py") == []


@pytest.mark.parametrize("text", [None, "{", '{"version": "1.5.0"}'])
def test_a_bad_baseline_ends_the_run_with_one_line(here, text):
    here.add("app.py", "pass\n")
    if text is not None:
        here.write(".secrets.baseline", text)
    result = flake8(OPTION, "app.py", cwd=here.path)
    assert result.returncode == 1
    assert "aiguard-secrets-baseline: " in result.stdout + result.stderr
    assert "Traceback" not in result.stdout + result.stderr


def test_pragmas_count_for_both(here):
    lines = service().splitlines()
    allowed = [f"{line}  # pragma: allowlist secret" for line in lines[2:6]]
    here.add("app.py", "\n".join([*lines[:2], *allowed]) + "\n")
    assert here.secrets("scan") == (0, "", "")
    assert codes(here, "app.py") == []
