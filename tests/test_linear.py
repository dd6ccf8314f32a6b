"""Projects of an odd shape: the work, counted in calls of our functions, grows as they do."""

import ast
import sys
from pathlib import Path

import pytest

import aiguard_flake8
from aiguard_flake8.file import File
from aiguard_flake8.library import Libraries
from aiguard_flake8.project.modules import Project

PACKAGE = str(Path(aiguard_flake8.__file__).parent)
LIBRARIES = Libraries()
HEAD = "import requests\n\n"


def work(root: Path, linted: list[str]) -> tuple[int, set[str]]:
    """How often our functions are called when every call of some files is asked about."""
    for name in ("requests.get", "builtins.len", "re.compile"):
        LIBRARIES.facts(name)  # reading models is not what is counted
    found: set[str] = set()
    count = 0

    def counted(frame, event, _):
        nonlocal count
        if event == "call" and frame.f_code.co_filename.startswith(PACKAGE):
            count += 1

    project = Project(LIBRARIES)
    sys.setprofile(counted)
    try:
        for name in linted:
            text = (root / name).read_text()
            file = File(ast.parse(text), str(root / name), text.splitlines(True), project)
            for node in file.tree.of(ast.Call):
                found.update(effect.kind for effect in file.reach.effects(node))
                file.reach.raises(node)
                file.reach.may_be_none(node)
                file.reach.maker(node)
    finally:
        sys.setprofile(None)
    return count, found


def ring(size):
    """Functions that call each other in a ring; one of them sends a request."""
    body = "".join(f"def f{n}():\n    f{(n + 1) % size}()\n\n" for n in range(size))
    return {"main.py": HEAD + body + "def g():\n    f0()\n    requests.get('/')\n"}


def knot(size):
    """Functions of which each calls ten others."""
    calls = ["".join(f"    f{(n * 7 + k * k) % size}()\n" for k in range(10)) for n in range(size)]
    body = "".join(f"def f{n}():\n{calls[n]}\n" for n in range(size))
    return {"main.py": f"{HEAD}{body}def g():\n    f0()\n    requests.get('/')\n"}


def ring_of_modules(size):
    return {
        f"m{n}.py": f"{HEAD}from m{(n + 1) % size} import f{(n + 1) % size}\n\n"
        f"def f{n}():\n    return f{(n + 1) % size}()\n"
        for n in range(size)
    }


def hierarchy(size):
    """Classes of which each inherits from the one before; all ask what the first one has."""
    first = HEAD + "class C0:\n    def load(self):\n        requests.get('/')\n\n"
    body = "".join(
        f"class C{n}(C{n - 1}):\n    def m{n}(self):\n        self.load()\n\n"
        for n in range(1, size)
    )
    return {"main.py": first + body}


def hierarchy_of_modules(size):
    files = {"m0.py": HEAD + "class C0:\n    def load(self):\n        requests.get('/')\n"}
    for n in range(1, size):
        files[f"m{n}.py"] = (
            f"from m{n - 1} import C{n - 1}\n\n"
            f"class C{n}(C{n - 1}):\n    def m{n}(self):\n        self.load()\n"
        )
    return files


def overrides(size):
    """Each class has the method, and calls that of its base."""
    first = HEAD + "class C0:\n    def load(self):\n        requests.get('/')\n\n"
    body = "".join(
        f"class C{n}(C{n - 1}):\n    def load(self):\n        super().load()\n\n"
        for n in range(1, size)
    )
    return {"main.py": first + body}


def imported_by_all(size):
    files = {"common.py": HEAD + "def fetch():\n    requests.get('/')\n"}
    for n in range(size):
        files[f"m{n}.py"] = f"from common import fetch\n\ndef f{n}():\n    fetch()\n"
    return files


def stars(size):
    """Modules that take all names of each of the next three, and one that is nowhere."""
    return {
        f"m{n}.py": "".join(f"from m{(n + k) % size} import *\n" for k in (1, 2, 3))
        + f"\ndef f{n}():\n    nowhere()\n    f{(n + 5) % size}()\n"
        for n in range(size)
    }


def chain_of_results(size):
    """Functions that return what the next one returns."""
    body = "".join(f"def f{n}():\n    return f{n + 1}()\n\n" for n in range(size))
    return {"main.py": f"{HEAD}{body}def f{size}():\n    return requests.get('/')\n"}


def callbacks(size):
    """Functions that hand what they are given to the next one."""
    body = "".join(f"def f{n}(work):\n    f{n + 1}(work)\n\n" for n in range(size))
    last = f"def f{size}(work):\n    work()\n\n"
    return {"main.py": f"{HEAD}{body}{last}def g():\n    f0(lambda: requests.get('/'))\n"}


def handlers(size):
    """Exceptions that inherit from each other, and handlers for each of them."""
    classes = "class E0(Exception):\n    pass\n\n" + "".join(
        f"class E{n}(E{n - 1}):\n    pass\n\n" for n in range(1, size)
    )
    body = "".join(
        f"def f{n}():\n    try:\n        f{n + 1}()\n    except E{n % size}:\n        raise\n\n"
        for n in range(size)
    )
    return {"main.py": f"{classes}{body}def f{size}():\n    raise E{size - 1}\n"}


SHAPES = [
    (ring, 1000),
    (knot, 200),
    (ring_of_modules, 60),
    (hierarchy, 100),
    (hierarchy_of_modules, 50),
    (overrides, 100),
    (imported_by_all, 100),
    (stars, 30),
    (chain_of_results, 300),
    (callbacks, 200),
    (handlers, 60),
]


@pytest.mark.parametrize(("shape", "size"), SHAPES, ids=lambda each: getattr(each, "__name__", ""))
def test_the_work_is_linear(tmp_path, shape, size):
    counts = []
    for factor in (1, 2):
        root = tmp_path / str(factor)
        root.mkdir()
        files = shape(size * factor)
        for name, source in files.items():
            (root / name).write_text(source)
        count, found = work(root, sorted(files))
        counts.append(count)
        assert found in ({"http"}, set())
    assert counts[1] < 2.3 * counts[0], counts


def test_a_ring_of_two_thousand_and_a_hierarchy_of_two_hundred(tmp_path):
    for name, source in {**ring(2000), "c.py": hierarchy(200)["main.py"]}.items():
        (tmp_path / name).write_text(source)
    count, found = work(tmp_path, ["main.py", "c.py"])
    assert found == {"http"}
    assert count < 3_000_000
