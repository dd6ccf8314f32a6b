"""The hook `aiguard-secrets` under the real pre-commit, on real git repositories."""

import json

import pytest
from secret_places import aiguard, commit, git, key, password, sha1


def test_a_staged_secret_stops_the_commit(here):
    here.install_hook()
    names = ["app.py", "with space.py", "it's.py", '"quoted".yml', "-dash.env", "über/日本.toml"]
    for seed, name in enumerate(names):
        here.add(name, f'token = "{key(seed=seed)}"\n')
    result = here.pre_commit("run", "aiguard-secrets")
    assert result.returncode == 1
    for seed, name in enumerate(names):
        assert f"{name}:1: OpenAI API key" in result.stdout
        assert key(seed=seed) not in result.stdout
    result = commit(here.path)
    assert result.returncode == 1
    assert "6 secrets found" in result.stdout + result.stderr


def test_a_clean_commit_passes_and_nothing_is_written(here):
    here.install_hook()
    here.add("app.py", "import os\n\nTOKEN = os.environ['TOKEN']\n")
    here.add("image.png", b"\x89PNG\r\n\x1a\n\x00\x00")
    result = commit(here.path)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "Passed" in result.stderr


def test_a_commit_with_a_baseline_changes_no_file(here):
    """Lines that moved are no news, the baseline may be unstaged, and nothing is rewritten."""
    here.install_hook()
    here.add("app.py", f'A = "{key()}"\n')
    assert here.secrets("baseline")[0] == 0
    here.add(".secrets.baseline", (here.path / ".secrets.baseline").read_bytes())
    assert commit(here.path).returncode == 0
    here.add("app.py", f'import os\n\n\nA = "{key()}"\n')
    before = (here.path / ".secrets.baseline").read_bytes()
    assert commit(here.path).returncode == 0
    assert (here.path / ".secrets.baseline").read_bytes() == before
    assert here.git("status", "--porcelain") == ""


def test_a_renamed_file_keeps_its_audit(here):
    here.install_hook()
    here.add("old.py", f'A = "{key()}"\n')
    here.secrets("baseline")
    here.add(".secrets.baseline", (here.path / ".secrets.baseline").read_bytes())
    here.add("twin.py", f'A = "{key()}"\n')
    assert "twin.py:1" in here.pre_commit("run", "aiguard-secrets").stdout  # copied: a new one
    here.git("rm", "-q", "-f", "twin.py")
    assert commit(here.path).returncode == 0
    here.git("mv", "old.py", "new name.py")
    result = commit(here.path)
    assert result.returncode == 0, result.stdout + result.stderr


def test_batches_each_see_their_own_files(here):
    """pre-commit splits long lists; entries of files outside the batch are not called gone."""
    for number in range(3):
        here.add(f"f{number}.py", f'A = "{key(seed=number)}"\n')
    here.secrets("baseline")
    for number in range(3):
        code, out, err = here.secrets("hook", f"f{number}.py")
        assert (code, out, err) == (0, "", "")


def test_entries_that_no_longer_exist_are_named(here):
    here.add("kept.py", f'A = "{key(seed=1)}"\n')
    here.add("mended.py", f'A = "{key(seed=2)}"\n')
    here.add("deleted.py", f'A = "{key(seed=3)}"\n')
    here.secrets("baseline")
    here.write("mended.py", "A = None\n")
    (here.path / "deleted.py").unlink()
    code, _, err = here.secrets("hook", "kept.py", "mended.py")
    assert code == 0
    assert "this entry no longer exists: mended.py (OpenAI API key)" in err
    assert "this entry no longer exists: deleted.py (OpenAI API key)" in err
    assert "kept.py" not in err


def test_undecodable_files_are_named(here):
    here.add("odd.txt", b"\x00\x01\x02\xff\xfe\x00 token")
    code, out, err = here.secrets("hook", "odd.txt")
    assert (code, out) == (0, "")
    assert "odd.txt was not searched: it is no text in any encoding that we know" in err


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "latin-1", "utf-8-sig", "cp1252"])
def test_encodings(here, encoding):
    here.add("a.txt", f"caf\u00e9 und Grüße\nkey = {key()}\n".encode(encoding))
    code, out, _ = here.secrets("hook", "a.txt")
    assert code == 1
    assert out.startswith("a.txt:2: OpenAI API key")


def test_a_committed_env_file_is_a_finding(here):
    here.install_hook()
    for name in (".env", "app/.env.production", ".env.example", ".env.sample", ".env.template"):
        here.add(name, "LEVEL=info\n")
    here.add("empty/.env", "# nothing yet\n")
    result = here.pre_commit("run", "aiguard-secrets")
    assert result.returncode == 1
    found = [line for line in result.stdout.splitlines() if "Committed .env file" in line]
    assert found == [".env:1: Committed .env file", "app/.env.production:1: Committed .env file"]


def test_an_env_file_outside_git_is_none(here):
    here.write(".env", "LEVEL=info\n")
    here.add("a.py", "pass\n")
    assert here.secrets("scan")[0] == 0
    assert here.secrets("scan", ".env")[0] == 0


def test_staged_reads_the_index(here):
    here.add("a.py", f'A = "{key(seed=1)}"\n')
    here.write("a.py", "A = None\n")
    here.add("b.py", "B = None\n")
    here.write("b.py", f'B = "{key(seed=2)}"\n')
    assert here.secrets("hook", "a.py", "b.py")[1].count("OpenAI") == 1
    code, out, _ = here.secrets("hook", "--staged")
    assert code == 1
    assert out.startswith("a.py:1: OpenAI")
    assert "b.py" not in out
    assert here.secrets("hook", "--staged", "b.py")[0] == 0
    assert here.secrets("hook", "--staged", "a.py")[0] == 1
    here.commit()
    assert here.secrets("hook", "--staged")[0] == 0  # nothing differs from HEAD


def test_staged_renames_keep_their_audit(here):
    here.add("old.py", f'A = "{key()}"\n')
    here.secrets("baseline")
    here.commit()
    here.git("mv", "old.py", "new.py")
    here.write("old.py", "left over\n")  # in the working tree alone
    assert here.secrets("hook", "--staged")[0] == 0


def test_history_reads_what_commits_add(here):
    here.add("a.py", f'A = "{key(seed=1)}"\n')
    first = here.commit()
    here.add("a.py", f'B = 1\nA = "{key(seed=1)}"\nC = "{key(seed=2)}"\n')
    second = here.commit()
    here.add("a.py", "B = 1\n")
    here.git("rm", "-q", "--cached", "a.py")
    here.add("new name.py", f'B = 1\nA = "{key(seed=1)}"\nC = "{key(seed=2)}"\n')
    here.commit()
    here.add("new name.py", "B = 1\n")
    here.commit()
    code, out, _ = here.secrets("scan", "--history", f"{first}..HEAD")
    assert code == 1
    assert f"a.py:3 in commit {second[:12]}: OpenAI API key" in out
    assert sha1(key(seed=1))[:8] not in out
    code, out, _ = here.secrets("scan", "--history", "HEAD")
    assert code == 1
    assert f"a.py:1 in commit {first[:12]}: OpenAI API key" in out
    assert here.secrets("scan", "--history", "HEAD~1..HEAD")[0] == 0


def test_history_sees_what_a_merge_adds(here):
    here.add("a.py", "pass\n")
    here.commit()
    here.git("checkout", "-q", "-b", "side")
    here.add("b.py", f'B = "{key(seed=1)}"\n')
    side = here.commit()
    here.git("checkout", "-q", "main")
    here.add("c.py", "pass\n")
    here.commit()
    here.git("merge", "-q", "--no-commit", "side")
    here.add("a.py", f'A = "{key(seed=2)}"\n')
    merge = here.commit("merge")
    _, out, _ = here.secrets("scan", "--history", "HEAD")
    assert f"b.py:1 in commit {side[:12]}" in out
    assert f"a.py:1 in commit {merge[:12]}" in out
    assert out.count("OpenAI API key") == 2


@pytest.mark.parametrize("arguments", [("nowhere..HEAD",), ("--output=x",), ("",)])
def test_a_bad_range_is_one_line(here, arguments):
    here.add("a.py", "pass\n")
    here.commit()
    code, out, err = here.secrets("scan", f"--history={arguments[0]}")
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert sorted(path.name for path in here.path.iterdir()) == [".git", "a.py"]


def test_links_are_not_followed(here, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside") / "secret.py"
    outside.write_text(f'A = "{key()}"\n')
    (here.path / "link.py").symlink_to(outside)
    (here.path / "broken.py").symlink_to("nowhere")
    here.git("add", ".")
    for arguments in (("scan",), ("scan", "link.py"), ("hook", "link.py"), ("hook", "--staged")):
        assert here.secrets(*arguments) == (0, "", "")
    here.install_hook()
    assert here.pre_commit("run", "--all-files", "aiguard-secrets").returncode == 0


def test_long_lines_are_quick_and_the_cap_is_said(here):
    here.add("spaces.txt", (" " * 100_000 + "\n") * 29)
    here.add("long.js", "x" * 300_000 + key() + "\n" + f'y = "{key()}"\n')
    code, out, err = here.secrets("hook", "spaces.txt", "long.js")
    assert code == 1
    assert out.startswith("long.js:2: ")
    assert "long.js: only the start of overlong lines was searched (line 1)" in err


def test_a_file_that_is_named_twice_is_reported_once(here):
    here.add("app/a.py", f'A = "{key()}"\n')
    for arguments in (("scan", ".", "app", "app/a.py"), ("hook", "app/a.py", "app/a.py")):
        assert here.secrets(*arguments)[1].count("OpenAI") == 1


def test_baselines_are_not_searched_for_their_hashes(here):
    here.add("a.py", f'A = "{key()}"\n')
    here.secrets("baseline")
    here.add("app/other.json", (here.path / ".secrets.baseline").read_text())
    assert here.secrets("scan") == (0, "", "")


def test_wrong_usage_is_two(here):
    here.add("a.py", "pass\n")
    for arguments in (
        ("hook", "missing.py"),
        ("hook", "."),
        ("scan", "--format=xml"),
        ("scan", "--jobs=-1"),
        ("scan", "--staged", "--history=HEAD"),
        ("hook", "--baseline=none.json", "a.py"),
        ("nonsense",),
        (),
    ):
        code, out, err = here.secrets(*arguments)
        assert code == 2, arguments
        assert out == ""
        assert "Traceback" not in err


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"results": []}', '{"results": {"a": [{}]}}', "\x00", "[" * 100_000]
)
def test_a_broken_baseline_is_one_line(here, text):
    here.write(".secrets.baseline", text)
    here.add("a.py", f'A = "{key()}"\n')
    for task in (["hook", "a.py"], ["scan"], ["baseline"]):
        code, out, err = here.secrets(*task)
        assert (code, out) == (2, "")
        assert err.count("\n") == 1
        assert ".secrets.baseline: " in err
    assert (here.path / ".secrets.baseline").read_text() == text


FILTERS = "detect_secrets.filters"
BAD_SETTINGS = [
    ("plugins_used", {"name": "AiguardFuture"}, "AiguardFuture"),
    ("plugins_used", {"name": "Gone", "path": "file://gone.py"}, "gone.py"),
    ("plugins_used", {"name": "PrivateKeyDetector", "limit": 3}, "PrivateKeyDetector() takes no"),
    ("plugins_used", {"limit": 3}, "none of detect-secrets"),
    ("filters_used", {"path": "no.such.filter"}, "no.such.filter"),
    ("filters_used", {"path": f"{FILTERS}.regex.should_exclude_file", "pattern": ["("]}, "pos"),
    ("filters_used", {"path": f"{FILTERS}.gibberish.should_exclude_secret", "limit": 3}, "gibb"),
]


@pytest.mark.parametrize(("kind", "setting", "text"), BAD_SETTINGS)
def test_settings_that_detect_secrets_cannot_follow_are_one_line(here, kind, setting, text):
    here.add("a.py", f'A = "{key()}"\n')
    here.secrets("baseline")
    path = here.path / ".secrets.baseline"
    data = json.loads(path.read_text())
    data[kind].append(setting)
    path.write_text(json.dumps(data))
    result = aiguard("hook", "a.py", cwd=here.path)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1
    assert result.stderr.startswith(f"aiguard secrets: {path}: ")
    assert text in result.stderr


def test_pragmas_are_those_of_detect_secrets(here):
    here.add("a.py", f'A = "{key(seed=1)}"  # pragma: allowlist secret\n')
    here.add("b.yml", f"# pragma: allowlist nextline secret\nb: {key(seed=2)}\n")
    here.add("c.js", f'c("{key(seed=3)}") // pragma: allowlist secret\n')
    assert here.secrets("scan") == (0, "", "")


def test_a_folder_below_and_no_git(here, monkeypatch):
    here.add("app/a.py", f'A = "{key(seed=1)}"\n')
    here.add("b.py", f'B = "{key(seed=2)}"\n')
    monkeypatch.chdir(here.path / "app")
    _, out, _ = here.secrets("scan")
    assert out.startswith("app/a.py:1: ")
    assert "b.py" not in out
    monkeypatch.chdir(here.path)
    (here.path / ".git").rename(here.path / "elsewhere")
    assert "b.py:1: " in here.secrets("scan", "app", "b.py")[1]
    assert here.secrets("scan", "--staged")[0] == 2
    password_line = f"PASSWORD = '{password()}'\n"
    here.write("c.ini", password_line)
    assert "c.ini:1: Assigned credential: PASSWORD" in here.secrets("scan")[1]
    git("init", "-q", cwd=here.path)
