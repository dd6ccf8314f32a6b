"""The hooks under the real pre-commit, on real git repositories."""

import pytest
from hook_runs import (
    HOOKS,
    ROOT,
    commit,
    configure,
    git,
    hook,
    new_repository,
    pre_commit,
    run,
    write,
)

SMELL = "import requests\n\nrequests.get('https://example.com').raise_for_status()\n"
MENDED = SMELL.replace("example.com'", "example.com', timeout=5")
NAIVE = "from datetime import datetime\n\nstarted = datetime.utcnow()\n"
ODD_NAMES = [
    "with space.py",
    "-dash.py",
    "--select=E.py",
    "überall.py",
    'it\'s "quoted".py',
    "$HOME *.py",
    "stub.pyi",
]


@pytest.fixture
def repository(tmp_path):
    new_repository(tmp_path)
    configure(tmp_path, hook("aiguard"))
    return tmp_path


def stage(folder, files):
    write(folder, files)
    git("add", "-A", cwd=folder)


def run_hook(folder, *arguments):
    return pre_commit("run", "aiguard", "--verbose", *arguments, cwd=folder)


def test_staged_smells_stop_the_commit_whatever_the_files_are_called(repository):
    stage(repository, dict.fromkeys(ODD_NAMES, SMELL))
    result = run_hook(repository)
    assert result.returncode == 1
    reported = [line for line in result.stdout.splitlines() if "AIG201" in line]
    names = [line.partition(":")[0].removeprefix("./") for line in reported]
    assert sorted(names) == sorted(ODD_NAMES)


def test_a_clean_commit_passes(repository):
    stage(repository, {"service.py": MENDED})
    (repository / "not_staged.py").write_text(SMELL)
    result = run_hook(repository)
    assert result.returncode == 0, result.stdout


def test_what_is_staged_counts_and_all_files_are_all(repository):
    stage(repository, {"service.py": SMELL, "notes.txt": SMELL})
    (repository / "service.py").write_text(MENDED)
    assert "service.py:3:1: AIG201" in run_hook(repository).stdout
    git("commit", "-q", "--no-verify", "-m", "one", cwd=repository)
    assert run_hook(repository).returncode == 0
    git("checkout", "-q", ".", cwd=repository)
    assert run_hook(repository, "--all-files").stdout.count("AIG") == 1


def test_batches(repository):
    # More names than one command line takes.
    names = [f"{number:0200}.py" for number in range(800)]
    stage(repository, dict.fromkeys(names, "x = 1\n") | {names[0]: SMELL, names[-1]: SMELL})
    result = run_hook(repository)
    assert result.returncode == 1
    assert result.stdout.count("AIG201") == 2


def test_the_arguments_of_users_are_passed_on(repository):
    files = {"naive.py": NAIVE, "service.py": SMELL}
    configure(repository, hook("aiguard", args=["--extend-ignore", "AIG201", "--fail-on=error"]))
    stage(repository, files)
    result = run_hook(repository)
    assert result.returncode == 0, result.stdout
    assert result.stdout.count("AIG") == result.stdout.count("AIG704") == 1
    configure(repository, hook("aiguard", args=["--fail-on=fatal"]))
    git("add", "-A", cwd=repository)
    result = run_hook(repository)
    assert "exit code: 2" in result.stdout
    assert "'fatal'" in result.stdout


NESTED = {
    "billing/.flake8": "[flake8]\nper-file-ignores =\n    app/old.py: AIG201\n",
    "billing/app/old.py": SMELL,
    "billing/app/new.py": SMELL,
    "billing/-dash.py": SMELL,
    "shop/setup.cfg": "[flake8]\nextend-ignore = AIG201\n",
    "shop/service.py": SMELL + "\n" + NAIVE,
    "plain/service.py": SMELL,
}


def test_each_folder_has_its_own_configuration(repository):
    stage(repository, NESTED)
    result = run_hook(repository)
    assert result.returncode == 1
    found = [line for line in result.stdout.splitlines() if ": AIG" in line]
    places = [line.removeprefix(f"{repository}/").partition(" ")[0] for line in found]
    assert places == [
        "plain/service.py:3:1:",
        "billing/-dash.py:3:1:",
        "billing/app/new.py:3:1:",
        "shop/service.py:7:11:",
    ]


def test_what_an_argument_names_is_looked_for_in_each_folder(repository):
    known = '{"version": 1, "findings": []}'
    configure(repository, hook("aiguard", args=["--aiguard-baseline=known.json"]))
    stage(repository, NESTED | {f"{each}/known.json": known for each in ("billing", "shop")})
    (repository / "plain" / "service.py").unlink()
    git("add", "-A", cwd=repository)
    result = run_hook(repository)
    assert result.stdout.count(": AIG") == 3, result.stdout


@pytest.mark.parametrize(
    "argument", ["--aiguard-baseline=nowhere.json", "--aiguard-types=nonsense"]
)
def test_a_wrong_argument_is_one_clear_error(repository, argument):
    configure(repository, hook("aiguard", args=[argument]))
    stage(repository, NESTED)
    result = run_hook(repository)
    assert result.returncode == 1
    assert argument.partition("=")[2] in result.stdout
    assert "Traceback" not in result.stdout


def test_a_configuration_at_the_top_holds_for_all(repository):
    stage(repository, NESTED | {"tox.ini": "[flake8]\nextend-ignore = AIG704\n"})
    assert run_hook(repository).stdout.count(": AIG201") == 5


def test_an_entry_for_each_folder(repository):
    stage(repository, NESTED)
    entries = [
        hook("aiguard", id=name, files=f"^{name}/", args=[f"--config={name}/{file}"])
        for name, file in (("billing", ".flake8"), ("shop", "setup.cfg"))
    ]
    configure(repository, *entries)
    result = pre_commit("run", "--all-files", cwd=repository)
    assert "shop/service.py:7:11: AIG704" in result.stdout
    assert "shop/service.py:3:1: AIG201" not in result.stdout
    assert "billing/app/new.py:3:1: AIG201" in result.stdout


def test_every_hook_is_in_the_readme_and_has_a_module():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    modules = {p.stem for p in (ROOT / "hooks" / "aiguard_hooks").glob("[!_]*.py")}
    for each in HOOKS:
        assert f"id: {each['id']}" in readme
        assert each["require_serial"]
        assert each["entry"].removeprefix("python -P -m aiguard_hooks.").split()[0] in modules


@pytest.fixture
def pushing(repository):
    """A repository with an old finding on its remote, and the hook of pre-push installed."""
    remote = repository / ".git" / "remote"
    git("init", "-q", "--bare", str(remote), cwd=repository)
    git("remote", "add", "origin", str(remote), cwd=repository)
    configure(repository, hook("aiguard-since"))
    assert pre_commit("install", "-t", "pre-push", cwd=repository).returncode == 0
    write(repository, {"old.py": SMELL})
    commit(repository)
    git("push", "-q", "--no-verify", "-u", "origin", "main", cwd=repository)
    return repository


def push(folder, *arguments):
    result = run("git", "push", *arguments, cwd=folder)
    findings = [line for line in result.stdout.splitlines() if ": AIG" in line]
    return result.returncode == 0, [line.split(": ")[0] for line in findings]


def test_a_push_is_stopped_by_what_it_adds(pushing):
    write(pushing, {"old.py": SMELL + "\n", "new.py": "\n" + SMELL})
    commit(pushing)
    assert push(pushing) == (False, ["./new.py:4:1"])
    (pushing / "new.py").write_text(MENDED)
    commit(pushing)
    assert push(pushing) == (True, [])


def test_a_branch_is_compared_with_what_the_remote_has(pushing):
    git("checkout", "-q", "-b", "feature", cwd=pushing)
    write(pushing, {"new.py": SMELL})
    commit(pushing)
    assert push(pushing, "origin", "feature") == (False, ["./new.py:3:1"])


def test_the_first_push_is_all_new(pushing):
    git("push", "-q", "--no-verify", "origin", ":main", cwd=pushing)
    assert push(pushing) == (False, ["./old.py:3:1"])


def test_a_revision_of_the_user_counts(pushing):
    write(pushing, {"new.py": SMELL})
    commit(pushing)
    configure(pushing, hook("aiguard-since", args=["--since", "HEAD"]))
    git("add", "-A", cwd=pushing)
    assert push(pushing) == (True, [])


def test_a_push_knows_each_folder_s_configuration(pushing):
    write(pushing, NESTED | {"plain/inner/.flake8": "[flake8]\nextend-ignore = AIG201\n"})
    write(pushing, {"plain/inner/service.py": SMELL, "empty/tox.ini": "[flake8]\n"})
    commit(pushing)
    stopped, places = push(pushing)
    assert not stopped
    assert [place.removeprefix(f"{pushing}/") for place in places] == [
        "plain/service.py:3:1",
        "billing/-dash.py:3:1",
        "billing/app/new.py:3:1",
        "shop/service.py:7:11",
    ]
    configure(pushing, hook("aiguard-since", args=["--since=nowhere"]))
    git("add", "-A", cwd=pushing)
    said = run("git", "push", cwd=pushing).stdout
    assert said.count("git knows no revision 'nowhere'") == 1
    configure(pushing, hook("aiguard-since", args=["billing"]))  # paths of the user's
    git("add", "-A", cwd=pushing)
    assert push(pushing)[1] == [f"billing/{each}:3:1" for each in
                                ("-dash.py", "app/new.py", "app/old.py")]  # fmt: skip


def test_all_files_are_all_new(pushing):
    stage = ["--all-files", "--hook-stage", "pre-push"]
    result = pre_commit("run", "aiguard-since", *stage, cwd=pushing)
    assert "old.py:3:1: AIG201" in result.stdout
