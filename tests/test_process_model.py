"""Results depend on the files alone: not on order, workers, start method, or where text comes from.

Everything runs through the real flake8.
"""

import subprocess
import sys
from pathlib import Path

import pytest
from flake8_runs import codes, flake8

WEB = "import requests\n\n\ndef fetch(url):\n    return requests.get(url, timeout=5)\n"
SELECT = "--select=AIG601,E9"


def caller(imported, called="fetch('/')"):
    return f"{imported}\nfrom web import get\n@get\nasync def show():\n    return {called}\n"


def write(root, files):
    for name, source in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source)


def reported(result):
    """The lines of flake8's output, sorted: files come in any order."""
    assert result.stderr == ""
    return sorted(line.replace("\\", "/") for line in result.stdout.splitlines())


@pytest.fixture
def shop(tmp_path, monkeypatch):
    """Ten modules that lead to each other, and one that blocks."""
    monkeypatch.setenv("AIGUARD_CACHE", "off")
    files = {"setup.cfg": "", "app/__init__.py": "", "app/web.py": WEB}
    for number in range(10):
        below = "web" if number == 0 else f"step{number - 1}"
        name = "fetch" if number == 0 else f"load{number - 1}"
        files[f"app/step{number}.py"] = (
            f"from app.{below} import {name}\n\n\n"
            f"def load{number}(url):\n    return {name}(url)\n\n\n"
            f"@get\nasync def show{number}(url):\n    return load{number}(url)\n"
        )
    write(tmp_path, files)
    return tmp_path


class TestRuns:
    def test_workers(self, shop):
        one = reported(flake8(SELECT, "-j1", "app", cwd=shop))
        assert len(one) == 3  # chains of up to five links
        assert reported(flake8(SELECT, "-j4", "app", cwd=shop)) == one

    def test_order(self, shop):
        files = sorted(str(path.relative_to(shop)) for path in (shop / "app").glob("*.py"))
        there = reported(flake8(SELECT, "-j1", *files, cwd=shop))
        assert reported(flake8(SELECT, "-j1", *reversed(files), cwd=shop)) == there
        assert there

    def test_the_sum_over_single_files_is_the_whole(self, shop):
        files = sorted(str(path.relative_to(shop)) for path in (shop / "app").glob("*.py"))
        whole = reported(flake8(SELECT, "-j1", *files, cwd=shop))
        single = [line for f in files for line in reported(flake8(SELECT, f, cwd=shop))]
        assert sorted(single) == whole

    @pytest.mark.parametrize("method", ["spawn", "forkserver"])
    def test_start_method(self, shop, method):
        script = shop / "start.py"
        script.write_text(
            "import multiprocessing\nimport sys\nfrom flake8.main.cli import main\n"
            "if __name__ == '__main__':\n"
            f"    multiprocessing.set_start_method({method!r})\n    sys.exit(main())\n"
        )
        command = [sys.executable, str(script), SELECT, "-j2", "app"]
        run = subprocess.run(command, cwd=shop, capture_output=True, text=True, timeout=120)
        assert reported(run) == reported(flake8(SELECT, "-j1", "app", cwd=shop))
        assert run.returncode == 1

    def test_a_filled_cache(self, shop, monkeypatch):
        monkeypatch.setenv("AIGUARD_CACHE", str(shop / "cache"))
        first = reported(flake8(SELECT, "-j2", "app", cwd=shop))
        assert reported(flake8(SELECT, "-j2", "app", cwd=shop)) == first
        monkeypatch.setenv("AIGUARD_CACHE", "off")
        assert reported(flake8(SELECT, "-j2", "app", cwd=shop)) == first

    def test_unsaved_text(self, shop):
        stdin = (SELECT, "--stdin-display-name=app/step0.py", "-")
        saved = (shop / "app" / "step0.py").read_text()
        assert codes(flake8(*stdin, cwd=shop, source=saved)) == ["AIG601"]
        unsaved = saved.replace("return fetch(url)", "return url")
        assert codes(flake8(*stdin, cwd=shop, source=unsaved)) == []
        # What is on the disk still counts for the others.
        assert codes(flake8(SELECT, "app/step1.py", cwd=shop)) == ["AIG601"]

    def test_unsaved_text_that_imports_what_the_saved_does_not(self, shop):
        stdin = (SELECT, "--stdin-display-name=app/new.py", "-")
        source = caller("from app.web import fetch")
        assert codes(flake8(*stdin, cwd=shop, source=source)) == ["AIG601"]


ROOTS = {
    "packages beside each other": (
        {"setup.cfg": "", "app/__init__.py": "", "lib/__init__.py": "", "lib/web.py": WEB},
        ("app/main.py", "from lib.web import fetch"),
    ),
    "src": (
        {"pyproject.toml": "", "src/shop/__init__.py": "", "src/shop/web.py": WEB},
        ("src/shop/main.py", "from shop.web import fetch"),
    ),
    "a folder beside src": (
        {"pyproject.toml": "", "src/shop/__init__.py": "", "src/shop/web.py": WEB},
        ("service/main.py", "from shop.web import fetch"),
    ),
    "backend/app": (
        {".git/HEAD": "", "frontend/package.json": "", "backend/app/web.py": WEB},
        ("backend/app/main.py", "from app.web import fetch"),
    ),
    "a namespace package": (
        {"pyproject.toml": "", "company/shop/__init__.py": "", "company/web/__init__.py": WEB},
        ("company/shop/main.py", "from company.web import fetch"),
    ),
    "several packages in one repository": (
        {
            ".git/HEAD": "",
            "packages/web/pyproject.toml": "",
            "packages/web/src/web/__init__.py": WEB,
            "packages/shop/pyproject.toml": "",
            "packages/shop/src/shop/__init__.py": "",
            "packages/shop/src/shop/web.py": WEB,
        },
        ("packages/shop/src/shop/main.py", "from shop.web import fetch"),
    ),
    "another package of the repository": (
        {
            ".git/HEAD": "",
            "libs/web/pyproject.toml": "",
            "libs/web/src/web/__init__.py": WEB,
            "services/shop/pyproject.toml": "",
            "services/shop/shop/__init__.py": "",
        },
        ("services/shop/shop/main.py", "from web import fetch"),
    ),
    "no packaging at all": ({"web.py": WEB}, ("main.py", "from web import fetch")),
    "relative": (
        {"app/__init__.py": "", "app/deep/__init__.py": "", "app/web.py": WEB},
        ("app/deep/main.py", "from ..web import fetch"),
    ),
}

# An import that leads elsewhere, although a module whose path ends alike is there.
ELSEWHERE = {
    "a suffix of a path": (
        {"setup.cfg": "", "app/__init__.py": "", "other/app/web.py": WEB},
        ("app/main.py", "from web import fetch"),
    ),
    "a folder further down": (
        {"setup.cfg": "", "app/__init__.py": "", "vendor/lib/web.py": WEB},
        ("app/main.py", "from lib.web import fetch"),
    ),
    "the package's own folder": (
        {"setup.cfg": "", "app/__init__.py": "", "app/requests_web.py": WEB},
        ("app/main.py", "from requests_web import fetch"),
    ),
    "one of two packages of the repository": (
        {
            ".git/HEAD": "",
            "libs/web/pyproject.toml": "",
            "libs/web/web/__init__.py": WEB,
            "old/web/pyproject.toml": "",
            "old/web/src/web/__init__.py": WEB,
        },
        ("shop/main.py", "from web import fetch"),
    ),
    "what a package of the repository leaves out": (
        {".git/HEAD": "", "libs/web/pyproject.toml": "", "libs/web/tests/__init__.py": WEB},
        ("shop/main.py", "from tests import fetch"),
    ),
    "the standard library": (
        {"setup.cfg": "", "json.py": WEB},
        ("main.py", "from json import fetch"),
    ),
    "above the project": (
        {"web.py": WEB, "project/pyproject.toml": "", "project/.git/HEAD": ""},
        ("project/main.py", "from web import fetch"),
    ),
}


@pytest.mark.parametrize("layout", ROOTS)
def test_modules_are_found_where_python_finds_them(tmp_path, layout):
    files, (main, imported) = ROOTS[layout]
    write(tmp_path, {**files, main: caller(imported)})
    assert codes(flake8(SELECT, main, cwd=tmp_path)) == ["AIG601"]
    # From another folder it is the same.
    folder = (tmp_path / main).parent
    assert codes(flake8(SELECT, Path(main).name, cwd=folder)) == ["AIG601"]


@pytest.mark.parametrize("layout", ELSEWHERE)
def test_a_source_root_is_a_real_one(tmp_path, layout):
    files, (main, imported) = ELSEWHERE[layout]
    write(tmp_path, {**files, main: caller(imported)})
    assert codes(flake8(SELECT, main, cwd=tmp_path)) == []


def test_modules_are_read_and_never_imported(tmp_path):
    write(
        tmp_path,
        {"web.py": "raise SystemExit(3)\n" + WEB, "main.py": caller("import web", "web.fetch(1)")},
    )
    result = flake8(SELECT, "main.py", cwd=tmp_path)
    assert codes(result) == ["AIG601"]
    assert not list(tmp_path.rglob("__pycache__"))


BROKEN = {
    "syntax": b"def fetch(url:\n",
    "null bytes": b"x = 1\0\n",
}


class TestUnreadable:
    """Such a module is unknown, and flake8 names it: once, in the run that checks it."""

    @pytest.mark.parametrize("kind", BROKEN)
    @pytest.mark.parametrize("jobs", ["-j1", "-j2"])
    def test_it_is_named_once(self, tmp_path, kind, jobs):
        mains = {f"main{n}.py": caller("from web import fetch") for n in range(4)}
        write(tmp_path, {"setup.cfg": "", **mains})
        (tmp_path / "web.py").write_bytes(BROKEN[kind])
        result = flake8(SELECT, jobs, ".", cwd=tmp_path)
        (line,) = reported(result)
        assert line.startswith("./web.py:")
        assert codes(result)[0] in ("E999", "E902")

    @pytest.mark.parametrize(
        "head", [b"# caf\xe9\n", b"# coding: latin-1\n# caf\xe9\n", b"\xef\xbb\xbf"]
    )
    def test_what_flake8_can_read_is_read(self, tmp_path, head):
        write(tmp_path, {"setup.cfg": "", "main.py": caller("from web import fetch")})
        (tmp_path / "web.py").write_bytes(head + WEB.encode())
        assert codes(flake8(SELECT, ".", cwd=tmp_path)) == ["AIG601"]

    def test_its_importers_are_checked(self, tmp_path):
        source = caller("import time\n\nfrom web import fetch", "fetch(time.sleep(1))")
        write(tmp_path, {"setup.cfg": "", "web.py": "def (", "main.py": source})
        assert codes(flake8(SELECT, "main.py", cwd=tmp_path)) == ["AIG601"]

    @pytest.mark.parametrize("kind", ["absent", "folder", "circle", "deep"])
    def test_odd_files(self, tmp_path, kind):
        write(tmp_path, {"setup.cfg": "", "main.py": caller("from web import fetch")})
        if kind == "folder":
            (tmp_path / "web.py").mkdir()
        elif kind == "circle":
            write(tmp_path, {"web.py": "from main import show as fetch\n"})
        elif kind == "deep":
            write(tmp_path, {"web.py": "x = " + "(" * 3000 + ")" * 3000 + "\n"})
        assert codes(flake8(SELECT, "main.py", cwd=tmp_path)) == []


HANDS_OVER = (
    "from typing import Protocol\n\n\nclass Gateway(Protocol):\n    def push(self, x): ...\n\n\n"
    "def send(gateway: Gateway, x):\n    return gateway.push(x)\n"
)
CALLS_BACK = "from app import main\n\n\ndef through(x):\n    return main.helper(x)\n"


class TestUnsaved:
    """What is on the screen counts, wherever other modules lead back to it."""

    def stdin(self, root, source, name="app/main.py"):
        return codes(flake8(SELECT, f"--stdin-display-name={name}", "-", cwd=root, source=source))

    def test_a_function_that_another_module_calls(self, tmp_path):
        saved = (
            "import requests\n\nfrom app.back import through\n\n\n"
            "def helper(x):\n    return x\nfrom web import get\n@get\n"
            "async def show(x):\n    return through(x)\n"
        )
        files = {"setup.cfg": "", "app/__init__.py": "", "app/back.py": CALLS_BACK}
        blocking = saved.replace("return x\n", "return requests.get(x, timeout=3)\n")
        for on_disk, on_screen, found in ((saved, blocking, ["AIG601"]), (blocking, saved, [])):
            write(tmp_path, {**files, "app/main.py": on_disk})
            assert self.stdin(tmp_path, on_screen) == found

    @pytest.mark.parametrize("saved", [None, "x = 1\n"])
    def test_a_class_that_stands_behind_a_protocol(self, tmp_path, saved):
        files = {"setup.cfg": "", "app/__init__.py": "", "app/gateway.py": HANDS_OVER}
        write(tmp_path, files if saved is None else {**files, "app/main.py": saved})
        source = (
            "import requests\n\nfrom app.gateway import Gateway, send\n\n\n"
            "class HttpGateway(Gateway):\n    def push(self, x):\n"
            "        return requests.post(x, timeout=3)\n\n\n"
            "@get\nasync def go(x):\n    return send(HttpGateway(), x)\n"
        )
        assert self.stdin(tmp_path, source) == ["AIG601"]
        gone = source.replace("requests.post(x, timeout=3)", "x")
        write(tmp_path, {"app/main.py": source})
        assert self.stdin(tmp_path, gone) == []
