"""Where a noqa is looked for is where flake8 looks for it."""

import argparse
import ast
import sysconfig
from pathlib import Path

import astroid
import pytest
from flake8.processor import FileProcessor

from aiguard_flake8.runner.physical_lines import physical_line
from aiguard_flake8.source_lines import read_lines

OPTIONS = argparse.Namespace(
    hang_closing=False, indent_size=4, max_line_length=79, max_doc_length=None, verbose=0
)
ODD = '''\
x = """a
b"""; y = (
    1); z = """c
d"""
def f(a, b="""
"""): return """
%s""" % (
    a,
    "one" "two"
    "three",
)

@decorated("""
""",
    2)
@other
class C:
    """Doc

    string."""
    if x: y = \\
        1
    # comment
    value = f"""{
        x
    } more
    """

    def g(self):
        try:
            return 1
        except (A,
                B) as error: pass
        finally:
            call("""
            """, other(
                1))
        \\
        z = 3
        match x:
            case """a
            b""": pass
async def h(): await g(x,
    """y
    """)
if x: a = """
"""; b = 1
elif y: \\
    c = 2
\f
last = 1  # noqa
'''


def files():
    yield from sorted(Path(astroid.__file__).parent.rglob("*.py"))
    library = Path(sysconfig.get_path("stdlib"))
    yield from sorted([*library.glob("[ad]*.py"), *library.glob("test/test_*string*.py")])


def compare(lines, name):
    """Each line, and whether flake8 had to be asked."""
    asked = []
    tree = ast.parse("".join(lines))
    theirs = FileProcessor(name, OPTIONS, lines=lines).noqa_line_for

    def slowly(number):
        asked.append(number)
        return theirs(number)

    for number in range(len(lines) + 3):
        assert physical_line(number, tree, lines, slowly) == theirs(number), (name, number)
    return len(asked)


@pytest.mark.parametrize("end", ["", "\n", "  ", "x = 1", "# comment", '"""\n"""'])
def test_odd_source(end):
    lines = (ODD + end).splitlines(keepends=True)
    text = "".join(lines).replace("\f", "\f").split("\n")
    compare([f"{line}\n" for line in text[:-1]] + [text[-1]][: bool(text[-1])], "odd.py")


def test_real_source():
    asked = total = 0
    for path in files():
        lines = read_lines(path.read_bytes())
        total += len(lines)
        asked += compare(lines, str(path))
    assert total > 30_000
    assert asked < total / 20
