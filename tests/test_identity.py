"""What makes two findings the same, and what does not."""

import ast

import pytest

from aiguard_flake8.comments import comments
from aiguard_flake8.identity import fingerprint, identity
from aiguard_flake8.tree import Place, Tree


def first(source, kind=ast.stmt):
    return next(node for node in ast.walk(ast.parse(source)) if isinstance(node, kind))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("f(a, b)", "f(\n    a,\n    b,\n)"),
        ("f('a' \"b\")", "f(\"ab\")"),
        ("f(u'a')", "f('a')"),
        ("f(0XFF, 1E5)", "f(0xff, 1e5)"),
        ("x = (f(a))", "x = f(a)"),
        ("for i in x:\n    f(i)", "for i in x:\n    g(i)\n    h(i)\nelse:\n    pass"),
        ("def f(a):\n    return 1", "def f(a, b=2):\n    return 2"),
        ("while True:\n    a()", "while True:\n    b()"),
        ("with f(a):\n    a()", "with f(a):\n    b()"),
        ("'''A\n    b.\n    '''", "'''A\n  b.'''"),
    ],
)  # fmt: skip
def test_layout_and_bodies_do_not_count(one, other):
    assert fingerprint(first(one)) == fingerprint(first(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("f(a, b)", "f(b, a)"),
        ("f(1)", "f('1')"),
        ("f(1)", "f(True)"),
        ("f(b'a')", "f('a')"),
        ("f((a, b))", "f(a, b)"),
        ("f([a], b)", "f([a, b])"),
        ("x = {**a}", "x = {None: a}"),
        ("x.a", "x.b"),
        ("x: int", "x: str"),
        ("a < b", "a > b"),
        ("f('a  b')", "f('a b')"),
        ("for i in x:\n    pass", "for i in y:\n    pass"),
        ("for i in x:\n    pass", "async def f():\n    async for i in x:\n        pass"),
    ],
)
def test_what_the_source_says_counts(one, other):
    assert fingerprint(first(one)) != fingerprint(first(other))


def test_it_does_not_depend_on_the_version_of_python():
    # Written down once: a baseline is read by whichever Python a member of the team has.
    assert (
        fingerprint(first("x = f(a, *b, k=1.5, **{'ä': [None, ...]})[1:2]")) == "5d6d579829035df9"
    )
    assert fingerprint(first("x = f'{a!r:>{w}} {b=} c'")) == "4fb8b82a911277c1"
    assert fingerprint(first("x = lambda a, /, b=1, *, c: (yield a)")) == "dc0e3e929e7a4422"


def test_depth_and_size_do_not_matter():
    chain = ast.Name("a")
    for _ in range(5000):
        chain = ast.Attribute(chain, "b")
    assert fingerprint(chain) != fingerprint(chain.value)
    assert fingerprint(first("x = 0x" + "f" * 9000)) != fingerprint(first("x = 0x" + "e" * 9000))


NESTED = """\
class Client:
    def fetch(self):
        def inner():
            return get(1)
        return get(2, verify=False)  # a   note

    @wrap(get(3))
    def other(self): ...

get(4)
"""


def test_the_function_is_named_with_what_is_around_it():
    tree = Tree(ast.parse(NESTED))
    found = {}
    for node in tree.of(ast.Call):
        if node.args and isinstance(node.args[0], ast.Constant):
            found[node.args[0].value] = identity(node, tree).function
    functions = {1: "Client.fetch.inner", 2: "Client.fetch", 3: "Client.other", 4: ""}
    assert found == functions


def test_a_keyword_is_told_by_its_call():
    tree = Tree(ast.parse("f(1, verify=False)\nf(2, verify=False)\n"))
    one, other = tree.of(ast.keyword)
    assert identity(one, tree) != identity(other, tree)


def test_a_comment_is_told_by_its_words_and_its_function():
    tree = Tree(ast.parse(NESTED))
    (comment,) = comments(NESTED.splitlines(True), tree)
    assert identity(comment, tree).function == "Client.fetch"
    moved = comment._replace(line=comment.line, text="# a note")
    assert identity(moved, tree) == identity(comment, tree)
    assert identity(comment._replace(text="# b"), tree) != identity(comment, tree)


def test_a_place_is_told_by_what_it_lies_in_and_not_by_its_line():
    source = "def load():\n    return 'a long text'\n"
    tree, moved = Tree(ast.parse(source)), Tree(ast.parse("\n" + source))
    (text,), (lower,) = tree.of(ast.Constant), moved.of(ast.Constant)
    here = identity(Place(text.lineno, 15, text), tree)
    assert here == identity(Place(lower.lineno, 15, lower), moved)
    assert here.function == "load"
    in_comment = identity(Place(2, 20), tree)
    assert in_comment == identity(Place(3, 20), moved)
    assert in_comment.function == "load"
