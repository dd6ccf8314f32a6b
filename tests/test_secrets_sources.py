"""Where `aiguard secrets` reads from: odd files and names, the index, the history of merges."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import jsonschema
import pytest
from secret_places import HOOK, ROOT, aiguard, key, password, run

from aiguard_flake8.secrets import documents
from aiguard_flake8.secrets.search import Searcher
from aiguard_flake8.secrets.sources import Item, Repository


def found(report):
    """The paths of a text report's findings."""
    return [line.partition(":")[0] for line in report.splitlines() if "OpenAI" in line]


def test_a_merge_adds_what_none_of_its_parents_has(here):
    """What came in from the other branch was added there, and may be old news."""
    here.add("a.py", "pass\n")
    here.commit()
    here.git("checkout", "-q", "-b", "side")
    here.add("b.py", "pass\n")
    here.commit()
    here.git("checkout", "-q", "main")
    here.add("c.py", f'C = "{key(seed=1)}"\n')
    here.commit()
    here.git("checkout", "-q", "side")
    here.git("merge", "-q", "--no-edit", "main")
    assert here.secrets("scan", "--history", "main..HEAD") == (0, "", "")
    here.add("b.py", f'B = "{key(seed=2)}"\n')
    here.add("new\nline.py", f'N = "{key(seed=3)}"\n')
    here.git("commit", "-q", "--amend", "--no-edit")
    assert found(here.secrets("scan", "--history", "main..HEAD")[1]) == ["b.py", "new\\nline.py"]


def test_a_merge_of_three_and_a_renamed_file_in_conflict(here):
    lines = [f"line {number}\n" for number in range(40)]
    here.add("old.txt", f"{key(seed=1)}\n" + "".join(lines))
    here.commit()
    for branch in ("p", "q"):
        here.git("checkout", "-q", "-b", branch, "main")
        here.add(f"{branch}.txt", f"{key(seed=2)}\n")
        here.commit()
    here.git("checkout", "-q", "main")
    here.add("main.txt", "no fast forward\n")
    here.commit()
    here.git("merge", "-q", "--no-edit", "p", "q")
    brought = here.secrets("scan", "--history", "HEAD~1..HEAD")[1]
    assert sorted(found(brought)) == ["p.txt", "q.txt"]
    here.git("checkout", "-q", "-b", "moved")
    here.git("mv", "old.txt", "new.txt")
    here.add("new.txt", f"{key(seed=1)}\n" + "".join(["theirs\n", *lines[1:]]))
    here.commit()
    here.git("checkout", "-q", "main")
    here.add("old.txt", f"{key(seed=1)}\n" + "".join(["ours\n", *lines[1:]]))
    here.commit()
    assert run("git", "merge", "-q", "moved", cwd=here.path).returncode == 1
    here.add("new.txt", f"{key(seed=1)}\n" + "".join([f"{key(seed=3)}\n", *lines[1:]]))
    here.commit()
    code, out, _ = here.secrets("scan", "--history", "HEAD^!")
    assert code == 1
    assert out.startswith("new.txt:2 in commit ")
    assert out.count("OpenAI") == 1


def test_a_history_takes_no_files(here):
    here.add("a.py", f'A = "{key()}"\n')
    here.commit()
    code, out, err = here.secrets("scan", "--history", "HEAD", "a.py")
    assert (code, out) == (2, "")
    assert "--history" in err
    assert here.secrets("hook", "--history", "HEAD", "a.py")[0] == 1  # pre-commit names files


def test_staged_takes_folders_and_refuses_what_the_index_does_not_hold(here):
    here.add("app/a.py", f'A = "{key(seed=1)}"\n')
    here.add("apple.py", f'A = "{key(seed=2)}"\n')
    assert found(here.secrets("scan", "--staged", "app")[1]) == ["app/a.py"]
    here.write("b.py", "pass\n")
    for name in ("b.py", "missing.py"):
        code, out, err = here.secrets("hook", "--staged", name)
        assert (code, out) == (2, "")
        assert err == f"aiguard secrets: git's index holds no file {name!r}\n"


def test_nothing_is_fetched_for_a_partial_clone(here, tmp_path_factory):
    here.add("a.py", f'A = "{key()}"\n')
    here.commit()
    here.add("a.py", "pass\n")
    here.commit()
    here.git("config", "uploadpack.allowFilter", "true")
    clone = tmp_path_factory.mktemp("clone")
    options = ("--filter=blob:none", "--no-checkout", f"file://{here.path}", str(clone))
    assert run("git", "clone", "-q", *options, cwd=clone).returncode == 0
    result = aiguard("scan", "--history", "HEAD", cwd=clone)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1
    assert "partial clone" in result.stderr


def test_names_that_are_not_utf_8(here):
    name = os.fsdecode(b"caf\xe9.py")
    here.add(name, f'A = "{key()}"\n')
    document = json.loads(here.secrets("scan", "--format=sarif")[1])
    jsonschema.validate(
        document, json.loads((ROOT / "tests" / "data" / "sarif-2.1.0.json").read_text())
    )
    place = document["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "caf%E9.py"
    assert here.secrets("baseline")[0] == 0
    assert here.secrets("hook", name) == (0, "", "")


ROOT_ONLY = pytest.mark.skipif(
    os.name == "nt" or (os.getuid() == 0 and not run("which", "setpriv", cwd="/").stdout),
    reason="whoever runs this may read everything",
)


@ROOT_ONLY
def test_what_may_not_be_read_is_named_and_keeps_its_entries(here):
    here.add("shut/a.py", f'A = "{key(seed=1)}"\n')
    here.add("b.py", f'B = "{key(seed=2)}"\n')
    assert here.secrets("baseline")[0] == 0
    before = (here.path / ".secrets.baseline").read_text()
    (here.path / "shut").chmod(0)
    try:
        for task in (("scan",), ("hook", "shut/a.py", "b.py"), ("baseline",)):
            result = powerless(*task, cwd=here.path)
            assert result.returncode == 0, result.stderr
            named = "shut/a.py was not searched: it cannot be read (Permission denied)"
            assert result.stderr == f"aiguard secrets: {named}\n"
    finally:
        (here.path / "shut").chmod(0o755)
    assert (here.path / ".secrets.baseline").read_text() == before


def powerless(*arguments, cwd):
    """`aiguard secrets …` without root's power to read everything."""
    drop = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]
    command = [sys.executable, "-m", "aiguard_flake8.commands", "secrets", *arguments]
    return run(*(drop if os.getuid() == 0 else []), *command, cwd=cwd)


def test_the_hook_imports_nothing_of_the_repository(here):
    """`python -m` would look for modules where it stands first."""
    for name in ("json", "argparse", "types", "logging", "aiguard_flake8", "detect_secrets"):
        here.add(f"{name}.py", 'raise SystemExit("imported")\n')
    here.add("a.py", f'A = "{key()}"\n')
    command = HOOK["entry"].replace("python", sys.executable, 1).split()
    result = run(*command, "a.py", cwd=here.path)
    assert (result.returncode, result.stderr) == (1, "")
    assert found(result.stdout) == ["a.py"]


INTERRUPTED = """
import os, signal, sys
from concurrent.futures import ProcessPoolExecutor as Pool
from aiguard_flake8.commands import main

start = Pool._start_executor_manager_thread

def interrupted(self):
    start(self)
    os.kill(os.getpid(), signal.SIGINT)
    for _ in range(1000):
        pass  # where Python would notice

Pool._start_executor_manager_thread = interrupted
os.register_at_fork(after_in_parent=lambda: os.kill(os.getpid(), signal.SIGINT))
sys.exit(main(["secrets", "scan", "-j2"]))
"""


def test_an_interrupt_while_processes_start_is_not_lost(here):
    for number in range(4):
        here.add(f"f{number}.txt", f"password {number}\n" * 400_000)
    started = time.monotonic()
    result = run(sys.executable, "-c", INTERRUPTED, cwd=here.path)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == "aiguard secrets: left in the middle; nothing was written\n"
    assert time.monotonic() - started < 60


def test_an_interrupt_leaves_no_file_behind(here, monkeypatch):
    from aiguard_flake8.secrets import tasks

    def interrupt(*_):
        raise KeyboardInterrupt

    here.add("a.py", f'A = "{key()}"\n')
    monkeypatch.setattr(tasks.Path, "chmod", interrupt)
    assert here.secrets("baseline")[0] == 2
    assert sorted(path.name for path in here.path.iterdir()) == [".git", "a.py"]


def test_a_report_that_cannot_be_written_is_one_line(here):
    here.add("a.py", f'A = "{key()}"\n')
    command = [sys.executable, "-m", "aiguard_flake8.commands", "secrets", "scan"]
    with Path("/dev/full").open("w") as full:
        result = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert result.returncode == 2
    assert result.stderr == "aiguard secrets: this could not be done (No space left on device)\n"


def test_a_reader_that_has_seen_enough_does_not_turn_findings_into_none(here):
    here.add("a.txt", "".join(f"{key(seed=seed)}\n" for seed in range(900)))
    command = [sys.executable, "-m", "aiguard_flake8.commands", "secrets", "scan"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=60) == 1
    assert signal.getsignal(signal.SIGPIPE) is signal.SIG_IGN


BAD_ENTRIES = ["p" * 5000, "a\0b", "\ud800", "", "../../up", "/etc/passwd", "a" * 300 + "/b"]


def test_entries_with_paths_that_cannot_be(here):
    here.add("a.py", f'A = "{key()}"\n')
    here.secrets("baseline")
    path = here.path / ".secrets.baseline"
    data = json.loads(path.read_text())
    entry = {"type": "x\x1b[31m\nforged", "hashed_secret": "0" * 40}
    data["results"] |= {each: [entry] for each in BAD_ENTRIES}
    path.write_text(json.dumps(data))
    code, out, err = here.secrets("hook", "a.py")
    assert (code, out) == (0, "")
    assert "\x1b" not in err
    assert "\nforged" not in err
    code, out, err = here.secrets("baseline")
    assert code == 0
    assert "\x1b" not in out


def test_a_baseline_that_is_no_file_is_two(here):
    here.add("a.py", "pass\n")
    path = here.path / ".secrets.baseline"
    for make in (path.mkdir, lambda: os.mkfifo(path), lambda: path.symlink_to(path.name)):
        make()
        for task in (["hook", "a.py"], ["scan"], ["baseline"]):
            code, out, err = here.secrets(*task)
            assert (code, out) == (2, "")
            assert err == f"aiguard secrets: {path}: a baseline is a file, and this is none\n"
        path.rmdir() if path.is_dir() else path.unlink()


def test_a_baseline_that_powershell_redirected(here):
    here.add("a.py", f'A = "{key()}"\n')
    here.secrets("baseline")
    path = here.path / ".secrets.baseline"
    text = path.read_text()
    path.write_text(text, encoding="utf-16")
    assert here.secrets("hook", "a.py") == (0, "", "")
    here.secrets("baseline")
    assert path.read_text() == text


def test_a_name_that_is_itself_a_credential_is_not_told(here):
    here.add("a.py", f'TOKENS = {{"{key(seed=1)}_token": "{password()}"}}\n')
    here.add("b.env", f"{key(seed=2)}_PASSWORD={password(2)}\n")
    code, out, _ = here.secrets("scan", "-v")
    assert code == 1
    assert out.count("Assigned credential\n") == 2
    assert key(seed=1) not in out
    assert key(seed=2) not in out


def test_a_notebook_full_of_credentials_takes_linear_time():
    def seconds(cells):
        source = [{"cell_type": "code", "source": [f'k = "{key()}"  # {n}']} for n in range(cells)]
        data = json.dumps({"cells": source}, indent=1).encode()
        document = documents.read("n.ipynb", data)
        started = time.process_time()
        places = document.places(range(1, cells + 1))
        taken = time.process_time() - started
        assert [places[n].cell for n in (1, cells)] == [1, cells]
        assert places[cells].line > places[1].line > 1
        return taken

    seconds(10)
    assert seconds(8000) < 40 * max(seconds(800), 0.005)


def test_an_empty_name_is_no_file(here):
    """`aiguard secrets scan "$FOLDER"` where the variable is not set."""
    here.add("a.py", f'A = "{key()}"\n')
    for task in ("scan", "hook"):
        assert here.secrets(task, "") == (2, "", "aiguard secrets: there is no file ''\n")


def test_files_too_large_are_not_taken_into_memory(here):
    """A model's weights are tens of gigabytes, and the system would end the process."""
    with (here.path / "weights").open("wb") as file:
        file.truncate(3 * documents.LARGEST)  # zeros that take no room
    here.add("weights", (here.path / "weights").read_bytes())
    here.add("z.py", f'Z = "{key()}"\n')
    repository = Repository()
    assert len(repository.content(Item("weights"))) == documents.LARGEST + 1
    large, other = repository.staged([])
    assert len(large.data) == documents.LARGEST + 1
    assert other.data.startswith(b"Z = ")
    code, out, err = here.secrets("scan", "--staged")
    assert (code, found(out)) == (1, ["z.py"])
    assert err == "aiguard secrets: weights was not searched: it is larger than 20 MB\n"


def test_odd_places_never_end_the_search(here):
    here.add("a.py", f'A = "{key()}"\n')
    searcher = Searcher(Repository(), None)
    assert searcher.search(Item("missing.py")).unreadable
    assert searcher.search(Item("a" * 5000)).unreadable
    searcher.close()
