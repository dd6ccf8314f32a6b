"""`aiguard check --since` on real git repositories."""

import os
import signal
import subprocess
import sys
import time

import pytest
from marked import filled

SMELL = "import requests\n\n\ndef load(url):\n    requests.get(url).raise_for_status()\n"
CLEAN = "import requests\n\n\ndef load(url):\n    requests.get(url, timeout=5).raise_for_status()\n"
EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
LOADS = (
    "from {module} import fetch\nfrom web import get\n@get\nasync def load(url):\n    fetch(url)\n"
)


class Repo:
    """A repository, and the command run in it."""

    def __init__(self, top):
        self.top = top
        self.git("init", "-q", "-b", "main")
        self.write("setup.cfg", "[flake8]\nselect = AIG2\n")

    def git(self, *arguments, cwd=None):
        command = ["git", "-c", "user.name=a", "-c", "user.email=a@b", *arguments]
        done = subprocess.run(
            command, cwd=cwd or self.top, check=True, capture_output=True, text=True, timeout=60
        )
        return done.stdout.strip()

    def write(self, name, text):
        path = self.top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def commit(self, **files):
        for name, text in files.items():
            self.write(f"{name}.py", text)
        self.git("add", "-A")
        self.git("commit", "-qm", "change")
        return self.git("rev-parse", "HEAD")

    def check(self, *arguments, cwd=None, source=None):
        return subprocess.run(
            [sys.executable, "-m", "aiguard_flake8.commands", "check", *arguments],
            cwd=cwd or self.top,
            input=source,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def since(self, revision, *arguments, **options):
        """The findings as (file, line); the exit code must follow them."""
        done = self.check("--since", revision, *arguments, **options)
        assert done.stderr == ""
        assert done.returncode == bool(done.stdout)
        rows = [row.split(":") for row in done.stdout.splitlines()]
        return [(row[0].removeprefix("./"), int(row[1])) for row in rows]


@pytest.fixture
def repo(tmp_path):
    return Repo(tmp_path)


def refused(done, reason):
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert reason in done.stderr
    assert done.stderr.startswith("aiguard: ")


class TestWhatIsReported:
    def test_a_new_finding_and_no_old_one(self, repo):
        repo.commit(old=SMELL)
        repo.commit(new=SMELL)
        assert repo.since("HEAD~1") == [("new.py", 5)]
        assert repo.since("HEAD") == []

    def test_an_old_finding_on_a_touched_line_is_not(self, repo):
        repo.commit(old=SMELL)
        repo.commit(
            old=SMELL.replace("    requests", "    x = requests").replace("()\n", "()  #\n")
        )
        assert repo.since("HEAD~1") == []

    def test_a_changed_file_with_moved_lines(self, repo):
        repo.commit(old=SMELL)
        repo.commit(old=f"import os\n{SMELL}    requests.post(url).raise_for_status()\n")
        assert repo.since("HEAD~1") == [("old.py", 7)]

    def test_a_finding_that_a_change_elsewhere_causes(self, repo):
        repo.write("setup.cfg", "[flake8]\nselect = AIG6\naiguard-enable = AIG601\n")
        service = LOADS.format(module="helper")
        repo.commit(helper="def fetch(url):\n    return url\n", service=service)
        assert repo.since("HEAD") == []
        helper = "import requests\n\n\ndef fetch(url):\n    return requests.get(url, timeout=5)\n"
        repo.commit(helper=helper)
        assert repo.since("HEAD~1") == [("service.py", 5)]
        repo.commit(helper=helper + "\n# a comment\n", service="\n" + service)
        assert repo.since("HEAD~1") == []

    def test_an_equal_finding_more_is_reported_once(self, repo):
        repo.commit(old=SMELL)
        repo.commit(old=SMELL + "    requests.get(url).raise_for_status()\n")
        assert repo.since("HEAD~1") == [("old.py", 6)]

    def test_a_noqa_that_is_taken_away(self, repo):
        repo.commit(old=SMELL.replace("()\n", "()  # noqa: AIG201\n"))
        repo.commit(old=SMELL)
        assert repo.since("HEAD~1") == [("old.py", 5)]

    @pytest.mark.parametrize("place", ["key = '{{OpenAI API key}}'", "# {{OpenAI API key}}"])
    def test_a_known_credential_that_was_there_is_not_new(self, repo, place):
        source = filled(f"import os\n\n\ndef load():\n    {place}\n    return os.environ\n")
        repo.write("setup.cfg", "[flake8]\nselect = AIG503\n")
        repo.commit(settings=source)
        repo.commit(settings="import sys\n" + source)
        assert repo.since("HEAD~1") == []
        assert repo.since(EMPTY_TREE) == [("settings.py", 6)]

    def test_a_credential_that_was_there_is_not_new(self, repo):
        secret = 'import os\n\nSECRET_KEY = os.environ.get("SECRET_KEY", "hunter2-but-longer")\n'
        repo.write("setup.cfg", "[flake8]\nselect = AIG5\n")
        repo.commit(settings=secret)
        repo.commit(settings="import sys\n" + secret)
        assert repo.since("HEAD~1") == []
        assert repo.since(EMPTY_TREE) == [("settings.py", 4)]

    def test_the_merge_base_counts_not_the_tip(self, repo):
        repo.commit(old=SMELL)
        repo.git("checkout", "-qb", "topic")
        repo.commit(new=SMELL)
        repo.git("checkout", "-q", "main")
        repo.commit(old=CLEAN)
        repo.git("checkout", "-q", "topic")
        assert repo.since("main") == [("new.py", 5)]


class TestStates:
    def test_a_dirty_tree(self, repo):
        repo.commit(old=SMELL, other=CLEAN)
        repo.write("other.py", SMELL)
        repo.write("untracked.py", SMELL)
        assert repo.since("HEAD") == [("other.py", 5), ("untracked.py", 5)]

    def test_staged_content(self, repo):
        repo.commit(old=SMELL)
        repo.write("staged.py", SMELL)
        repo.git("add", "staged.py")
        repo.git("mv", "old.py", "moved.py")
        assert repo.since("HEAD") == [("staged.py", 5)]

    @pytest.mark.parametrize("committed", [True, False])
    def test_a_renamed_file(self, repo, committed):
        repo.commit(old=SMELL)
        (repo.top / "lib").mkdir()
        repo.git("mv", "old.py", "lib/renamed.py")
        if committed:
            repo.commit()
        assert repo.since("HEAD~1" if committed else "HEAD") == []
        assert repo.since("HEAD~1" if committed else "HEAD", "lib") == []

    def test_a_renamed_and_changed_file(self, repo):
        repo.commit(old=SMELL)
        repo.git("mv", "old.py", "renamed.py")
        repo.write("renamed.py", "import os\n" + SMELL + "    requests.put(url).close()\n")
        assert repo.since("HEAD") == [("renamed.py", 7)]

    def test_a_copied_file(self, repo):
        repo.commit(old=SMELL)
        repo.commit(clone=SMELL)
        assert repo.since("HEAD~1") == [("clone.py", 5)]

    def test_a_renamed_and_copied_file(self, repo):
        repo.commit(old=SMELL)
        repo.git("mv", "old.py", "renamed.py")
        repo.commit(clone=SMELL)
        assert len(repo.since("HEAD~1")) == 1

    def test_from_a_folder_below_and_with_paths(self, repo):
        repo.write("app/old.py", SMELL)
        repo.commit()
        repo.write("app/new.py", SMELL)
        repo.write("lib/new.py", SMELL)
        repo.commit()
        assert repo.since("HEAD~1", cwd=repo.top / "app") == [("new.py", 5)]
        assert repo.since("HEAD~1", "app") == [("app/new.py", 5)]
        assert repo.since("HEAD~1", str(repo.top / "lib")) == [(str(repo.top / "lib/new.py"), 5)]

    def test_on_stdin(self, repo):
        repo.commit(old=SMELL)
        options = ("--stdin-display-name=old.py", "-")
        assert repo.since("HEAD", *options, source=SMELL) == []
        assert repo.since("HEAD", *options, source=SMELL.replace("get", "post")) == [("old.py", 5)]

    def test_several_processes(self, repo):
        repo.commit(**{f"old{number}": SMELL for number in range(25)})
        repo.commit(old7=SMELL.replace("get", "post"), new=SMELL)
        assert repo.since("HEAD~1", "-j2") == [("new.py", 5), ("old7.py", 5)]


class TestWhereHistoryStarts:
    def test_the_first_commit_has_nothing_before_it(self, repo):
        first = repo.commit(old=SMELL)
        for revision in ("HEAD~1", "HEAD^", "HEAD~", f"{first}^1", "0" * 40, EMPTY_TREE):
            assert repo.since(revision) == [("old.py", 5)]
        refused(repo.check("--since", "HEAD~2"), "no revision 'HEAD~2'")

    def test_before_the_first_commit(self, repo):
        repo.write("old.py", SMELL)
        repo.git("add", "-A")
        assert repo.since("HEAD") == [("old.py", 5)]
        refused(repo.check("--since", "origin/main"), "no revision 'origin/main'")

    def test_beyond_the_first_commit(self, repo):
        repo.commit(old=SMELL)
        repo.commit(new=SMELL)
        assert repo.since("HEAD~2") == [("new.py", 5), ("old.py", 5)]
        refused(repo.check("--since", "HEAD~3"), "no revision 'HEAD~3'")


class TestRefused:
    @pytest.mark.parametrize("revision", ["nope", "", "--all", "HEAD:old.py", "v1..v2"])
    def test_an_unknown_revision(self, repo, revision):
        repo.commit(old=SMELL)
        refused(repo.check(f"--since={revision}"), f"no revision {revision!r}")

    def test_a_shallow_clone(self, repo, tmp_path_factory):
        repo.commit(old=CLEAN)
        repo.commit(new=SMELL)
        clone = tmp_path_factory.mktemp("clones") / "shallow"
        repo.git("clone", "-q", "--depth=1", f"file://{repo.top}", str(clone))
        for revision in ("HEAD", "HEAD~1", "origin/main"):
            refused(repo.check("--since", revision, cwd=clone), "this clone is shallow")

    def test_histories_that_never_met(self, repo):
        repo.commit(old=SMELL)
        repo.git("checkout", "-q", "--orphan", "alone")
        repo.commit(new=SMELL)
        refused(repo.check("--since", "main"), "no commit in common")

    def test_no_repository(self, tmp_path, monkeypatch):
        monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
        (tmp_path / "plain").mkdir()
        done = Repo.check(None, "--since", "HEAD", cwd=tmp_path / "plain")
        refused(done, "not a git repository")
        repo = Repo(tmp_path)
        refused(repo.check("--since", "HEAD", cwd=tmp_path / ".git"), "must be run in a work tree")

    def test_no_git(self, repo, monkeypatch):
        repo.commit(old=SMELL)
        monkeypatch.setenv("PATH", "")
        refused(repo.check("--since", "HEAD"), "needs git")

    def test_a_file_outside_the_repository(self, repo, tmp_path_factory):
        repo.commit(old=CLEAN)
        outside = tmp_path_factory.mktemp("outside") / "other.py"
        outside.write_text(SMELL)
        refused(repo.check("--since", "HEAD", str(outside)), "outside the repository")


class TestWithWhatIsConfigured:
    def test_the_baseline_and_the_revision_do_not_add_up(self, repo):
        repo.write("setup.cfg", "[flake8]\nselect = AIG2\naiguard-baseline = ./known.json\n")
        repo.write("old.py", SMELL)
        command = [sys.executable, "-m", "aiguard_flake8.commands", "baseline"]
        subprocess.run(command, cwd=repo.top, check=True, capture_output=True, timeout=60)
        repo.commit()
        # One is in both, so the second one is new to each of them.
        repo.write("old.py", SMELL + "    requests.get(url).raise_for_status()\n")
        assert repo.since("HEAD") == [("old.py", 6)]
        repo.commit()
        assert repo.since("HEAD") == []
        assert repo.check().stdout.count("AIG201") == 1
        assert repo.since(EMPTY_TREE) == [("old.py", 6)]

    def test_both_states_get_the_configuration_of_now(self, repo):
        repo.write("setup.cfg", "[flake8]\nselect = AIG2\nper-file-ignores =\n    old.py: AIG2\n")
        repo.commit(old=SMELL)
        repo.write("setup.cfg", "[flake8]\nselect = AIG2\n")
        assert repo.since("HEAD") == []
        repo.write("company.toml", COMPANY)
        repo.write("setup.cfg", "[flake8]\nselect = AIG2\naiguard-libraries = company.toml\n")
        repo.write("rpc.py", "import company.rpc\n\ncompany.rpc.call('order')\n")
        assert repo.since("HEAD") == [("rpc.py", 3)]
        repo.git("add", "rpc.py")
        repo.git("commit", "-qm", "rpc")
        assert repo.since("HEAD") == []

    def test_a_configuration_above_the_repository(self, tmp_path):
        (tmp_path / ".flake8").write_text(
            "[flake8]\nselect = AIG2\nper-file-ignores =\n  x.py: AIG\n"
        )
        (tmp_path / "inner").mkdir()
        repo = Repo(tmp_path / "inner")
        (repo.top / "setup.cfg").unlink()
        repo.commit(old=SMELL, x=SMELL)
        repo.commit(new=SMELL, y=SMELL.replace("get", "post"))
        assert repo.since("HEAD~1") == [("new.py", 5), ("y.py", 5)]

    def test_plugins_of_the_project_that_the_revision_does_not_have(self, repo):
        repo.commit(old=SMELL)
        plugin = "class Plugin:\n    def __init__(self, tree): pass\n    def run(self): return []\n"
        repo.write("house.py", plugin)
        repo.write(
            "setup.cfg",
            "[flake8]\nselect = AIG2\n"
            "[flake8:local-plugins]\nextension =\n  ZZZ = house:Plugin\npaths = .\n",
        )
        repo.commit(new=SMELL)
        assert repo.since("HEAD~1") == [("new.py", 5)]

    def test_options_and_formats(self, repo):
        repo.commit(old=SMELL)
        repo.commit(new=SMELL)
        repo.write("out.txt", "stale")
        done = repo.check("--since=HEAD~1", "--format=%(code)s@%(path)s", "--output-file=out.txt")
        assert done.returncode == 1
        assert "AIG201@./new.py" in (repo.top / "out.txt").read_text()
        assert "old.py" not in (repo.top / "out.txt").read_text()
        assert repo.check("--since=HEAD~1", "--exit-zero").returncode == 0


COMPANY = """\
link = "https://example.com/company"

[[call]]
names = ["company.rpc.call"]
effect = "http"
timeout = ["deadline"]
waits = "forever"
"""


class TestWhatTheRevisionHolds:
    def test_files_that_git_ignores_are_in_both_states(self, repo):
        repo.write(".gitignore", "generated.py\nbuild/\n")
        repo.write("setup.cfg", "[flake8]\nselect = AIG6\naiguard-enable = AIG601\n")
        repo.write("generated.py", "import requests\n\n\ndef fetch(url):\n    requests.get(url)\n")
        repo.write(
            "build/out.py", "import requests\n\n\nasync def f(url):\n    requests.get(url)\n"
        )
        service = LOADS.format(module="generated")
        repo.commit(service=service)
        assert "out.py" in repo.check().stdout
        assert repo.since("HEAD") == []
        repo.commit(service=service + "\n@get\nasync def again(url):\n    fetch(url)\n")
        assert repo.since("HEAD~1") == [("service.py", 9)]

    def test_attributes_and_filters_of_git_do_not_matter(self, repo):
        repo.write(".gitattributes", "*.py export-ignore filter=upper eol=crlf\n")
        repo.git("config", "filter.upper.clean", "cat")
        repo.commit(old=SMELL)
        repo.git("config", "filter.upper.smudge", "false")
        repo.git("config", "filter.upper.required", "true")
        assert repo.since("HEAD") == []

    def test_odd_names_and_links(self, repo):
        for name in ("with space.py", "-dash.py", "überall.py", 'quo"te.py', "new\nline.py"):
            repo.write(name, SMELL)
        (repo.top / "link.py").symlink_to("with space.py")
        (repo.top / "broken.py").symlink_to("/nowhere/at/all.py")
        repo.commit()
        done = repo.check("--since=HEAD")
        assert done.stdout == ""
        assert "broken.py was not checked" in done.stderr

    def test_a_file_that_did_not_parse(self, repo):
        repo.commit(old="def (")
        repo.commit(old=SMELL)
        assert repo.since("HEAD~1") == [("old.py", 5)]

    def test_a_submodule(self, repo, tmp_path_factory):
        inner = Repo(tmp_path_factory.mktemp("inner"))
        inner.commit(shared="import requests\n\n\ndef fetch(url):\n    requests.get(url)\n")
        repo.write("setup.cfg", "[flake8]\nselect = AIG6\naiguard-enable = AIG601\n")
        repo.git(
            "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(inner.top), "sub"
        )
        service = LOADS.format(module="sub.shared")
        repo.commit(service=service)
        assert repo.since("HEAD") == []
        assert repo.since(EMPTY_TREE) == [("service.py", 5)]

    def test_a_linked_worktree(self, repo, tmp_path_factory):
        repo.commit(old=SMELL)
        other = tmp_path_factory.mktemp("trees") / "other"
        repo.git("worktree", "add", "-q", "-b", "topic", str(other))
        (other / "new.py").write_text(SMELL)
        assert repo.since("main", cwd=other) == [("new.py", 5)]

    def test_inside_a_git_hook(self, repo):
        repo.commit(old=SMELL)
        hook = repo.top / ".git" / "hooks" / "pre-commit"
        command = f'"{sys.executable}" -m aiguard_flake8.commands check --since HEAD'
        hook.write_text(f"#!/bin/sh\nexec {command}\n")
        hook.chmod(0o755)
        repo.commit(fine=CLEAN)
        repo.write("new.py", SMELL)
        repo.git("add", "-A")
        with pytest.raises(subprocess.CalledProcessError) as stopped:
            repo.git("commit", "-qm", "no")
        said = stopped.value.stdout + stopped.value.stderr
        assert "new.py:5:5: AIG201" in said
        assert "old.py" not in said


class TestLeavesNothingBehind:
    def test_after_a_run(self, repo, monkeypatch, tmp_path_factory):
        temporary = tmp_path_factory.mktemp("temporary")
        monkeypatch.setenv("TMPDIR", str(temporary))
        repo.commit(old=SMELL)
        status = repo.git("status", "--porcelain", "--ignored")
        repo.since(EMPTY_TREE)
        repo.since("HEAD")
        assert list(temporary.iterdir()) == []
        assert repo.git("status", "--porcelain", "--ignored") == status
        assert not (repo.top / ".git" / "worktrees").exists()

    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
    def test_after_an_interruption(self, repo, number, tmp_path_factory):
        temporary = tmp_path_factory.mktemp("temporary")
        repo.commit(**{f"old{n}": SMELL * 40 for n in range(60)})
        process = subprocess.Popen(
            [sys.executable, "-m", "aiguard_flake8.commands", "check", "--since", "HEAD", "-j1"],
            cwd=repo.top,
            env={**os.environ, "TMPDIR": str(temporary)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        deadline = time.monotonic() + 60
        while not list(temporary.glob("aiguard-since-*/**/old59.py")):
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.01)
        process.send_signal(number)
        process.communicate(timeout=60)
        assert process.returncode != 0
        assert list(temporary.iterdir()) == []
