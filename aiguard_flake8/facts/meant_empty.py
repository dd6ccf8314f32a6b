"""Which functions are meant to have no body: declared, overloaded, replaced, or left to heirs."""

from __future__ import annotations

import ast
import re
from pathlib import PurePath
from typing import TYPE_CHECKING

from aiguard_flake8.comments import docstring
from aiguard_flake8.facts.roles import HANDLER, TASK
from aiguard_flake8.facts.words import words
from aiguard_flake8.patterns import Pattern
from aiguard_flake8.project.link import Resolved
from aiguard_flake8.tree import FUNCTIONS, Function, last_name, target_of
from aiguard_flake8.values import LOCAL, Value

if TYPE_CHECKING:
    from aiguard_flake8.file import File

DEPENDENCY = "dependency"
STARTED_BY = {HANDLER: "a request", TASK: "the task queue", DEPENDENCY: "a request"}
# What the docstring of a class says that others inherit from.
_FOR_HEIRS = Pattern(r"\bbase class|\babstract|\binterface\b|sub-?class|\bmixin\b", re.IGNORECASE)
_EMPTY = frozenset(
    "null noop nop dummy fake mock stub placeholder todo no empty disabled unsupported".split()
)
_INHERITED = frozenset("abstract base mixin interface protocol skeleton template".split())
_PLAIN_DECORATORS = frozenset(
    {"builtins.staticmethod", "builtins.classmethod", "builtins.property"}
)
_PLAIN_ROLES = frozenset({"cached", "retry", "property"})
_DECLARING_BASES = frozenset({"abc.ABC", "typing.Protocol", "typing_extensions.Protocol"})
_DECLARES = 3  # methods that nobody has written: the class says what others are to have


def is_meant(function: Function, file: File) -> bool:
    """Whether it is declared rather than defined: abstract, overloaded, one of several."""
    scope = file.tree.scope(function)
    if file.tree.parent(function) is not scope or not isinstance(scope, ast.Module | ast.ClassDef):
        return True  # defined within a function, or under a condition
    if len(file.scopes.bindings(scope, function.name)) > 1 or _EMPTY.intersection(
        words(function.name)
    ):
        return True
    if _is_replaced(function, file) or _is_filled_in(function, scope, file):
        return True
    starts = file.roles.role(function) in STARTED_BY
    if not (starts or all(_is_plain(each, file) for each in function.decorator_list)):
        return True
    return isinstance(scope, ast.ClassDef) and (
        _is_declaration(scope, file) or (_only_raises(function) and not _is_built(scope, file))
    )


def _is_replaced(function: Function, file: File) -> bool:
    """Whether somebody puts another in its place: `field.load = self._load`."""
    stored = (each for each in file.tree.of(ast.Attribute) if isinstance(each.ctx, ast.Store))
    return any(each.attr == function.name for each in stored)


def _is_filled_in(function: Function, scope: ast.AST, file: File) -> bool:
    """Whether a method stands there because a framework's class asks for it: `get_queryset`."""
    return isinstance(scope, ast.ClassDef) and file.roles.role(function) == DEPENDENCY


def has_heirs(cls: str, home: str, file: File) -> bool:
    """Whether classes of other modules inherit from the class `:Base` of the file `home`."""
    name = cls.lstrip(LOCAL).rpartition(".")[2]
    project = file.project
    for candidate in project.class_heads.candidates(str(PurePath(home).parent), name):
        for each in project.summary(candidate).classes.values():
            found = (project.linker.resolve(Value(base), candidate) for base in each.bases if base)
            if any(base == Resolved(home, Value(cls)) for base in found):
                return True
    return False


def _is_plain(decorator: ast.expr, file: File) -> bool:
    """Whether a decorator leaves the work to the function."""
    path = file.names.path(target_of(decorator))
    facts = file.libraries.facts(path) if path else None
    return path in _PLAIN_DECORATORS or (facts is not None and facts.decorates in _PLAIN_ROLES)


def _work(function: Function) -> list[ast.stmt]:
    """The body of a function behind its docstring."""
    return function.body[1:] or function.body if docstring(function) else function.body


def _only_raises(function: Function) -> bool:
    return isinstance(function.body[-1], ast.Raise)


def _is_declaration(cls: ast.ClassDef, file: File) -> bool:
    """Whether a class is there to be inherited, or to be empty."""
    if (_EMPTY | _INHERITED).intersection(words(cls.name)) or cls.keywords:
        return True
    text = docstring(cls)
    if text is not None and _FOR_HEIRS.search(str(text.value)):
        return True
    bases = file.names.bases(cls)
    if any(base in _DECLARING_BASES for base in bases):
        return True
    path = file.names.local_path(cls)
    if any(path in file.names.bases(each) for each in file.tree.of(ast.ClassDef)):
        return True
    methods = [each for each in cls.body if isinstance(each, FUNCTIONS)]
    left = [each for each in methods if isinstance(_work(each)[0], ast.Raise)]
    return len(left) >= _DECLARES or any(_is_abstract(each, file) for each in methods)


def _is_abstract(function: Function, file: File) -> bool:
    paths = (file.names.path(each) for each in function.decorator_list)
    facts = (file.libraries.facts(each) for each in paths if each)
    return any(each is not None and each.decorates == "abstract" for each in facts)


def _is_built(cls: ast.ClassDef, file: File) -> bool:
    """Whether the file makes objects of this very class, which inherits from nothing.

    `self.row_class()` makes them of whatever class somebody put there.
    """
    if any(file.names.path(base) != "builtins.object" for base in cls.bases):
        return False
    path = file.names.local_path(cls)
    calls = (call.node for call in file.calls if call.path == path)
    return any(
        last_name(call.func) == cls.name and not file.tree.inside(call, cls) for call in calls
    )
