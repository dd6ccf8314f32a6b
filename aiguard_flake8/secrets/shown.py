"""Literals that nobody runs with: examples that are shown, and texts that are looked for."""

from __future__ import annotations

import ast

from aiguard_flake8.facts.words import words
from aiguard_flake8.secrets.literals import key_of, target_name
from aiguard_flake8.secrets.pragmas import serves_tests
from aiguard_flake8.tree import FUNCTIONS, Tree

# What shows how something is filled in: no program reads it.
_SHOWS = frozenset(
    "example examples sample samples placeholder template help description hint hints doc docs "
    "usage schema extra label labels title message text demo".split()
)

# Functions whose data are nobody's.
_PRETENDS = frozenset(
    "example examples sample samples placeholder placeholders demo fake mock dummy".split()
)


def is_shown(node: ast.AST, tree: Tree) -> bool:
    """Whether a literal is part of an example that is shown to people, or of a label."""
    child = node
    for ancestor in tree.ancestors(node):
        name = ""
        match ancestor:
            case ast.keyword(arg=str() as name):
                pass
            case ast.Dict():
                name = key_of(ancestor, child)
            case ast.Assign(targets=[target]) | ast.AnnAssign(target=target):
                name = target_name(target)
            case ast.ClassDef():
                name = ancestor.name
        parts = words(name)
        if _SHOWS.intersection(parts) or ("test" in parts and child is not node):
            return True
        if isinstance(ancestor, FUNCTIONS):
            return bool(_PRETENDS.intersection(words(ancestor.name)))
        if isinstance(ancestor, ast.ClassDef):
            return False
        child = ancestor
    return False


def is_of_tests(tree: Tree) -> bool:
    """Whether a module says that it is there for tests: `Settings of the test project`."""
    return serves_tests(ast.get_docstring(tree.module) or "")


def is_in_text(node: ast.AST, tree: Tree) -> bool:
    """Whether a literal is put into a larger text: `f"Client({key or 'your-key'})"`."""
    return any(isinstance(each, ast.FormattedValue) for each in tree.ancestors(node))


_DEFAULTS_BY_NAME = frozenset("default insecure placeholder".split())


def compared(tree: Tree) -> frozenset[object]:
    """The literals that something is compared with, and those of defaults that are."""
    found: set[object] = set()
    names: set[str] = set()
    for node in tree.of(ast.Compare):
        for side in (node.left, *node.comparators):
            elements = [side]
            if isinstance(side, ast.Tuple | ast.List | ast.Set):
                elements = side.elts
            found.update(each.value for each in elements if isinstance(each, ast.Constant))
            names.update(map(target_name, elements))
    for statement in tree.of(ast.Assign):
        name = target_name(statement.targets[0])
        if name in names and isinstance(statement.value, ast.Constant):
            if _DEFAULTS_BY_NAME.intersection(words(name)):
                found.add(statement.value.value)
    return frozenset(found)
