"""No value of a credential is ever shown: every format, every task, every verbosity."""

import itertools
import json
import random
import re

import pytest
from secret_places import password, sha1

from aiguard_flake8.secrets import documents, tasks
from aiguard_flake8.secrets.formats import ASSIGNED_CREDENTIAL, FORMATS, example
from aiguard_flake8.secrets.scan import Secret

WINDOW = 9  # characters: a longer stretch of a value would give it away
KNOWN = [form for form in FORMATS if form.shapes]


def values():
    """One credential of each known format, and a few that are only assigned."""
    found = {form.type: example(form, random.Random(form.type)) for form in KNOWN}
    return {**found, **{f"assigned {seed}": password(seed) for seed in range(4)}}


def stretches(form, value):
    """All stretches of what a value does not share with every other of its format."""
    fixed = set()
    for shape in form.shapes if form else ():
        for run in shape.replace("}", "{").split("{")[::2]:
            fixed.update(run[i : i + WINDOW] for i in range(len(run) - WINDOW + 1))
    drawn = {value[i : i + WINDOW] for i in range(len(value) - WINDOW + 1)}
    return {each for each in drawn if each not in fixed and not _starts(form, each)}


def _starts(form, stretch):
    """Whether a stretch is little more than the fixed start of a shape, which is shown."""
    prefixes = [shape.partition("{")[0] for shape in form.shapes] if form else []
    return any(prefix and stretch in prefix + stretch[-2:] for prefix in prefixes)


@pytest.fixture(scope="module")
def secrets():
    types = {form.type: form for form in KNOWN}
    return set().union(*(stretches(types.get(name), each) for name, each in values().items()))


@pytest.fixture
def full(here):
    """A repository with every credential, in every kind of file."""
    lines = []
    for name, value in values().items():
        variable = re.sub(r"\W", "_", name.upper()).replace("ASSIGNED", "DB_PASSWORD")
        lines.append((variable, value))
    python = [f"{variable} = {value!r}" for variable, value in lines]
    env = [f"{variable}='{value}'" for variable, value in lines if "\n" not in value]
    cells = [{"cell_type": "code", "source": line} for line in python[1::3]]
    here.add("app.py", "\n".join(python) + "\n")
    here.add("broken.py", "def f(:\n" + "\n".join(python[::3]) + "\n")
    here.add(".env", "\n".join(env[::3]) + "\n")
    here.add("compose.yml", "\n".join(each.replace("=", ": ", 1) for each in env[1::3]) + "\n")
    here.add("data.json", json.dumps(dict(lines[2::3]), indent=1))
    here.add("notes.ipynb", json.dumps({"cells": cells}))
    here.add("wide.txt", "\n".join(env[2::3]).encode("utf-16"))
    return here


def assert_hidden(text, secrets):
    shown = {text[i : i + WINDOW] for i in range(len(text) - WINDOW + 1)}
    assert {part[:3] for part in secrets & shown} == set()


def test_no_report_shows_a_value(full, secrets):
    commit = full.commit()
    formats, files = ["text", "json", "sarif"], ["app.py", ".env", "notes.ipynb"]
    tasks = [["scan", "-vvv"], ["hook", *files, "-vvv"], ["scan", "--history", commit, "-vvv"]]
    tasks += [["scan"], ["scan", "-v"]]
    for task, form in itertools.product(tasks, formats):
        code, out, err = full.secrets(*task, f"--format={form}")
        assert code == 1
        assert len(out) > 1000
        assert_hidden(out + err, secrets)
    report = json.loads(full.secrets("scan", "--format=json")[1])
    found = {each["type"] for each in report["findings"]}
    assert len(found) > 0.8 * len(KNOWN)  # there was something to show


def test_a_baseline_and_what_is_said_of_it_show_no_value(full, secrets):
    code, out, err = full.secrets("baseline")
    assert code == 0
    text = (full.path / ".secrets.baseline").read_text()
    assert text.count('"hashed_secret"') > 150
    assert_hidden(text + out + err, secrets)
    full.write("app.py", "")
    for arguments in (("scan", "-vvv"), ("hook", "app.py"), ("baseline",)):
        code, out, err = full.secrets(*arguments)
        assert code == 0
        assert_hidden(out + err, secrets)


def test_of_an_assigned_literal_not_even_the_hash_is_shown(here):
    here.add("app.py", f"DB_PASSWORD = '{password()}'\n")
    here.add("url.py", f"URL = 'postgresql://app:{password()[:9]}7k@db.internal/app'\n")
    for form in ("text", "json", "sarif"):
        code, out, err = here.secrets("scan", f"--format={form}", "-vv")
        assert code == 1
        assert "DB_PASSWORD" in out
        for value in (password(), password()[:9] + "7k"):
            assert sha1(value)[:6] not in out + err


def test_a_name_that_holds_the_value_is_not_shown(here, monkeypatch):
    name = f"api_key_{password()}"
    secret = Secret(1, 0, ASSIGNED_CREDENTIAL, password(), name)
    monkeypatch.setattr(documents, "find_in_text", lambda *_: [secret])
    here.add("app.py", f'x["{name}"] = "{password()}"\n')
    code, out, err = here.secrets("scan", "-v")
    assert code == 1
    assert password() not in out + err


def test_a_failure_of_ours_names_the_file_and_shows_no_value(here, monkeypatch):
    def fail(*_):
        raise ValueError(password())

    monkeypatch.delenv("AIGUARD_RAISE")
    monkeypatch.setattr(documents, "find_in_text", fail)
    here.add("app.py", "pass\n")
    code, out, err = here.secrets("scan")
    assert (code, out) == (2, "")
    assert "app.py was not searched: our scanner failed on it (ValueError)" in err
    assert password() not in err


def test_a_failure_of_ours_elsewhere_is_two_and_shows_no_value(here, monkeypatch):
    def fail(*_):
        raise ValueError(password())

    monkeypatch.delenv("AIGUARD_RAISE")
    monkeypatch.setattr(tasks, "survey", fail)
    here.add("app.py", "pass\n")
    code, out, err = here.secrets("scan")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "a fault of ours (ValueError)" in err
    assert password() not in err


def test_odd_names_do_not_reach_the_terminal_as_they_are(here):
    here.add("a\x1b[31m\nb.py", f"DB_PASSWORD = '{password()}'\n")
    code, out, _ = here.secrets("scan")
    assert code == 1
    assert out.startswith("a\\x1b[31m\\nb.py:1: ")
