"""The baseline under the real flake8 and the real command: what it sets aside, what not."""

import json
import shutil
import subprocess
import sys

import pytest
from flake8_runs import flake8

HEADING = "There was a critical error during execution of Flake8:\n"
# Two equal findings, one in another function, one at the top of the module.
SERVICE = """\
import requests


def load(url):
    first = requests.get(url).raise_for_status()
    second = requests.get(url).raise_for_status()
    return first, second


class Client:
    def fetch(self):
        return requests.post("https://example.com").raise_for_status()


requests.get("https://example.com/start").raise_for_status()
"""
LINES = [5, 6, 12, 15]
REFORMATTED = """\
import requests



def load(
    url,
):
    # moved
    first = requests.get(
        url,
    ).raise_for_status()
    second = (requests . get(url)
              .raise_for_status())
    return (first, second)
class Client:

    def fetch(self):
        return requests.post('https://'
                             'example.com').raise_for_status()
print()
requests.get('https://example.com/start').raise_for_status()
"""


@pytest.fixture
def project(tmp_path):
    (tmp_path / "setup.cfg").write_text(
        "[flake8]\nselect = AIG2\naiguard-baseline = ./aiguard-baseline.json\n"
    )
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "service.py").write_text(SERVICE)
    aiguard("baseline", cwd=tmp_path)
    return tmp_path


def aiguard(*arguments, cwd, code=0):
    result = subprocess.run(
        [sys.executable, "-m", "aiguard_flake8.commands", *arguments],
        cwd=cwd, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip
    assert result.returncode == code, result.stdout + result.stderr
    return result


def lines(*arguments, cwd, source=None):
    """The lines of the findings that flake8 shows; its exit code must follow them."""
    result = flake8(*arguments, cwd=cwd, source=source)
    assert result.stderr == ""
    assert result.returncode == bool(result.stdout)
    return [int(line.split(":")[1]) for line in result.stdout.splitlines()]


def entries(project, name="aiguard-baseline.json"):
    return [each for each in json.loads((project / name).read_text())["findings"] if each]


class TestFile:
    def test_is_sorted_and_has_a_line_for_each_finding_without_place_or_time(self, project):
        text = (project / "aiguard-baseline.json").read_text()
        assert [list(each) for each in entries(project)] == [
            ["file", "code", "function", "fingerprint", "count"]
        ] * 3
        assert [(each["file"], each["function"], each["count"]) for each in entries(project)] == [
            ("app/service.py", "", 1),
            ("app/service.py", "Client.fetch", 1),
            ("app/service.py", "load", 2),
        ]
        assert [line for line in text.splitlines() if line.startswith('{"')] == [
            json.dumps(each) + "," for each in entries(project)
        ]

    def test_is_the_same_when_it_is_written_again(self, project):
        before = (project / "aiguard-baseline.json").read_bytes()
        (project / "app" / "service.py").write_text(REFORMATTED)
        aiguard("baseline", cwd=project)
        assert (project / "aiguard-baseline.json").read_bytes() == before

    def test_branches_that_add_and_drop_merge_without_a_conflict(self, project):
        def git(*arguments):
            command = ["git", "-c", "user.name=a", "-c", "user.email=a@b", *arguments]
            subprocess.run(command, cwd=project, check=True, capture_output=True, timeout=60)

        for name in ("b", "d", "f", "h"):
            shutil.copy(project / "app" / "service.py", project / "app" / f"{name}.py")
        aiguard("baseline", cwd=project)
        git("init", "-q", "-b", "main")
        git("add", ".")
        git("commit", "-qm", "all")
        git("checkout", "-qb", "one")
        (project / "app" / "a.py").write_text(SERVICE)
        (project / "app" / "service.py").write_text("")  # the last one of the file
        aiguard("baseline", cwd=project)
        git("add", ".")
        git("commit", "-qm", "one")
        git("checkout", "-q", "main")
        (project / "app" / "d.py").write_text("")
        (project / "app" / "g.py").write_text(SERVICE)
        aiguard("baseline", cwd=project)
        git("add", ".")
        git("commit", "-qm", "other")
        git("merge", "-q", "one")
        merged = (project / "aiguard-baseline.json").read_bytes()
        aiguard("baseline", cwd=project)
        assert (project / "aiguard-baseline.json").read_bytes() == merged

    def test_a_line_that_a_merge_doubled_counts_once(self, project):
        path = project / "aiguard-baseline.json"
        first = next(each for each in path.read_text().splitlines() if each.startswith('{"'))
        path.write_text(path.read_text().replace(first, f"{first}\n{first}"))
        assert lines(cwd=project) == []
        with (project / "app" / "service.py").open("a") as file:
            file.write('requests.get("https://example.com/start").raise_for_status()\n')
        assert lines(cwd=project) == [16]


class TestApplied:
    def test_known_findings_are_silent_everywhere(self, project):
        assert lines("--aiguard-baseline=", cwd=project) == LINES
        assert lines(cwd=project) == []
        assert lines("-j1", "app", "app/service.py", cwd=project) == []
        assert lines("service.py", cwd=project / "app") == []
        assert lines(str(project / "app"), cwd=project / "app") == []
        assert aiguard("check", cwd=project).stdout == ""
        assert aiguard("check", "service.py", cwd=project / "app").stdout == ""

    def test_on_stdin(self, project):
        stdin = ("--stdin-display-name=app/service.py", "-")
        assert lines(*stdin, cwd=project, source=SERVICE) == []
        assert lines(*stdin, cwd=project, source=SERVICE.replace("start", "begin")) == [15]
        assert lines("-", cwd=project, source=SERVICE) == LINES

    def test_in_several_processes(self, project):
        for number in range(25):
            shutil.copy(project / "app" / "service.py", project / "app" / f"s{number}.py")
        aiguard("baseline", cwd=project)
        assert lines("-j2", cwd=project) == []
        assert aiguard("check", "-j2", cwd=project).stdout == ""
        (project / "app" / "s7.py").write_text(SERVICE.replace("start", "begin"))
        assert lines("-j2", cwd=project) == [15]
        assert aiguard("check", "-j2", cwd=project, code=1).stdout.count("AIG201") == 1

    def test_what_is_kept_of_earlier_runs_does_not_get_in_the_way(
        self, project, monkeypatch, tmp_path_factory
    ):
        def found():
            # Twice: the second run may repeat the first.
            both = [aiguard("check", "--exit-zero", cwd=project).stdout for _ in range(2)]
            assert both[0] == both[1]
            return [line.split(" ")[0] for line in both[0].splitlines()]

        monkeypatch.setenv("AIGUARD_CACHE", str(tmp_path_factory.mktemp("cache")))
        service, baseline = project / "app" / "service.py", project / "aiguard-baseline.json"
        assert found() == []
        known = baseline.read_text()
        baseline.write_text(known.replace('"count": 2', '"count": 1'))
        assert found() == ["./app/service.py:6:14:"]
        baseline.write_text(known)
        assert found() == []
        shutil.copy(service, project / "app" / "copy.py")
        assert len(found()) == 4
        service.unlink()
        assert found() == []
        service.write_text("")
        assert len(found()) == 4

    def test_a_bare_name_is_looked_up_beside_the_configuration(self, project):
        (project / "setup.cfg").write_text("[flake8]\naiguard-baseline = aiguard-baseline.json\n")
        assert lines("--select=AIG2", "service.py", cwd=project / "app") == []

    def test_through_a_link_to_the_project(self, project, tmp_path_factory):
        link = tmp_path_factory.mktemp("links") / "project"
        link.symlink_to(project, target_is_directory=True)
        assert lines(str(link / "app" / "service.py"), cwd=project) == []

    def test_a_link_to_itself_is_replaced(self, project):
        path = project / "aiguard-baseline.json"
        path.unlink()
        path.symlink_to(path.name)
        assert "there is no file" in flake8(cwd=project).stdout
        aiguard("baseline", cwd=project)
        assert lines(cwd=project) == []

    def test_moved_and_reformatted_lines_stay_known(self, project):
        (project / "app" / "service.py").write_text(REFORMATTED)
        assert lines(cwd=project) == []
        assert len(lines("--aiguard-baseline=", cwd=project)) == 4

    def test_what_a_formatter_does_stays_known(self, project):
        command = [sys.executable, "-m", "ruff", "format", "--line-length=30", "app/service.py"]
        subprocess.run(command, cwd=project, check=True, capture_output=True, timeout=60)
        assert (project / "app" / "service.py").read_text() != SERVICE
        assert lines(cwd=project) == []

    def test_another_finding_is_new_and_the_first_of_equal_ones_is_old(self, project):
        extra = "    third = requests.get(url).raise_for_status()\n    return"
        (project / "app" / "service.py").write_text(
            SERVICE.replace("    return first", f"{extra} first")
        )
        assert lines(cwd=project) == [7]
        assert lines("--aiguard-baseline=", cwd=project) == [5, 6, 7, 13, 16]

    def test_the_same_line_in_another_function_is_new(self, project):
        (project / "app" / "service.py").write_text(SERVICE.replace("def load", "def read"))
        assert lines(cwd=project) == [5, 6]

    def test_a_message_that_is_worded_anew_stays_known(self, project):
        (project / "words.py").write_text(
            "from aiguard_flake8 import rule\n"
            "read = rule.read_rule\n"
            "def reworded(module):\n"
            "    found = read(module)\n"
            "    def check(subject, file):\n"
            "        for node, message, *_ in found.check(subject, file):\n"
            "            yield node, 'anew: ' + message\n"
            "    return found._replace(check=check)\n"
            "rule.read_rule = reworded\n"
            "rule.all_rules.cache_clear()\n"
            "class Plugin:\n"
            "    def __init__(self, tree): pass\n"
            "    def run(self): return iter(())\n"
        )
        with (project / "setup.cfg").open("a") as file:
            file.write("[flake8:local-plugins]\nextension =\n  ZZZ = words:Plugin\npaths = .\n")
        assert flake8("--aiguard-baseline=", cwd=project).stdout.count("anew: ") == 4
        assert lines(cwd=project) == []


class TestWhatUsesUpNoCount:
    def test_a_line_with_a_matching_noqa(self, project):
        path = project / "app" / "service.py"
        extra = "    zeroth = requests.get(url).raise_for_status()  # noqa: AIG201\n    first"
        path.write_text(SERVICE.replace("    first", extra, 1))
        assert lines(cwd=project) == []
        assert lines("--disable-noqa", cwd=project) == [7]
        path.write_text(path.read_text().replace("noqa: AIG201", "noqa: AIG3"))
        assert lines(cwd=project) == [7]

    def test_a_noqa_behind_a_text_of_several_lines(self, project):
        path = project / "app" / "service.py"
        call = 'requests.get("""a\nb""").raise_for_status()'
        path.write_text(f"import requests\n\n{call}\n")
        aiguard("baseline", cwd=project)
        path.write_text(f"import requests\n\n{call}  # noqa\n{call}\n")
        assert lines(cwd=project) == []
        assert lines("--disable-noqa", cwd=project) == [5]

    def test_a_file_that_is_left_out_as_a_whole(self, project):
        path = project / "app" / "service.py"
        path.write_text("# flake8: noqa\n" + SERVICE)
        assert lines(cwd=project) == []
        assert lines("--disable-noqa", "--aiguard-baseline=", cwd=project) == [6, 7, 13, 16]
        assert lines("--disable-noqa", cwd=project) == []

    def test_codes_that_flake8_ignores(self, project):
        with (project / "setup.cfg").open("a") as file:
            file.write("per-file-ignores =\n    app/service.py: AIG201\n")
        aiguard("baseline", cwd=project)
        assert entries(project) == []
        assert lines(cwd=project) == []

    def test_an_opt_in_rule_that_is_off(self, project):
        assert {each["code"] for each in entries(project)} == {"AIG201"}


class TestRenamedAndCopied:
    def test_a_copy_is_new(self, project):
        shutil.copy(project / "app" / "service.py", project / "app" / "copy.py")
        assert lines("app/copy.py", cwd=project) == LINES
        assert lines("app/service.py", cwd=project) == []

    def test_a_renamed_file_is_known(self, project):
        (project / "lib").mkdir()
        (project / "app" / "service.py").rename(project / "lib" / "client.py")
        assert lines(cwd=project) == []
        assert lines("client.py", cwd=project / "lib") == []
        stdin = ("--stdin-display-name=lib/client.py", "-")
        assert lines(*stdin, cwd=project, source=SERVICE) == []

    def test_a_module_that_becomes_a_package_is_known_in_its_parts(self, project):
        folder = project / "app" / "service"
        folder.mkdir()
        head, tail = SERVICE.split("class Client")
        (folder / "load.py").write_text(head)
        (folder / "client.py").write_text("import requests\n\n\nclass Client" + tail)
        (project / "app" / "service.py").unlink()
        assert lines(cwd=project) == []

    def test_of_a_renamed_file_and_its_copy_one_is_new(self, project):
        (project / "app" / "service.py").rename(project / "app" / "client.py")
        shutil.copy(project / "app" / "client.py", project / "app" / "clone.py")
        # Whichever is looked at, and in whatever process, the answer is the same.
        both = lines("app/client.py", cwd=project) + lines("app/clone.py", cwd=project)
        assert both == LINES
        assert lines("-j2", cwd=project) == LINES

    def test_the_file_that_kept_its_name_is_the_renamed_one(self, project):
        (project / "lib").mkdir()
        shutil.copy(project / "app" / "service.py", project / "app" / "aaa.py")
        (project / "app" / "service.py").rename(project / "lib" / "service.py")
        assert lines("lib", cwd=project) == []
        assert lines("app", cwd=project) == LINES

    def test_a_virtual_environment_inherits_nothing(self, project):
        (project / "venv").mkdir()
        (project / "venv" / "pyvenv.cfg").write_text("")
        shutil.copy(project / "app" / "service.py", project / "venv" / "service.py")
        (project / "app" / "service.py").rename(project / "app" / "renamed.py")
        assert lines("app", cwd=project) == []


class TestNeverHeld:
    SECRET = 'import os\n\nSECRET_KEY = os.environ.get("SECRET_KEY", "hunter2-but-longer")\n'

    def test_credentials_and_our_own_failures_stay(self, project):
        (project / "app" / "settings.py").write_text(self.SECRET)
        said = aiguard("baseline", "--select=AIG", cwd=project).stdout
        assert "AIG502 (1)" in said
        assert {each["code"] for each in entries(project)} == {"AIG201"}
        assert lines("--select=AIG", cwd=project) == [3]

    def test_one_that_was_written_by_hand_is_an_error(self, project):
        path = project / "aiguard-baseline.json"
        path.write_text(path.read_text().replace("AIG201", "AIG502", 1))
        result = flake8(cwd=project)
        assert "finding 1: a baseline never holds AIG502" in result.stdout


class TestErrors:
    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("", "is not JSON"),
            ("[]", "it has no list `findings`"),
            ('{"findings": []}', "has version None"),
            ('{"version": 2, "findings": []}', "has version 2"),
            ('{"version": 1, "findings": [3]}', "finding 1: it needs file, code, function"),
            ('{"version": 1, "findings": [{"file": "a"}]}', "finding 1: it needs file, code"),
            ("<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> b\n", "a conflict left by a merge?"),
        ],
    )
    def test_a_malformed_baseline_is_one_clear_line(self, project, text, reason):
        (project / "aiguard-baseline.json").write_text(text)
        for result in (flake8(cwd=project), aiguard("check", cwd=project, code=1)):
            assert result.returncode == 1
            assert result.stdout.startswith(f"{HEADING}aiguard-baseline: ")
            assert reason in result.stdout
            assert result.stdout.count("\n") == 2
            assert "Traceback" not in result.stdout + result.stderr
        assert reason in aiguard("baseline", "--prune", cwd=project, code=1).stderr
        assert reason in aiguard("baseline", cwd=project, code=1).stderr

    @pytest.mark.parametrize("change", [{"count": 0}, {"count": True}, {"count": "1"}, {"file": 3}])
    def test_a_wrong_value_is_named(self, project, change):
        entry = {**entries(project)[0], **change}
        (project / "aiguard-baseline.json").write_text(
            json.dumps({"version": 1, "findings": [entry]})
        )
        (key, value) = next(iter(change.items()))
        assert f"finding 1: `{key}` is {value!r}" in flake8(cwd=project).stdout

    def test_a_missing_baseline_is_one_clear_line(self, project):
        (project / "aiguard-baseline.json").unlink()
        for result in (flake8(cwd=project), aiguard("check", cwd=project, code=1)):
            assert result.returncode == 1
            assert result.stdout.startswith(f"{HEADING}aiguard-baseline: there is no file")
            assert result.stdout.count("\n") == 2
        said = aiguard("baseline", "--prune", cwd=project, code=1).stderr
        assert "aiguard-baseline.json cannot be read: No such file" in said

    def test_without_the_option_there_is_no_baseline(self, project):
        (project / "setup.cfg").write_text("[flake8]\nselect = AIG2\n")
        assert lines(cwd=project) == LINES


class TestCommand:
    def test_without_the_option_it_says_what_to_write_into_the_configuration(self, project):
        (project / "aiguard-baseline.json").unlink()
        (project / "setup.cfg").write_text("[flake8]\nselect = AIG2\n")
        said = aiguard("baseline", cwd=project).stdout
        assert "aiguard-baseline.json: 4 findings set aside, in 1 file\n" in said
        assert "aiguard-baseline = ./aiguard-baseline.json" in said
        assert len(entries(project)) == 3

    def test_the_file_may_be_named(self, project):
        aiguard("baseline", "--aiguard-baseline=./other.json", cwd=project)
        assert entries(project, "other.json") == entries(project)

    def test_files_outside_the_paths_keep_their_entries(self, project):
        (project / "app" / "new.py").write_text(SERVICE)
        (project / "app" / "service.py").write_text("")
        before = entries(project)
        aiguard("baseline", "app/new.py", cwd=project)
        assert [each for each in entries(project) if each["file"] == "app/service.py"] == before
        assert len(entries(project)) == 6
        (project / "other").mkdir()
        aiguard("baseline", cwd=project / "other")
        assert len(entries(project)) == 6
        aiguard("baseline", cwd=project / "app")
        assert {each["file"] for each in entries(project)} == {"app/new.py"}

    def test_a_file_that_does_not_parse_keeps_its_entries(self, project):
        before = entries(project)
        (project / "app" / "service.py").write_text("def (")
        for command in (["baseline"], ["baseline", "--prune"]):
            said = aiguard(*command, cwd=project, code=1).stderr
            assert "service.py was not checked: SyntaxError" in said
            assert entries(project) == before

    def test_wrong_options_are_said(self, project):
        said = aiguard("baseline", "--aiguard-enable=nonsense", cwd=project, code=1).stderr
        assert "aiguard-enable: 'nonsense'" in said
        said = aiguard("baseline", "-", cwd=project, code=1).stderr
        assert "not of stdin" in said

    def test_odd_file_names(self, project):
        for name in ("with space.py", "-dash.py", "überall.py", 'quo"te.py'):
            (project / "app" / name).write_text(SERVICE)
        aiguard("baseline", cwd=project)
        assert lines(cwd=project) == []
        assert "überall.py" in (project / "aiguard-baseline.json").read_text(encoding="utf-8")


class TestPrune:
    def test_what_is_fixed_is_dropped_and_nothing_is_added(self, project):
        path = project / "app" / "service.py"
        fixed = SERVICE.replace(
            "second = requests.get(url)", "second = requests.get(url, timeout=5)"
        )
        path.write_text(fixed + 'requests.get("https://example.com/new").raise_for_status()\n')
        assert lines(cwd=project) == [16]
        said = aiguard("baseline", "--prune", cwd=project).stdout
        assert "3 findings set aside, in 1 file; 1 dropped" in said
        assert [each["count"] for each in entries(project)] == [1, 1, 1]
        assert lines(cwd=project) == [16]
        path.write_text(SERVICE)
        assert lines(cwd=project) == [6]

    def test_a_renamed_file_takes_its_entries_along(self, project):
        before = entries(project)
        (project / "app" / "service.py").rename(project / "app" / "renamed.py")
        aiguard("baseline", "--prune", cwd=project)
        assert entries(project) == [{**each, "file": "app/renamed.py"} for each in before]
        assert lines(cwd=project) == []

    def test_a_file_that_is_gone_is_dropped(self, project):
        (project / "app" / "service.py").unlink()
        aiguard("baseline", "--prune", cwd=project)
        assert entries(project) == []

    def test_from_a_folder_below_it_looks_at_all(self, project):
        (project / "other").mkdir()
        before = entries(project)
        aiguard("baseline", "--prune", cwd=project / "other")
        assert entries(project) == before
        (project / "app" / "service.py").write_text("")
        aiguard("baseline", "--prune", "../app", cwd=project / "other")
        assert entries(project) == []

    def test_paths_bound_what_is_dropped(self, project):
        (project / "other").mkdir()
        before = entries(project)
        (project / "app" / "service.py").write_text("")
        aiguard("baseline", "--prune", "other", cwd=project)
        assert entries(project) == before
