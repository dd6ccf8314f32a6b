"""The cache of findings: whatever changes, a warm run says what a cold one says."""

import io
import json
import random
import shutil
from itertools import pairwise

import pytest
from decided_elsewhere import NESTED, TASK
from flake8.main.cli import main as flake8
from flake8.utils import stdin_get_value
from runner_runs import check

from aiguard_flake8 import engine
from aiguard_flake8.project.store import Store

FOLDERS = ("app", "app/inner", "shared", "src/tools", "tests/shop")
NAMES = ("alpha", "beta")
HEAD = """\
import time
from abc import ABC, abstractmethod
import requests
from app import inner
"""
# Ways to a function of another module.
IMPORTS = (
    "from app.{name} import work as call\n",
    "from app.inner.{name} import work as call\n",
    "from shared.{name} import work as call\n",
    "from tools.{name} import work as call\n",
    "from .{name} import work as call\n",
    "from app import {name}\ncall = {name}.work\n",
    "from shared.{name} import *\ncall = work\n",
    "from tools.{name} import inner as deep\ncall = deep.{name}.work\n",
)
WORKS = (
    "return 1",
    "requests.get('http://h', timeout=5)",
    "requests.get('http://h')",
    "time.sleep(1)",
    "return call()",
    "return call()",
)
CALLER = """

async def show():
    call()
"""
STUB = """

class Base(ABC):
    @abstractmethod
    def step(self): ...
from web import get
@get
async def show(base: Base):
    base.step()
"""
IMPLEMENTER = """
from {module} import Base


class {title}Base(Base):
    def step(self):
        {work}
"""


class Machine:
    """A small project that is edited at random."""

    def __init__(self, folder, seed):
        self.folder = folder
        self.random = random.Random(seed)
        for each in FOLDERS:
            (folder / each).mkdir(parents=True)
        (folder / "pyproject.toml").write_text("")
        (folder / "app" / "__init__.py").write_text("")
        (folder / "app" / "inner" / "__init__.py").write_text("")
        (folder / "tests" / "shop" / "pyproject.toml").write_text("")
        for each in FOLDERS:
            for name in NAMES:
                (folder / each / f"{name}.py").write_text(self.source())

    def place(self):
        return self.folder / self.random.choice(FOLDERS) / f"{self.random.choice(NAMES)}.py"

    def existing(self):
        return sorted(p for p in self.folder.rglob("*.py") if p.stat().st_size)

    def source(self):
        pick = self.random.choice
        text = HEAD + pick(IMPORTS).format(name=pick(NAMES))
        function = pick(("work", "work", "work", "other"))
        text += f"\n\n{pick(('', '', 'async '))}def {function}():\n    {pick(WORKS)}\n"
        text += pick((CALLER, CALLER, STUB, ""))
        if self.random.random() < 0.4:
            module = pick(("app", "app.inner", "shared", "tools")) + "." + pick(NAMES)
            title, work = pick(NAMES).title(), pick(WORKS)
            text += IMPLEMENTER.format(module=module, title=title, work=work)
        return text

    def write(self):
        self.place().write_text(self.source())

    def remove(self):
        found = self.existing()
        if len(found) > 8:
            self.random.choice(found).unlink()

    def rename(self):
        target = self.place()
        if not target.exists():
            self.random.choice(self.existing()).rename(target)

    def rename_callee(self):
        path = self.random.choice(self.existing())
        text = path.read_text()
        names = [("def work", "def job"), ("def job", "def work"), ("class Base", "class Ground"),
                 ("class Ground", "class Base"), ("requests.get", "print")]  # fmt: skip
        path.write_text(text.replace(*self.random.choice(names)))

    def toggle_package(self):
        path = self.folder / self.random.choice(FOLDERS) / "__init__.py"
        if path.exists():
            path.unlink()
        else:
            path.write_text(self.random.choice(("", "from .alpha import work\n", "alpha = 1\n")))

    def shadow(self):
        """Something that another name leads to from now on: a folder, a module, a marker."""
        path = self.folder / self.random.choice(
            (
                "requests.py",
                "app/requests.py",
                "time.py",
                "tests/shop/.flake8",
                "tools.py",
                "src/app.py",
                "shared/app.py",
                "tests/shop/.flake8",
            )
        )
        if path.exists():
            path.unlink()
        else:
            path.write_text("[flake8]\n" if path.name == ".flake8" else "def get(*a, **k): ...\n")

    def move_folder(self):
        one, other = self.folder / "shared", self.folder / "app" / "shared"
        if other.exists():
            one, other = other, one
        if one.exists():
            shutil.rmtree(other, ignore_errors=True)
            one.rename(other)
            for each in FOLDERS:
                (self.folder / each).mkdir(parents=True, exist_ok=True)

    def unparsable(self):
        self.random.choice(self.existing()).write_text("def work(:\n")

    def step(self):
        moves = [self.write, self.write, self.remove, self.rename, self.rename_callee,
                 self.rename_callee, self.toggle_package, self.shadow, self.move_folder,
                 self.unparsable]  # fmt: skip
        self.random.choice(moves)()


def edited_at_random(tmp_path, monkeypatch, seed, steps, run):
    """What `run` says after each step, which must not depend on what the cache holds."""
    project = tmp_path / "project"
    project.mkdir()
    machine = Machine(project, seed)
    monkeypatch.chdir(project)
    seen = []
    for number in range(steps):
        if number:
            machine.step()
        monkeypatch.setenv("AIGUARD_CACHE", "off")
        seen.append(run())
        monkeypatch.setenv("AIGUARD_CACHE", str(tmp_path / "cache"))
        assert run() == seen[-1], f"after {number} steps"
    return seen


@pytest.mark.parametrize("seed", range(8))
def test_random_edits_give_what_a_cold_run_gives(tmp_path, monkeypatch, seed):
    outcomes = edited_at_random(
        tmp_path, monkeypatch, seed, 30, lambda: check("--aiguard-enable=all", ".")
    )
    seen = [[(each.path, each.code) for each in outcome.findings] for outcome in outcomes]
    assert sum(one != other for one, other in pairwise(seen)) > 2


WAITS = "import requests\n\n\ndef work():\n    requests.get('http://h', timeout=5)\n"
HARMLESS = "def work():\n    return 1\n"
HANDLER = "from web import get\n@get\nasync def show():\n"
CALLS = f"from {{module}} import work as call\n{HANDLER}    call()\n"
CALLS_INNER = f"from hub import inner\n{HANDLER}    inner.alpha.work()\n"
CALLS_OWN = f"from hub import work\n{HANDLER}    work()\n"
PASSES_ON = "from {module} import work as call\n\n\ndef work():\n    call()\n"
SERVE = CALLS.format(module="app.work")
STUBBED = "from abc import ABC, abstractmethod\n" + STUB
REAL = (
    "import requests\nfrom {module} import Base\n\n\nclass RealBase(Base):\n    def step(self):\n"
)
REAL += "        requests.get('http://h', timeout=5)\n"
REQUESTS = "import requests\n\nrequests.get('http://h')\n"

GAUGE = """\
class Gauge:
    def read(self, name):
        raise NotImplementedError

    def width(self):
        return self.read("width")


def gauge():
    return Gauge()
"""
LASER = """\
from app.serve import Gauge


class LaserGauge(Gauge):
    def read(self, name):
        return self.port.ask(name)
"""
# What lies there, an edit elsewhere (None removes), the file that is asked about, before, after.
EDITS = {
    "callee": (
        {"app/serve.py": SERVE, "app/work.py": WAITS},
        {"app/work.py": HARMLESS}, "app/serve.py", ["AIG601"], []),
    "callee of a callee": (
        {"app/serve.py": SERVE, "app/work.py": PASSES_ON.format(module="app.deep"),
         "app/other.py": SERVE, "app/deep.py": HARMLESS},
        {"app/deep.py": WAITS}, "app/serve.py", [], ["AIG601"]),
    "a module that was not there": (
        {"app/serve.py": SERVE},
        {"app/work.py": WAITS}, "app/serve.py", [], ["AIG601"]),
    "a module that is gone": (
        {"app/serve.py": SERVE, "app/work.py": WAITS},
        {"app/work.py": None}, "app/serve.py", ["AIG601"], []),
    "a library's name": (
        {"app/serve.py": REQUESTS},
        {"app/serve.py": REQUESTS, "requests.py": "def get(url): ...\n"}, "app/serve.py",
        ["AIG201"], ["AIG201"]),
    "a nearer module of the same name": (
        {"app/serve.py": CALLS.format(module="work"), "work.py": WAITS},
        {"app/work.py": HARMLESS}, "app/serve.py", ["AIG601"], []),
    "a submodule": (
        {"app/__init__.py": "", "app/inner/__init__.py": "", "app/inner/alpha.py": WAITS,
         "hub.py": "from app import inner\n",
         "serve.py": CALLS_INNER},
        {"app/inner/alpha.py": None}, "serve.py", ["AIG601"], []),
    "a submodule that was not there": (
        {"app/__init__.py": "", "app/inner/__init__.py": "", "hub.py": "from app import inner\n",
         "serve.py": CALLS_INNER},
        {"app/inner/alpha.py": WAITS}, "serve.py", [], ["AIG601"]),
    "what a star brings": (
        {"serve.py": CALLS_OWN,
         "hub.py": "from work import *\n", "work.py": HARMLESS},
        {"work.py": WAITS}, "serve.py", [], ["AIG601"]),
    "a project of its own": (
        {"tests/shop/pyproject.toml": "", "tests/shop/serve.py": REQUESTS},
        {"tests/shop/.flake8": "[flake8]\n"}, "tests/shop/serve.py", [], ["AIG201"]),
    "a class behind a stub": (
        {"app/serve.py": STUBBED},
        {"app/real.py": REAL.format(module="app.serve")}, "app/serve.py", [], ["AIG601"]),
    "no class behind a stub any more": (
        {"app/serve.py": STUBBED, "app/real.py": REAL.format(module="app.serve")},
        {"app/real.py": HARMLESS}, "app/serve.py", ["AIG601"], []),
    "loops that may nest": (
        {"app/serve.py": NESTED},
        {"app/main.py": "import nest_asyncio\n"}, "app/serve.py", ["AIG613"], []),
    "a task that is part of a group": (
        {"app/serve.py": TASK, "app/main.py": "from celery import group\n"},
        {"app/main.py": "from app.serve import resize\n\ntogether = [resize.s(1)]\n"},
        "app/serve.py", ["AIG110"], []),
    "a class that somebody inherits from": (
        {"app/serve.py": GAUGE, "app/laser.py": LASER},
        {"app/laser.py": None}, "app/serve.py", [], ["AIG901"]),
}  # fmt: skip


def lay(folder, files):
    for name, text in files.items():
        path = folder / name
        if text is None:
            path.unlink()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_elsewhere_is_seen(tmp_path, monkeypatch, name):
    files, edit, asked, before, after = EDITS[name]
    project = tmp_path / "project"
    lay(project, {"pyproject.toml": "", **files})
    monkeypatch.chdir(project)
    monkeypatch.setenv("AIGUARD_CACHE", str(tmp_path / "cache"))

    def found():
        # With the others in front, so that much is remembered already.
        codes = "AIG110,AIG201,AIG601,AIG613,AIG901"
        outcome = check("--aiguard-enable=all", f"--select={codes}", ".")
        return [each.code for each in outcome.findings if each.path == f"./{asked}"]

    assert found() == before
    assert found() == before
    lay(project, edit)
    assert found() == after
    assert found() == after


def in_flake8(capsys):
    """What flake8 says, in this process."""
    flake8(["--aiguard-enable=all", "--select=AIG,E9", "-j1", "."])
    return capsys.readouterr().out


@pytest.mark.parametrize("seed", range(2))
def test_flake8_says_the_same_with_any_cache(tmp_path, monkeypatch, capsys, seed):
    seen = edited_at_random(tmp_path, monkeypatch, seed, 15, lambda: in_flake8(capsys))
    assert sum(one != other for one, other in pairwise(seen)) > 2


class TestInFlake8:
    """What flake8 takes from earlier runs, and what it does not."""

    @pytest.fixture(autouse=True)
    def project(self, tmp_path, monkeypatch):
        monkeypatch.setenv("AIGUARD_CACHE", str(tmp_path / "cache"))
        folder = tmp_path / "project"
        (folder / "app").mkdir(parents=True)
        (folder / "pyproject.toml").write_text("")
        (folder / "app" / "work.py").write_text(WAITS)
        (folder / "app" / "serve.py").write_text(SERVE)
        monkeypatch.chdir(folder)
        return folder

    def test_nothing_is_analysed_twice(self, capsys, monkeypatch):
        first = in_flake8(capsys)
        assert "serve.py:5:5: AIG601" in first
        monkeypatch.setattr(engine, "check_file", lambda *_: pytest.fail("analysed again"))
        assert in_flake8(capsys) == first

    def test_a_module_that_findings_rest_on_counts(self, project, capsys):
        assert "AIG601" in in_flake8(capsys)
        (project / "app" / "work.py").write_text(HARMLESS)
        assert "AIG601" not in in_flake8(capsys)

    def test_so_does_the_configuration(self, project, capsys):
        assert "AIG601" in in_flake8(capsys)
        (project / ".flake8").write_text("[flake8]\naiguard-no-effect = app.work.work\n")
        assert "AIG601" not in in_flake8(capsys)

    def test_our_own_failures_are_not_kept(self, capsys, monkeypatch):
        monkeypatch.delenv("AIGUARD_RAISE")
        with monkeypatch.context() as broken:
            broken.setattr(engine, "_run", lambda *_: 1 / 0)
            assert "AIG000" in in_flake8(capsys)
        assert "AIG601" in in_flake8(capsys)

    def test_a_damaged_document_is_as_good_as_none(self, tmp_path, capsys):
        first = in_flake8(capsys)
        for path in (tmp_path / "cache").rglob("*.json"):
            head, text = path.read_bytes().split(b"\n", 1)
            path.write_bytes(head + b"\n" + text.replace(b"AIG", b"XYZ"))
        assert in_flake8(capsys) == first

    @pytest.mark.parametrize("text", ["1", "[]", "[1, 2]", '[[["a", "b"]], []]', "[[], [[1]]]"])
    def test_so_is_one_that_is_not_ours(self, capsys, monkeypatch, text):
        first = in_flake8(capsys)
        monkeypatch.setattr(Store, "get", lambda *_: json.loads(text))
        assert in_flake8(capsys) == first

    def test_what_is_on_the_screen_counts(self, capsys, monkeypatch):
        in_flake8(capsys)
        arguments = ["--select=AIG", "--stdin-display-name=app/serve.py", "-"]
        for text, expected in ((SERVE, True), (HARMLESS, False), (SERVE, True)):
            stdin = io.TextIOWrapper(io.BytesIO(text.encode()))
            monkeypatch.setattr("sys.stdin", stdin)
            stdin_get_value.cache_clear()
            flake8(arguments)
            assert ("AIG601" in capsys.readouterr().out) == expected
