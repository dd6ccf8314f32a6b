"""Our detectors inside detect-secrets: registered without paths, under its settings and formats.

Holds on the oldest and the newest supported detect-secrets; `nox -s secrets` runs it on both.
"""

import itertools
import json
import multiprocessing
import os
import subprocess
import sys
import time

import pytest
from secret_places import aiguard, key, password, refusing, run, sha1

from aiguard_flake8.secrets import pragmas, search
from aiguard_flake8.secrets.baseline import BaselineError, digest_of, load
from aiguard_flake8.secrets.formats import FORMATS
from aiguard_flake8.secrets.sources import Item, Repository, SourceError

BASELINE = ".secrets.baseline"


def read(here):
    return json.loads((here.path / BASELINE).read_text())


def test_a_baseline_holds_names_only_slim_and_sorted(here):
    for seed in range(6):
        here.add(f"f{seed % 2}.py", f'A = "{key(seed=seed)}"\nB = "{key(seed=seed + 10)}"\n')
    here.add("app.ini", f"password = {password()}\n")
    assert here.secrets("baseline")[0] == 0
    text = (here.path / BASELINE).read_text()
    data = json.loads(text)
    assert set(data) == {"version", "plugins_used", "filters_used", "results"}
    assert all(set(plugin) == {"name"} for plugin in data["plugins_used"])
    assert all(set(each) == {"path"} for each in data["filters_used"])
    assert "file:" not in text
    assert str(here.path) not in text
    assert "line_number" not in text
    assert list(data["results"]) == sorted(data["results"])
    for found in data["results"].values():
        order = [(each["type"], each["hashed_secret"]) for each in found]
        assert order == sorted(order)
    assert data["results"]["app.ini"][0]["hashed_secret"] == sha1(password())


def test_what_moves_changes_nothing_in_a_baseline(here):
    here.add("a.py", f'A = "{key(seed=1)}"\nB = "{key(seed=2)}"\n')
    here.secrets("baseline")
    before = (here.path / BASELINE).read_bytes()
    here.write("a.py", f'\n\nB = "{key(seed=2)}"\n\nA = "{key(seed=1)}"\n')
    assert here.secrets("baseline")[0] == 0
    assert (here.path / BASELINE).read_bytes() == before


def test_an_update_says_what_it_adds_and_drops_and_keeps_labels(here):
    here.add("a.py", f'A = "{key(seed=1)}"\n')
    here.add("b.py", f'B = "{key(seed=2)}"\n')
    here.secrets("baseline")
    data = read(here)
    data["results"]["a.py"][0]["is_secret"] = False
    here.write(BASELINE, json.dumps(data))
    here.git("mv", "a.py", "renamed.py")
    here.write("b.py", "B = None\n")
    here.add("c.py", f'C = "{key(seed=3)}"\n')
    code, out, _ = here.secrets("baseline")
    assert code == 0
    assert out.splitlines() == [
        "dropped: b.py (OpenAI API key)",
        "added: c.py (OpenAI API key)",
        "added: renamed.py (OpenAI API key)",
        f"{BASELINE} sets 2 secrets aside; 1 of them were not audited",
    ]
    results = read(here)["results"]
    assert set(results) == {"c.py", "renamed.py"}
    assert results["renamed.py"][0]["is_secret"] is False


def test_every_type_of_the_table_is_known_to_detect_secrets(here):
    from aiguard_flake8.secrets import engine

    with engine.configured(engine.config_of(None)):
        from detect_secrets.core.plugins import initialize
        from detect_secrets.settings import get_plugins, get_settings

        for form in FORMATS:
            plugin = initialize.from_secret_type(form.type)
            assert plugin.family == form.family
        names = {type(plugin).__name__ for plugin in get_plugins()}
        assert "AiguardAi" in names
        assert not any("verif" in path for path in get_settings().filters)
        assert not any(path.startswith("file:") for path in get_settings().filters)
    assert get_settings().plugins == {}  # as it was


def test_spawned_workers_register_too(here, monkeypatch):
    monkeypatch.setattr(search, "_context", lambda: multiprocessing.get_context("spawn"))
    for seed in range(4):
        here.add(f"f{seed}.py", f'A = "{key(seed=seed)}"\n')
    here.secrets("baseline")
    settings = load(here.path / BASELINE).data
    items = [Item(f"f{seed}.py") for seed in range(4)]
    outcomes = list(search.search(items, Repository(), settings, processes=2))
    assert [outcome.path for outcome in outcomes] == [item.path for item in items]
    assert [len(outcome.findings) for outcome in outcomes] == [1, 1, 1, 1]


def test_processes_change_nothing(here):
    for seed in range(30):
        here.add(f"f{seed:02}.py", f'A = "{key(seed=seed)}"\nPASSWORD = "{password(seed)}"\n')
    one, three = (aiguard("scan", f"--jobs={jobs}", cwd=here.path) for jobs in (1, 3))
    assert one.stdout.count("OpenAI") == 30
    assert (three.stdout, three.stderr) == (one.stdout, one.stderr)


def die(_):
    os._exit(9)


def test_a_process_that_dies_ends_the_run(here, monkeypatch):
    """The system ends processes when memory is short; nobody may take that for a clean search."""
    context = multiprocessing.get_context("spawn")
    monkeypatch.setattr(search, "_context", lambda: context)
    monkeypatch.setattr(search, "_search", die)
    here.add("a.py", "pass\n")
    with pytest.raises(SourceError, match="ended from outside"):
        list(search.search([Item("a.py")] * 2, Repository(), None, processes=2))


def test_workers_end_with_a_parent_that_is_killed(here):
    for number in range(4):
        here.add(f"f{number}.txt", f"password {number}\n" * 400_000)
    command = [sys.executable, "-m", "aiguard_flake8.commands", "secrets", "scan", "-j2"]
    # The workers hold the other end of the pipe for as long as they live.
    with subprocess.Popen(command, cwd=here.path, stdout=subprocess.PIPE) as parent:
        time.sleep(1.5)
        parent.kill()
        assert parent.communicate(timeout=60) == (b"", None)


def test_no_mode_opens_a_socket(here, tmp_path_factory):
    for seed in range(3):
        here.add(f"f{seed}.py", f'A = "{key(seed=seed)}"\n')
    commit = here.commit()
    environment = refusing("socket.", tmp_path_factory.mktemp("site"))
    for arguments, expected in (
        (("scan",), 1),
        (("scan", "--jobs=2"), 1),
        (("scan", "--history", commit), 1),
        (("hook", "--staged", "f0.py"), 1),
        (("baseline",), 0),
        (("hook", "f0.py"), 0),
        (("scan", "--format=sarif"), 0),
    ):
        result = aiguard(*arguments, cwd=here.path, env=environment)
        assert result.returncode == expected, (arguments, result.stderr)
    probe = run(sys.executable, "-c", "import socket; socket.socket()", cwd="/", env=environment)
    assert probe.returncode == 97  # the test itself would notice


def test_a_hook_writes_nothing(here, tmp_path_factory):
    here.add("a.py", f'A = "{key()}"\n')
    here.add("b.ini", f"password = {password()}\n")
    here.secrets("baseline")
    here.write("b.ini", "")
    before = here.commit()
    environment = refusing("writing", tmp_path_factory.mktemp("site"))
    for arguments in (
        ("hook", "a.py", "b.ini"),
        ("hook", "--staged", "a.py"),
        ("hook", "--history", before),
        ("hook", "-j2", "a.py", "b.ini"),
    ):
        result = aiguard(*arguments, cwd=here.path, env=environment)
        assert result.returncode == 0, (arguments, result.stderr)
    assert aiguard("baseline", cwd=here.path, env=environment).returncode == 97


def stock_scan(here):
    """A full baseline, as detect-secrets itself writes it."""
    command = [sys.executable, "-m", "detect_secrets", "scan", "--no-verify", "."]
    result = run(*command, cwd=here.path)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def test_full_baselines_of_detect_secrets_are_read(here):
    keys = (key("AWS access key ID", seed) for seed in range(99))
    aws = next(each for each in keys if each.startswith("AKIA"))
    here.add("app.py", f'aws = "{aws}"\npassword = "{password()}"\n')
    data = stock_scan(here)
    assert {each["type"] for each in data["results"]["app.py"]} >= {"Secret Keyword"}
    data["results"]["app.py"][0]["is_secret"] = False
    label = data["results"]["app.py"][0]["hashed_secret"]
    here.write(BASELINE, json.dumps(data))
    assert here.secrets("hook", "app.py") == (0, "", "")
    assert here.secrets("scan", "--no-baseline")[0] == 1
    code, out, _ = here.secrets("baseline")
    assert code == 0
    assert "dropped" not in out
    after = read(here)["results"]["app.py"]
    assert {each["hashed_secret"]: each.get("is_secret") for each in after}[label] is False
    assert {each["type"] for each in after} == {"AWS access key ID", "Assigned credential"}
    assert here.secrets("hook", "app.py") == (0, "", "")


def test_a_baseline_of_version_0_is_read(here):
    here.add("app.py", f'password = "{password()}"\n')
    here.add("left/out.py", f'password = "{password(2)}"\n')
    data = {
        "custom_plugin_paths": [],
        "exclude": {"files": "^left/", "lines": None},
        "generated_at": "2020-01-01T00:00:00Z",
        "plugins_used": [
            {"base64_limit": 4.5, "name": "Base64HighEntropyString"},
            {"hex_limit": 3, "name": "HexHighEntropyString"},
            {"keyword_exclude": None, "name": "KeywordDetector"},
        ],
        "results": {
            "app.py": [
                {
                    "hashed_secret": sha1(password()),
                    "is_verified": False,
                    "line_number": 1,
                    "type": "Secret Keyword",
                }
            ]
        },
        "version": "0.13.1",
        "word_list": {"file": None, "hash": None},
    }
    here.write(BASELINE, json.dumps(data))
    assert here.secrets("scan") == (0, "", "")
    here.secrets("baseline")
    assert any(each.get("pattern") == ["^left/"] for each in read(here)["filters_used"])


def test_settings_of_a_baseline_hold(here):
    """A team's exclusions and further detectors, detect-secrets' own and theirs, see every line."""
    here.write("company.py", DETECTOR)
    here.add("a.txt", "AC" + "0f" * 16 + "\ncompany-4711-0815\n")
    here.add("b.py", f'A = "{key()}"\n')
    here.add("c.py", f'A = "{key(seed=2)}"  # gone soon\n')
    here.secrets("baseline")
    data = {**read(here), "results": {}}
    data["plugins_used"] += [
        {"name": "TwilioKeyDetector"},
        {"name": "Company", "path": f"file://{here.path}/company.py"},
    ]
    data["filters_used"] += [
        {"path": "detect_secrets.filters.regex.should_exclude_file", "pattern": ["^b"]},
        {"path": "detect_secrets.filters.regex.should_exclude_line", "pattern": ["gone soon"]},
        {
            "path": "detect_secrets.filters.common.is_ignored_due_to_verification_policies",
            "min_level": 2,
        },
    ]
    here.write(BASELINE, json.dumps(data))
    code, out, _ = here.secrets("hook", "a.txt", "b.py", "c.py")
    assert code == 1
    found = [line for line in out.splitlines() if line.startswith(("a.", "b.", "c."))]
    assert found == ["a.txt:1: Twilio API Key", "a.txt:2: Company token"]
    assert "4711" not in out


DETECTOR = """
import re
from detect_secrets.plugins.base import RegexBasedDetector

class Company(RegexBasedDetector):
    secret_type = "Company token"
    denylist = [re.compile(r"company-[0-9-]+")]
    def verify(self, secret):
        raise AssertionError("asked the network")
"""


def test_filters_of_ours_leave_other_detectors_without_noise(here):
    from aiguard_flake8.secrets import filters

    digest = sha1("a file")
    assert filters.is_hash(digest, f'checksum = "{digest}"')
    assert not filters.is_hash(digest, f'token = "{digest}"')
    assert filters.is_placeholder("your-key-here")
    assert not filters.is_placeholder(password())


STARTS = ["#", "//", "/*", "'", "--", "<!--", "<!-- #", "", "%"]
WORDS = ["allowlist secret", "whitelist-secret", "allowlist nextline secret", "allowlist  secret"]
ENDS = ["", " */", " -->", "\t ", " because"]


def test_pragmas_are_read_as_detect_secrets_reads_them():
    from detect_secrets.filters.allowlist import is_line_allowlisted
    from detect_secrets.util.code_snippet import get_code_snippet

    read = []
    for before, start, words, end in itertools.product(["x = 'a' ", "  ", ""], STARTS, WORDS, ENDS):
        line = f"{before}{start} pragma: {words}{end}"
        for lines in ([line], [line, "y = 'b'"]):
            context = get_code_snippet(lines, len(lines))
            theirs = is_line_allowlisted("a.py", lines[-1].rstrip(), context)
            assert pragmas.allowed(lines, len(lines) - 1) is theirs, lines
            read.append(theirs)
    assert 100 < sum(read) < len(read) - 100


def test_the_hash_is_that_of_detect_secrets():
    from detect_secrets.core.potential_secret import PotentialSecret

    for value in (key(), password(), "grün"):
        assert digest_of(value) == PotentialSecret.hash_secret(value)
    assert digest_of("\ud800") == digest_of("\\ud800")


def test_a_baseline_below_the_root(here):
    """Paths count from the repository, or from the baseline's own folder."""
    here.add("app/a.py", f'A = "{key()}"\n')
    here.secrets("baseline")
    data = read(here)
    here.write("app/known.json", json.dumps(data))
    assert here.secrets("hook", "--baseline", "app/known.json", "app/a.py")[0] == 0
    data["results"] = {"a.py": data["results"]["app/a.py"]}
    here.write("app/known.json", json.dumps(data))
    assert here.secrets("hook", "--baseline", "app/known.json", "app/a.py")[0] == 0


def test_an_unreadable_baseline_is_named(here):
    with pytest.raises(BaselineError, match="cannot be read"):
        load(here.path)
