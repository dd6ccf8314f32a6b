"""Bad and odd input: no crash, no AIG000, nothing lost, under the real flake8 and on our own."""

import ast
import subprocess
import sys
import warnings

import pytest
from flake8_runs import codes, flake8
from programs import grown

from aiguard_flake8.engine import CannotAnalyse, check_source
from aiguard_flake8.library import Libraries
from aiguard_flake8.project.modules import Project
from aiguard_flake8.rule import all_rules

SMELL = "import requests\n\n\ndef rate():\n    return requests.get('https://example.com').text\n"
LIBRARIES = Libraries()


def on_our_own(source, filename="shop/service.py"):
    return check_source(source, filename, all_rules(), Project(LIBRARIES))


def nested(depth):
    lines = ["def f(x):"]
    lines += ["    " * level + "if x:" for level in range(1, depth + 1)]
    return "\n".join([*lines, "    " * (depth + 1) + "return 1", ""])


def calling_each_other(count):
    """Functions that return what others return, under handlers that return it, too."""
    functions = []
    for number in range(count):
        calls = "\n".join(
            f"    try:\n        return f{other}(x)\n"
            f"    except Exception:\n        return f{other}(x)"
            for other in range(count)
            if other != number
        )
        functions.append(f"def f{number}(x):\n{calls}\n")
    return "\n".join(functions)


ODD = {
    "functions that call each other": calling_each_other(20),
    "empty": "",
    "one comment": "# nothing here\n",
    "no newline at the end": "x = 1",
    "5,000 terms": "x = " + " + ".join(["1"] * 5000) + "\n",
    "5,000 strings joined": "x = " + " + ".join(["'a'"] * 5000) + "\n",
    "5,000 or": "x = " + " or ".join(["y"] * 5000) + "\n",
    "300 chained calls": "import requests\nrequests" + ".get()" * 300 + "\n",
    "300 chained calls of a query": "q = session" + ".filter(1)" * 300 + "\n",
    "90 nested blocks": nested(90),
    "1,000 nested blocks": nested(1000),
    "2,000 elif": "def f(x):\n    if x == 0:\n        return 0\n"
    + "".join(f"    elif x == {n}:\n        return {n}\n" for n in range(1, 2000)),
    "a handler with 900 elif": "try:\n    f()\nexcept Exception as e:\n    if e == 0:\n        pass"
    "\n" + "".join(f"    elif e == {n}:\n        return_({n})\n" for n in range(1, 900)),
    "90 nested parentheses": "x = " + "(" * 90 + "1" + ")" * 90 + "\n",
    "3,000 nested parentheses": "x = " + "(" * 3000 + "1" + ")" * 3000 + "\n",
    "a very long line": "x = [" + ", ".join(["'abc def'"] * 40_000) + "]  # end\n",
    "a long string": "x = '" + "a" * 1_000_000 + "'\n",
    "CRLF": SMELL.replace("\n", "\r\n"),
    "form feeds": SMELL.replace("\n\n\n", "\n\x0c\n\x0c\n"),
    "a null byte": "x = 1\x00\n",
    "broken syntax": "def f(:\n    pass\n",
    "a cell magic": "%matplotlib inline\nx = 1\n",
    "newer syntax": "type X[T = int] = list[T]\n",
    "wildcards": "from os import *\nfrom requests import *\nget('x')\n",
    "names bound in a ring": "a = b\nb = c\nc = a\na.get()\n",
    "a class that inherits from itself": "class A(A):\n    x = 1\n\n\nA().x.y()\n",
    "classes in a ring": "class A(B):\n    pass\n\n\nclass B(A):\n    pass\n\n\nB().get().x()\n",
    "functions in a ring": "def f():\n    return g()\n\n\ndef g():\n    return f()\n\n\nf().x()\n",
    "a lambda that calls itself": "f = lambda: f()\nf().get()\n",
}


@pytest.mark.parametrize("name", ODD)
def test_our_own_analysis_survives_and_names_the_file(name):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            ast.parse(ODD[name])
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            with pytest.raises(CannotAnalyse, match=r"^shop/service\.py: "):
                on_our_own(ODD[name])
        else:
            assert "AIG000" not in {each.code for each in on_our_own(ODD[name])}


@pytest.mark.parametrize("name", ["empty", "one comment", "CRLF", "form feeds", "broken syntax",
                                  "a null byte", "a cell magic", "90 nested blocks"])  # fmt: skip
def test_flake8_ends_as_it_does_without_us(tmp_path, name):
    path = tmp_path / "odd.py"
    path.write_bytes(ODD[name].encode())
    ours = flake8("odd.py", cwd=tmp_path)
    theirs = flake8("--extend-ignore=AIG", "odd.py", cwd=tmp_path)
    assert ours.stderr == theirs.stderr
    kept = [line for line in ours.stdout.splitlines() if " AIG" not in line]
    assert kept == theirs.stdout.splitlines()
    assert "AIG000" not in codes(ours)


ENCODINGS = {
    "utf-8 with a BOM": SMELL.encode("utf-8-sig"),
    "latin-1 with a cookie": b"# -*- coding: latin-1 -*-\nx = '\xe9'\n" + SMELL.encode(),
    "latin-1 without": b"x = '\xe9'\n" + SMELL.encode(),
    "utf-16": SMELL.encode("utf-16"),
    "an unknown cookie": b"# -*- coding: martian -*-\n" + SMELL.encode(),
}


@pytest.mark.parametrize("name", ENCODINGS)
def test_encodings(tmp_path, name):
    (tmp_path / "odd.py").write_bytes(ENCODINGS[name])
    result = flake8("odd.py", cwd=tmp_path, guarded=True)
    assert "AIG000" not in result.stdout
    assert "Traceback" not in result.stdout + result.stderr
    # What flake8 can read it reports; what it cannot it names, and so do we.
    try:
        expected = [each.code for each in on_our_own(ENCODINGS[name]) if each.code == "AIG201"]
    except CannotAnalyse:
        assert codes(result)
    else:
        assert [code for code in codes(result) if code == "AIG201"] == expected == ["AIG201"]


def test_marks_are_found_behind_wide_characters():
    source = 'x = "äöü 漢字"  # rest of the code remains unchanged\n'
    assert [(each.line, each.code) for each in on_our_own(source)] == [(1, "AIG903")]


def test_generated_programs():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        ran = 0
        for source in grown(300, seed=20260101):
            on_our_own(source)
            on_our_own(source, "tests/test_shop.py")
            ran += 1
    assert ran > 150


def test_grammar_made_programs():
    import hypothesis
    import hypothesmith

    @hypothesis.settings(
        max_examples=40, deadline=None, database=None, derandomize=True,
        suppress_health_check=list(hypothesis.HealthCheck),
    )  # fmt: skip
    @hypothesis.given(hypothesmith.from_grammar())
    def survives(source):
        try:
            on_our_own(source)
        except CannotAnalyse:
            hypothesis.reject()

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        survives()


def test_a_symlink_loop_is_no_trap(tmp_path):
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "again").symlink_to(tmp_path / "app", target_is_directory=True)
    (tmp_path / "app" / "service.py").write_text(SMELL)
    result = flake8("app/service.py", cwd=tmp_path)
    assert "AIG201" in codes(result)


def test_the_linted_code_is_not_imported(tmp_path):
    (tmp_path / "service.py").write_text("raise SystemExit('imported')\n" + SMELL)
    (tmp_path / "requests.py").write_text("raise SystemExit('imported')\n")
    result = flake8("service.py", cwd=tmp_path)
    assert "imported" not in result.stdout + result.stderr


def test_no_socket_is_opened(tmp_path):
    (tmp_path / "service.py").write_text(SMELL)
    (tmp_path / "run.py").write_text(
        "import socket, sys\n"
        "def refuse(*a, **k): raise SystemExit('a socket was opened')\n"
        "socket.socket.connect = socket.create_connection = refuse\n"
        "from flake8.main.cli import main\n"
        "sys.exit(main(['-j1', 'service.py']))\n"
    )
    result = subprocess.run(
        [sys.executable, "run.py"], cwd=tmp_path, capture_output=True, text=True, timeout=60
    )
    assert "socket" not in result.stdout + result.stderr
    assert "AIG201" in result.stdout
