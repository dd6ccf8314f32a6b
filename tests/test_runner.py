"""`aiguard check` says what flake8 says, less all other codes."""

import fcntl
import os
import pty
import shutil
import struct
import subprocess
import sys
import termios
from pathlib import Path

import astroid
import flake8 as flake8_package
import pytest
from flake8.main.cli import main
from flake8_runs import flake8
from runner_runs import aiguard, check

from aiguard_flake8 import runner
from aiguard_flake8.commands import main as command

PLANTED = """

import requests


def planted_{number}(url):
    requests.get(url)
    requests.get(url)  # noqa
    requests.get(url)  # noqa: AIG201
    requests.get(url)  # noqa: E501
    requests.get('''
{number}
''')  # noqa: AIG201
    try:
        return requests.post(url, \\
            timeout=3)
    except Exception:
        pass
"""
BAD = "import requests\n\nrequests.get('http://h')\n"
ODD = {
    "odd/empty.py": b"",
    "odd/comment.py": b"# nothing\n",
    "odd/bom.py": b"\xef\xbb\xbf" + BAD.encode(),
    "odd/crlf.py": BAD.replace("\n", "\r\n").encode(),
    "odd/latin.py": b"# -*- coding: latin-1 -*-\nname = '\xfc'\n" + BAD.encode(),
    "odd/not_utf8.py": b"name = '\xfc'\n" + BAD.encode(),
    "odd/feed.py": b"\x0c\n" + BAD.encode() + b"\x0c\nrequests.get('http://h')\n",
    "odd/no_newline.py": BAD.strip().encode(),
    "odd/whole_file.py": b"# flake8: noqa\n" + BAD.encode(),
    "odd/on_a_line.py": b"x = 1  # flake8: noqa\n" + BAD.encode(),
    "odd/some_codes.py": b"# flake8: noqa: AIG201\n" + BAD.encode(),
    "odd/broken.py": b"def work(:\n" + BAD.encode(),
    "odd/nul.txt": b"",
    "ignored/per_file.py": BAD.encode(),
    "excluded/file.py": BAD.encode(),
    "with space/quote'd ü.py": BAD.encode(),
    "stubs/stub.pyi": BAD.encode(),
}
CONFIGURATION = """\
[flake8]
exclude = excluded, .git
filename = *.py, *.pyi
per-file-ignores =
    ignored/*: AIG2, E501
extend-ignore = E203
aiguard-enable = AIG601
"""


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    """A package of tens of thousands of lines, with findings planted in it."""
    folder = tmp_path_factory.mktemp("tree")
    package = Path(astroid.__file__).parent
    shutil.copytree(package, folder / "astroid", ignore=shutil.ignore_patterns("*.pyc"))
    for number, path in enumerate(sorted((folder / "astroid").rglob("*.py"))):
        if number % 3 == 0:
            text = path.read_text(encoding="utf-8") + PLANTED.replace("{number}", str(number))
            path.write_text(text, encoding="utf-8")
    for name, content in ODD.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (folder / "setup.cfg").write_text(CONFIGURATION)
    return folder


def ours(output):
    return [line for line in output.splitlines(keepends=True) if ": AIG" in line]


def test_a_large_tree_gives_what_flake8_gives(tree):
    theirs = flake8(".", cwd=tree)
    mine = aiguard("check", ".", cwd=tree)
    assert len(ours(theirs.stdout)) > 50
    assert mine.stdout == "".join(ours(theirs.stdout))
    assert mine.returncode == 1
    assert mine.stderr.count("was not checked") == 1
    assert "odd/broken.py was not checked: SyntaxError" in mine.stderr


VARIANTS = [
    ["."],
    ["-j1", "."],
    ["-j2", ".", "odd"],
    ["--format=pylint", "odd", "ignored"],
    ["--format=%(code)s|%(path)s|%(row)d|%(col)d|%(text)s", "odd"],
    ["--show-source", "odd", "astroid"],
    ["-q", "."],
    ["-qq", "odd"],
    ["--count", "--statistics", "odd", "astroid"],
    ["--disable-noqa", "odd", "astroid"],
    ["--exit-zero", "odd/crlf.py"],
    ["--color=always", "odd"],
    ["--isolated", "excluded", "ignored", "."],
    ["--ignore=AIG2,AIG000", "--extend-ignore=AIG1", "."],
    ["--extend-exclude=odd,astroid/b*", "."],
    ["--filename=./odd/c*", "."],
    ["--per-file-ignores=odd/*:AIG", "."],
    ["excluded/file.py", "odd/nul.txt", "with space/quote'd ü.py"],
    ["--config=nowhere.cfg", "."],
    ["odd/comment.py"],
    [],
]


@pytest.fixture(scope="module")
def small(tree):
    folder = tree.parent / "small"
    for part in ("odd", "ignored", "excluded", "with space", "stubs"):
        shutil.copytree(tree / part, folder / part)
    (folder / "odd" / "broken.py").unlink()
    (folder / "astroid").mkdir()
    for name in ("__init__.py", "util.py", "decorators.py", "context.py", "const.py", "typing.py"):
        shutil.copy(tree / "astroid" / name, folder / "astroid")
    shutil.copy(tree / "setup.cfg", folder)
    return folder


@pytest.mark.parametrize("arguments", VARIANTS, ids=" ".join)
def test_options_work_as_in_flake8(small, monkeypatch, capfd, arguments):
    monkeypatch.chdir(small)
    expected = main(["--select=AIG", *arguments]), *capfd.readouterr()
    outcome = runner.check(["--select=AIG", *arguments], report=True)
    assert (outcome.exit_code, *capfd.readouterr()) == expected


def test_stdin(tmp_path):
    arguments = ["--stdin-display-name=shop.py", "-"]
    theirs = flake8("--select=AIG", *arguments, cwd=tmp_path, source=BAD)
    mine = aiguard("check", *arguments, cwd=tmp_path, source=BAD)
    assert mine.stdout == theirs.stdout == "shop.py:3:1: " + mine.stdout.partition(": ")[2]
    assert mine.returncode == 1


def test_an_output_file(tmp_path):
    (tmp_path / "shop.py").write_text(BAD)
    for _ in range(2):
        mine = aiguard("check", "--output-file=out/found.txt", "shop.py", cwd=tmp_path)
        assert (mine.stdout, mine.returncode) == ("", 1)
    assert (tmp_path / "out" / "found.txt").read_text().count("AIG201") == 2


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"def work(:\n", "SyntaxError: invalid syntax (line 1)"),
        (b"x = '\0'\n", "null bytes"),
        (b"(" * 1000 + b")" * 1000, "too many nested parentheses"),
        (None, "FileNotFoundError: No such file or directory"),
    ],
)
def test_what_was_not_checked_is_named(tmp_path, content, reason):
    (tmp_path / "good.py").write_text(BAD)
    if content is not None:
        (tmp_path / "bad.py").write_bytes(content)
    for _ in range(2):
        mine = aiguard(
            "check", "good.py", "bad.py", cwd=tmp_path, AIGUARD_CACHE=str(tmp_path / "c")
        )
        assert mine.stdout.startswith("good.py:3:1: AIG201 ")
        assert mine.stdout.count("\n") == 1
        assert mine.stderr.startswith("aiguard: bad.py was not checked: ")
        assert reason in mine.stderr
        assert "None" not in mine.stderr
        assert mine.returncode == 1


def test_a_broken_file_alone_fails(tmp_path):
    (tmp_path / "bad.py").write_text("def work(:\n")
    mine = aiguard("check", "bad.py", cwd=tmp_path)
    assert (mine.stdout, mine.returncode) == ("", 1)


def test_the_outcome_holds_what_is_reported(tmp_path, monkeypatch, capfd):
    (tmp_path / "shop.py").write_text(BAD + "requests.get('http://h')  # noqa\n")
    monkeypatch.chdir(tmp_path)
    outcome = check("shop.py")
    ((path, line, column, code, message, physical_line),) = outcome.findings
    assert (path, line, column, code) == ("shop.py", 3, 1, "AIG201")
    assert message.startswith("requests.get() ")
    assert physical_line == "requests.get('http://h')\n"
    assert outcome[1:] == (1, [], False)
    assert capfd.readouterr().out == ""


def test_an_unknown_flake8_runs_itself(tmp_path, monkeypatch, capfdbinary):
    (tmp_path / "shop.py").write_text(BAD + "l=1\n")
    (tmp_path / ".flake8").write_text("[flake8]\nselect = E,AIG\nextend-select = W,B9\n")
    monkeypatch.chdir(tmp_path)
    known = check("shop.py")
    monkeypatch.setattr(flake8_package, "__version__", "99.0.0")
    outcome = check("shop.py")
    assert [each[:5] for each in outcome.findings] == [each[:5] for each in known.findings]
    assert outcome.exit_code == 1
    runner.check(["shop.py"], report=True)
    printed, errors = capfdbinary.readouterr()
    assert printed.startswith(b"shop.py:3:1: AIG201 ")
    assert printed.count(b"\n") == 1
    assert errors.count(b"does not know flake8 99.0.0") == 2


def test_an_unknown_flake8_names_what_was_not_checked(tmp_path, monkeypatch, capfd):
    (tmp_path / "broken.py").write_text("def (:\n")
    (tmp_path / "shop.py").write_text("x = 1\n")
    (tmp_path / ".flake8").write_text("[flake8]\nselect = AIG\nextend-ignore = E9,E999\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(flake8_package, "__version__", "99.0.0")
    assert command(["check", "-qq", "--tee", "--count", "missing.py", "."]) == 1
    printed, errors = capfd.readouterr()
    assert printed == "0\n"
    assert "aiguard: ./broken.py was not checked: SyntaxError: invalid syntax (line 1)" in errors
    assert "aiguard: missing.py was not checked: FileNotFoundError" in errors
    assert command(["check", "--exit-zero", "."]) == 0


def test_an_unknown_flake8_knows_levels(tmp_path, monkeypatch, capfd):
    (tmp_path / "shop.py").write_text(BAD.replace(")", ").json()"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(flake8_package, "__version__", "99.0.0")
    codes = ("--select=AIG201", "--select=AIG107")
    assert [command(["check", "--fail-on=error", each, "."]) for each in codes] == [1, 0]


def test_an_unknown_flake8_says_once_what_is_wrong(tmp_path, monkeypatch, capfd):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(flake8_package, "__version__", "99.0.0")
    assert command(["check", "--aiguard-enable=nonsense", "."]) == 1
    assert capfd.readouterr().out.count("nonsense") == 1


def test_processes_that_are_not_forked(tree):
    program = (
        "import multiprocessing, sys\n"
        "from aiguard_flake8.commands import main\n"
        "if __name__ == '__main__':\n"
        "    multiprocessing.set_start_method('spawn')\n"
        "    sys.exit(main(['check', '-j2', 'astroid/brain']))\n"
    )
    script = tree.parent / "spawned.py"
    script.write_text(program)
    spawned = subprocess.run(
        [sys.executable, script], cwd=tree, capture_output=True, text=True, timeout=120
    )
    plain = aiguard("check", "-j1", "astroid/brain", cwd=tree)
    assert spawned.stdout == plain.stdout != ""
    assert spawned.stderr == ""


CHECK = """
import aiguard_flake8.runner.progress as p, sys
p._SECONDS = 0.01
from aiguard_flake8.commands import main
sys.exit(main(['check', '-j1', 'astroid/nodes']))
"""
WAIT = """
import aiguard_flake8.runner.progress as p, time
p._SECONDS = 0.01
def slow():
    time.sleep(0.5)
    print("first", file=p.sys.stderr)
    yield 1
list(p.shown(slow(), 1))
"""


def on_terminal(folder, program=CHECK, **environment):
    """What a program writes to stderr when that is a terminal."""
    parent, child = pty.openpty()
    fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    variables = {k: v for k, v in os.environ.items() if k != "CI"} | environment
    run = subprocess.Popen(
        [sys.executable, "-c", program], cwd=folder, env=variables, stderr=child,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(child)
    written = b""
    while True:
        try:
            chunk = os.read(parent, 65536)
        except OSError:
            break
        if not chunk:
            break
        written += chunk
    run.wait(60)
    os.close(parent)
    return written.decode()


def test_progress_is_for_people(tree):
    assert "aiguard check:" in on_terminal(tree)
    assert on_terminal(tree, CI="true") == ""
    assert aiguard("check", "-j1", "astroid/nodes", cwd=tree).stderr == ""


def test_progress_does_not_wait_for_the_first_result(tmp_path):
    before, _, after = on_terminal(tmp_path, WAIT).partition("first")
    assert "0/1" in before
    assert after.endswith(" \r")  # wiped out
