"""A run in which nothing has changed is replayed; anything that has changed is seen."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from aiguard_flake8 import commands, runner
from aiguard_flake8.replay import surroundings

BAD = "import requests\n\nrequests.get('http://h')\n"
FILES = {
    "pyproject.toml": "",
    "setup.cfg": "[flake8]\nexclude = skipped\n",
    "app/__init__.py": "",
    "app/main.py": BAD,
    "app/other.py": "from app.deep import work\n\n\nasync def show():\n    work()\n",
    "lib/deep.py": "",
    "skipped/more.py": BAD,
    "company.toml": 'link = "https://example.com"\n',
}


@pytest.fixture
def project(tmp_path, monkeypatch):
    folder = tmp_path / "project"
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("AIGUARD_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(surroundings, "_GRAIN", 0)  # what lies there was not written just now
    return folder


@pytest.fixture
def run(project, monkeypatch, capfd):
    """Run the command: whether it was replayed, exit code, stdout, stderr."""
    real, checked = runner.check, []

    def check(*arguments, **options):
        checked.append(arguments)
        return real(*arguments, **options)

    monkeypatch.setattr(runner, "check", check)

    def run(*arguments):
        checked.clear()
        code = commands.main(["check", *arguments])
        return not checked, code, *capfd.readouterr()

    return run


ARGUMENTS = ("app",)
CHANGES = {
    "a file": lambda: Path("app/main.py").write_text(BAD + BAD),
    "a file of the same size": lambda: Path("app/main.py").write_text(BAD.replace("get", "put")),
    "a new file": lambda: Path("app/new.py").write_text(BAD),
    "a file less": lambda: Path("app/main.py").unlink(),
    "a renamed file": lambda: Path("app/main.py").rename("app/renamed.py"),
    "a new folder": lambda: (Path("app/more").mkdir(), Path("app/more/new.py").write_text(BAD)),
    "a module that was missing": lambda: Path("app/deep.py").write_text(BAD),
    "another one that wins": lambda: (
        Path("src/app").mkdir(parents=True), Path("src/app/deep.py").write_text(BAD)),
    "the configuration": lambda: Path("setup.cfg").write_text("[flake8]\nignore = AIG201\n"),
    "another configuration": lambda: Path("tox.ini").write_text("[flake8]\nignore = AIG201\n"),
    "no configuration": lambda: Path("setup.cfg").unlink(),
    "a configuration further up": lambda: (
        Path("setup.cfg").unlink(), Path("../.flake8").write_text("[flake8]\nignore=AIG201\n")),
    "the environment": lambda: os.environ.update(AIGUARD_RAISE="2"),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_seen(run, monkeypatch, name):
    monkeypatch.setenv("AIGUARD_RAISE", "1")
    first = run(*ARGUMENTS)
    assert not first[0]
    assert first[1] == 1
    assert "AIG201" in first[2]
    assert run(*ARGUMENTS) == (True, *first[1:])
    CHANGES[name]()
    changed = run(*ARGUMENTS)
    assert not changed[0]
    assert run(*ARGUMENTS) == (True, *changed[1:])
    assert run("--no-cache", *ARGUMENTS)[1:] == changed[1:]


NESTED = """\
import asyncio


def load_now(load):
    return asyncio.run(load())


async def show(load):
    return load_now(load)
"""


def _repository(inner):
    (inner / ".git").write_text("")


def _repository_no_more(inner):
    (inner / ".git").unlink()


def _link(inner):
    inner.rename(inner.parents[3] / "elsewhere")
    inner.symlink_to(inner.parents[3] / "elsewhere")


def _link_no_more(inner):
    inner.unlink()
    (inner.parents[3] / "elsewhere").rename(inner)


@pytest.mark.parametrize(
    ("hide", "show"), [(_repository, _repository_no_more), (_link, _link_no_more)]
)
def test_a_folder_that_comes_to_belong_to_the_project_is_seen(run, project, hide, show):
    arguments = ("--aiguard-enable=AIG613", "app/nested.py")
    (project / "app" / "nested.py").write_text(NESTED)
    inner = project / "lib" / "deeper" / "inner"
    inner.mkdir(parents=True)
    (inner / "start.py").write_text("import nest_asyncio\n")
    hide(inner)
    first = run(*arguments)
    assert "AIG613" in first[2]
    assert run(*arguments) == (True, *first[1:])
    show(inner)
    assert run(*arguments) == (False, 0, "", "")


def test_a_file_that_was_only_touched_is_no_change(run, project):
    first = run(*ARGUMENTS)
    (project / "app" / "main.py").write_text(BAD)
    assert run(*ARGUMENTS) == (True, *first[1:])


def test_a_file_that_an_option_names_is_watched(run, project):
    arguments = ("--aiguard-libraries=company.toml", "app")
    assert run(*arguments)[:2] == (False, 1)
    assert run(*arguments)[:2] == (True, 1)
    (project / "company.toml").write_text("no TOML")
    replayed, code, out, _ = run(*arguments)
    assert (replayed, code) == (False, 1)
    assert "critical error" in out


@pytest.mark.parametrize(
    "arguments",
    [["--output-file=found.txt"], ["--tee", "--output-file=f"], ["--no-cache"], ["--benchmark"]],
    ids=" ".join,
)
def test_what_does_more_than_print_is_not_replayed(run, arguments):
    assert not run(*arguments, "app")[0]
    assert not run(*arguments, "app")[0]


@pytest.mark.parametrize(
    "arguments",
    [["--show-source"], ["--count", "--statistics"], ["-q"], ["--exit-zero"], ["--format=pylint"],
     ["--fail-on=error"], ["--color=always"], ["--isolated"]],
    ids=" ".join,
)  # fmt: skip
def test_what_is_printed_is_replayed_whatever_it_looks_like(run, arguments):
    first = run(*arguments, "app")
    assert run(*arguments, "app") == (True, *first[1:])


def test_what_was_not_checked_is_named_again(run, project):
    (project / "app" / "broken.py").write_text("def work(:\n")
    first = run("app")
    assert "broken.py was not checked" in first[3]
    assert run("app") == (True, *first[1:])


def test_what_changed_just_now_is_not_trusted(run, monkeypatch):
    monkeypatch.setattr(surroundings, "_GRAIN", 2_000_000_000)
    assert not run("app")[0]
    assert not run("app")[0]


def records(project):
    return list((project.parent / "cache" / "runs").iterdir())


@pytest.mark.parametrize("poison", [b"", b"aiguard run 1\n", b"aiguard run 1\n00000000\nx", b"\0"])
def test_a_broken_record_is_none(run, project, poison):
    first = run("app")
    for path in records(project):
        path.write_bytes(poison)
    assert run("app") == first


def test_every_byte_of_a_record_counts(run, project):
    first = run("app")
    (path,) = records(project)
    whole = path.read_bytes()
    for position in range(0, len(whole), max(1, len(whole) // 40)):
        path.write_bytes(whole[:position] + bytes([whole[position] ^ 1]) + whole[position + 1 :])
        assert run("app") == first, position
        path.write_bytes(whole[:position])
        assert run("app") == first, position


def test_records_are_bounded(run, project, monkeypatch):
    monkeypatch.setattr("aiguard_flake8.runner.journal._MOST_RECORDS", 3)
    for number in range(6):
        run(f"--max-line-length={number + 50}", "app")
    assert len(records(project)) == 3


def test_the_cache_can_be_cleared(run, project, capfd):
    run("app")
    assert records(project)
    assert commands.main(["cache", "clear"]) == 0
    assert capfd.readouterr().out.startswith("removed ")
    assert not list((project.parent / "cache").rglob("*"))
    assert commands.main(["cache", "clear"]) == 0


def test_what_cannot_be_cleared_is_named(run, project, capfd):
    (project.parent / "cache" / "a" / "folder.json").mkdir(parents=True)
    assert commands.main(["cache", "clear"]) == 1
    assert "cannot be cleared" in capfd.readouterr().err


def test_a_folder_that_cannot_be_written_is_no_cache(run, project, capfd):
    (project.parent / "cache").write_text("a file stands where the folder should be")
    first = run("app")
    assert first[:2] == (False, 1)
    assert first[3] == ""
    assert run("app") == first
    assert commands.main(["cache", "clear"]) == 0


def test_concurrent_runs_do_not_disturb_each_other(project):
    command = [sys.executable, "-m", "aiguard_flake8.commands", "check", "app"]
    expected = subprocess.run([*command, "--no-cache"], capture_output=True, timeout=120).stdout
    assert expected
    running = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(6)]
    for each in running:
        assert each.communicate(timeout=120)[0] == expected
    assert not list((project.parent / "cache").rglob("*.partial"))


def test_a_replay_imports_next_to_nothing(project):
    program = (
        "import sys, aiguard_flake8.replay.surroundings as s\n"
        "s._GRAIN = 0\n"
        "from aiguard_flake8.commands import main\n"
        "main(['check', 'app'])\n"
        "print(*(x for x in sys.modules if x in ('flake8', 'argparse', 'ast', 'tempfile')))\n"
    )
    for expected in (True, False):
        run = subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=60)
        assert ("flake8" in run.stdout.decode().splitlines()[-1]) is expected
    assert run.stdout.decode().splitlines()[-1] == ""
