"""Where a project names one of its functions: found by text first, then read.

Asked of the few functions of which something is about to be said, since it leads through modules
that nobody may have asked for.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import PurePath
from typing import TYPE_CHECKING

from aiguard_flake8.project.link import Resolved
from aiguard_flake8.tree import Function, last_name
from aiguard_flake8.values import Value

if TYPE_CHECKING:
    from aiguard_flake8.file import File

_MOST_FILES = 12  # that name a function; of more, most mean another one

Place = tuple[str, str]  # the file of a function, and its path there


def place_of(function: Function, file: File) -> Place:
    """Where a function stands."""
    return file.path, file.names.local_path(function)


def naming_files(function: Function, home: File, asked: File) -> list[File] | None:
    """The files that may mean a function of `home`, tests left out; None if too many may.

    `asked` is the file that is being linted, whose layers are at hand.
    """
    paths = _naming(function, home)
    if paths is None or len(paths) > _MOST_FILES:
        return None
    found = (asked if path == asked.path else home.project.layers(path) for path in paths)
    return [each for each in found if each is not None and not each.is_test]


def named_at(function: Function, home: File, other: File) -> Iterator[ast.Name | ast.Attribute]:
    """The places in `other` that stand for a function of `home`, as far as anybody can tell."""
    own = Resolved(home.path, Value(home.names.local_path(function)))
    for node in other.tree.of(ast.Name, ast.Attribute):
        name = node.id if isinstance(node, ast.Name) else node.attr
        if name == function.name and isinstance(node.ctx, ast.Load) and _may_be(node, own, other):
            yield node


def is_looked_up(function: Function, other: File) -> bool:
    """Whether somebody may find a function by its name; a module that lists it does not."""
    return any(_says(each, function.name, other) for each in other.tree.of(ast.Constant))


def _says(text: ast.Constant, name: str, file: File) -> bool:
    if text.value != name:
        return False
    statement = file.tree.statement(text)
    return not (isinstance(statement, ast.Assign) and last_name(statement.targets[0]) == "__all__")


def _naming(function: Function, home: File) -> dict[str, None] | None:
    """The files that may mean a function by its name, its own first; None where nobody can say."""
    mentions = home.project.mentions
    files = mentions.named_in(home.folder, function.name)
    if files is None:
        return None
    exported = any(PurePath(each).name == "__init__.py" for each in files)
    if not exported and home.tree.enclosing_class(function) is None:
        # Whoever imports it, or its module, names the module.
        modules = frozenset(mentions.named_in(home.folder, _module(home)) or ())
        files = tuple(each for each in files if each in modules)
    return dict.fromkeys((home.path, *files))


def _module(file: File) -> str:
    """The last word of what a file is imported as."""
    path = PurePath(file.path)
    return path.parent.name if path.stem == "__init__" else path.stem


def _may_be(node: ast.Name | ast.Attribute, own: Resolved, file: File) -> bool:
    """Whether a name stands for a function, as far as anybody can tell."""
    value = file.names.value(node)
    if value is None:  # of `self` we would know
        return isinstance(node, ast.Attribute) and last_name(node.value) not in ("self", "cls")
    where = file.linker.resolve(value, file.path)
    if where is None or not where.file:
        return where is None and isinstance(node, ast.Attribute)
    if where == own:
        return True
    named = file.project.effects.functions(where)
    return any((each[0], each[1].path) == (own.file, own.value.path) for each in named)
