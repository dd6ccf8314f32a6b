"""Values that become a part of SQL: built here and executed there, or the other way round."""

from __future__ import annotations

import ast
from pathlib import PurePath
from typing import TYPE_CHECKING

from aiguard_flake8.facts.sql_text import inserted, statement

if TYPE_CHECKING:
    from aiguard_flake8.file import File
    from aiguard_flake8.project.summary import FunctionSummary

_MAY_HOLD_SQL = (ast.JoinedStr, ast.BinOp, ast.Call, ast.Name)


def injection(call: ast.Call, file: File) -> tuple[str, str] | None:
    """The value that a call puts into SQL, and the function that takes part in it."""
    given = statement(call, file)
    if given is not None:
        if not isinstance(given, _MAY_HOLD_SQL):
            return None
        value = inserted(given, file) if file.rows.holds_sql else None
        if value is not None:
            return ast.unparse(value), ""
        return _built_elsewhere(given, file)
    return _executed_elsewhere(call, file) if file.rows.holds_sql else None


def _built_elsewhere(given: ast.expr, file: File) -> tuple[str, str] | None:
    """`cursor.execute(order_query(name))`, also through a variable."""
    if isinstance(given, ast.Name):
        given = file.flow.constant(given) or given
    if isinstance(given, ast.Await):
        given = given.value
    if not isinstance(given, ast.Call):
        return None
    for home, function in file.reach.functions(given):
        value = function.inside.builds
        if value and not _is_given_literally(value, given, function):
            return value, f"built by {_named(function.path, home, file)}"
    return None


def _is_given_literally(value: str, call: ast.Call, function: FunctionSummary) -> bool:
    """Whether it is a parameter for which a call has a literal, or nothing."""
    if value not in function.parameters:
        return False
    index = function.parameters.index(value)
    given = {each.arg: each.value for each in call.keywords}.get(value)
    if given is None and index < len(call.args):
        given = call.args[index]
    return given is None or isinstance(given, ast.Constant)


def _executed_elsewhere(call: ast.Call, file: File) -> tuple[str, str] | None:
    """`fetch_rows(f"SELECT … {name}")`: a function of the project that executes what it gets."""
    arguments = [(str(index), each) for index, each in enumerate(call.args)]
    arguments += [(each.arg, each.value) for each in call.keywords if each.arg]
    for place, given in arguments:
        if not isinstance(given, ast.JoinedStr | ast.BinOp | ast.Name | ast.Call):
            continue
        value = inserted(given, file)
        found = (ast.unparse(value), "") if value is not None else _built_elsewhere(given, file)
        if found is None:
            continue
        for home, function in file.reach.functions(call):
            name = place
            if place.isdigit():
                index = int(place)
                if index >= len(function.parameters):
                    continue
                name = function.parameters[index]
            if name in function.inside.executes:
                taking = f"executed by {_named(function.path, home, file)}"
                return found[0], ", ".join(part for part in (found[1], taking) if part)
    return None


def _named(path: str, home: str, file: File) -> str:
    name = path.lstrip(":")
    return name if home == file.path else f"{name} in {PurePath(home).name}"
