"""detect-secrets' own audit over the slim baseline, on a real terminal."""

import json
import os
import pty
import select
import subprocess
import sys

import pytest
from secret_places import aiguard, key, password, refusing, sha1

BASELINE = ".secrets.baseline"
QUESTION = b"(q)uit: "


def audit(here, answers, environment=os.environ):
    """Answer each question; returns exit code and all that the terminal showed."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "aiguard_flake8.commands", "secrets", "audit"]
    process = subprocess.Popen(
        command, cwd=here.path, stdin=theirs, stdout=theirs, stderr=theirs,
        env={**environment, "TERM": "dumb"}, close_fds=True,
    )  # fmt: skip
    os.close(theirs)
    shown, left = b"", list(answers)
    while select.select([ours], [], [], 60)[0]:
        try:
            read = os.read(ours, 65536)
        except OSError:  # the other end is closed
            break
        shown += read
        if read.endswith(QUESTION):
            os.write(ours, (left.pop(0) + "\n").encode())
    os.close(ours)
    assert not left
    return process.wait(timeout=60), shown.decode()


def labels(here):
    results = json.loads((here.path / BASELINE).read_text())["results"]
    return {
        (path, each["hashed_secret"]): each.get("is_secret")
        for path, found in results.items()
        for each in found
    }


@pytest.fixture
def known(here):
    here.add("a.py", f'\n\nA = "{key(seed=1)}"\n')
    here.add("b.py", f'B = "{key(seed=2)}"\n')
    assert here.secrets("baseline")[0] == 0
    return here


def test_only_labels_go_back_into_the_slim_baseline(known):
    before = json.loads((known.path / BASELINE).read_text())
    code, shown = audit(known, ["y", "n"])
    assert code == 0
    assert key(seed=1) in shown  # an audit is the one place that shows a value
    assert labels(known) == {
        ("a.py", sha1(key(seed=1))): False,
        ("b.py", sha1(key(seed=2))): True,
    }
    after = json.loads((known.path / BASELINE).read_text())
    for found in after["results"].values():
        for each in found:
            del each["is_secret"]
    assert after == before
    assert audit(known, [])[1].startswith("Nothing to audit!")


def test_an_audit_opens_no_socket(known, tmp_path_factory):
    environment = refusing("socket.", tmp_path_factory.mktemp("site"))
    code, shown = audit(known, ["y", "n"], environment)
    assert (code, "refused" in shown) == (0, False)
    assert sorted(labels(known).values()) == [False, True]


def test_quitting_keeps_what_was_said(known):
    assert audit(known, ["n", "q"])[0] == 0
    assert sorted(labels(known).values(), key=str) == [None, True]


def test_ctrl_d_changes_nothing(known):
    before = (known.path / BASELINE).read_bytes()
    code, shown = audit(known, ["n", "\x04"])
    assert code == 2
    assert "left in the middle; nothing was written" in shown
    assert (known.path / BASELINE).read_bytes() == before


def test_an_audit_away_from_a_terminal_is_refused(known):
    result = aiguard("audit", cwd=known.path, input="n\nn\n")
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1


def test_all_kinds_of_findings_can_be_labelled(here):
    """Joined strings, other encodings, notebooks, .env files, comments that parsers drop."""
    middle = len(key(seed=1)) // 2
    here.add("joined.py", f'A = ("{key(seed=1)[:middle]}"\n     "{key(seed=1)[middle:]}")\n')
    here.add("latin.txt", f"# Gr\xfc\xdfe {key(seed=2)}\n".encode("latin-1"))
    here.add("wide.txt", f"{key(seed=3)}\n".encode("utf-16"))
    here.add("last.yml", f"a: 1\n# {key(seed=4)}\n")
    source = ["import os\n", f"key = '{key(seed=5)}'"]
    here.add("n.ipynb", json.dumps({"cells": [{"cell_type": "code", "source": source}]}))
    here.add(".env", f"PASSWORD={password()}\n")
    assert here.secrets("baseline")[0] == 0
    assert len(labels(here)) == 7
    code, shown = audit(here, ["y"] * 7)
    assert code == 0
    assert "could not be found" not in shown.lower()
    assert set(labels(here).values()) == {False}
    for seed in range(2, 6):
        assert key(seed=seed) in shown


def test_labels_of_renamed_files_stay_with_their_entries(known):
    known.git("mv", "a.py", "c.py")
    assert audit(known, ["n", "y"])[0] == 0
    assert labels(known) == {
        ("a.py", sha1(key(seed=1))): False,
        ("b.py", sha1(key(seed=2))): True,
    }
