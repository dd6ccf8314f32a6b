"""Time limits that a function or class takes and does nothing with."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from aiguard_flake8.patterns import Pattern
from aiguard_flake8.tree import Function, last_name, parameters

if TYPE_CHECKING:
    from aiguard_flake8.file import File

_LIMIT = Pattern(r"(\w+_)?time_?out(_s|_sec|_secs|_seconds|_ms)?|deadline")
_WAITS = frozenset({"http", "llm", "process", "read", "write", "sleep"})
_PLAIN = frozenset({"builtins.staticmethod", "builtins.classmethod", "builtins.property"})


def ignored_limit(function: Function, file: File) -> tuple[str, str] | None:
    """The parameter that limits nothing, and what waits without it."""
    limits = [each.arg for each in parameters(function.args) if _LIMIT.fullmatch(each.arg)]
    if not limits or _is_told_by_others(function, file):
        return None
    for name in limits:
        if function.name == "__init__":
            waits = _unread_attribute(name, function, file)
        elif _is_read(name, function):
            waits = ""
        else:
            waits = _waits(function, file)
        if waits:
            return name, waits
    return None


def _is_told_by_others(function: Function, file: File) -> bool:
    """Whether somebody else decides on the parameters: a base class, a decorator, a stub."""
    cls = file.tree.enclosing_class(function)
    if cls is not None and (cls.bases or cls.keywords):
        return True
    if any(file.names.path(each) not in _PLAIN for each in function.decorator_list):
        return True
    return any(
        isinstance(each.func, ast.Name) and each.func.id in ("locals", "vars")
        for each in file.tree.own(function, ast.Call)
    )


def _is_read(name: str, function: Function) -> bool:
    return any(
        isinstance(node, ast.Name) and node.id == name
        for statement in function.body
        for node in ast.walk(statement)
    )


def _unread_attribute(name: str, function: Function, file: File) -> str:
    """What the class waits for, when it stores the limit where nobody in the file reads it."""
    stored = ""
    loads = [
        node
        for statement in function.body
        for node in ast.walk(statement)
        if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load)
    ]
    for load in loads:
        match file.tree.parent(load):
            case ast.Assign(targets=[ast.Attribute(value=ast.Name(id="self"), attr=attr)]):
                stored = attr
            case _:
                return ""
    cls = file.tree.enclosing_class(function)
    if cls is None:
        return ""
    if stored and any(
        node.attr == stored and isinstance(node.ctx, ast.Load) and file.tree.inside(node, cls)
        for node in file.tree.of(ast.Attribute)
    ):
        return ""
    if stored and not stored.startswith("_") and _is_handed_on(cls, file):
        return ""
    for method in cls.body:
        if isinstance(method, ast.FunctionDef | ast.AsyncFunctionDef) and method is not function:
            if waits := _waits(method, file):
                return waits
    return ""


def _is_handed_on(cls: ast.ClassDef, file: File) -> bool:
    """Whether methods hand the object itself to others, who may read its attributes."""
    for method in cls.body:
        if isinstance(method, ast.FunctionDef | ast.AsyncFunctionDef):
            for call in file.tree.own(method, ast.Call):
                given = [*call.args, *(each.value for each in call.keywords)]
                if any(isinstance(each, ast.Name) and each.id == "self" for each in given):
                    return True
    return False


def _waits(function: Function, file: File) -> str:
    """The call of a function that waits for something outside, as a message names it."""
    for node in file.tree.own(function, ast.Call):
        call = file.call(node)
        if call is not None and call.facts.name:
            if "in-process" in call.facts.traits:
                continue
            if call.facts.timeout and call.facts.effect in _WAITS:
                if not any(call.argument(each) is not None for each in call.facts.timeout):
                    return call.label + "()"
        elif call is not None and _offers_limit(node, file):
            return last_name(node.func) + "()"
    return ""


def _offers_limit(node: ast.Call, file: File) -> bool:
    """Whether a function of the project takes a limit, too, and is given none."""
    if any(isinstance(each, ast.Starred) for each in node.args):
        return False
    called = file.reach.function(node)
    if called is None or any(keyword.arg is None for keyword in node.keywords):
        return False
    named = {keyword.arg for keyword in node.keywords}
    limits = [i for i, name in enumerate(called.parameters) if _LIMIT.fullmatch(name)]
    return bool(limits) and not any(
        i < len(node.args) or called.parameters[i] in named for i in limits
    )
