"""SQL that is built from values: which parts of a statement come from variables, and where.

A value stands where SQL has one: behind a comparison, within quotes, in a list. What stands where a
table, a column or a clause is named is left alone, and so are numbers, constants, placeholders and
what is quoted by a function.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from enum import Enum, auto
from string import Formatter
from typing import TYPE_CHECKING, NamedTuple

from aiguard_flake8.facts.sql_checks import is_accepted, is_checked
from aiguard_flake8.facts.sql_values import (
    comes_from_outside,
    counts,
    is_counted,
    is_list_of_ids,
    is_name,
    is_safe,
    is_text,
)
from aiguard_flake8.patterns import Pattern
from aiguard_flake8.tree import Function, last_name, parameters

if TYPE_CHECKING:
    from aiguard_flake8.file import File

_SQL = Pattern(
    r"\s*(select\s.*\sfrom\s|insert\s+(or\s+\w+\s+)?into\s|replace\s+into\s|update\s+\S+\s.*\bset\s"
    r"|delete\s+from\s|merge\s+into\s|with\s.*\bselect\s|call\s)",
    re.IGNORECASE | re.DOTALL,
)
_VALUE_FOLLOWS = Pattern(
    r"(?is)([=<>]\s*|\b(like|ilike|between|regexp|rlike)\s+"
    r"|\b(in|values|any)\s*\(\s*|\b(in|values|any)\s*\([^()]*,\s*)$"
)
_EXECUTES = frozenset(
    "execute executemany executescript exec_driver_sql fetch fetchrow fetchval fetch_all fetch_one"
    " fetch_val raw read_sql read_sql_query".split()
)
_TEXT = frozenset({"sqlalchemy.text", "sqlmodel.text"})
# A number follows.
_COUNTS = Pattern(
    r"(?i)(\brow_?num(ber)?\s*[<=]=?\s*|\binterval\s+'?|\b(limit|offset|top|first|next)\s*\(?\s*"
    r"|\blimit\s+[\w?]+\s*,\s*)$"
)
# What the database calls its own tables is compared with what the project calls them.
_CATALOGUE = Pattern(
    r"(?i)\b(datname|relname|nspname|(table|column|schema|index)_?name|table_schema)\s*=\s*['\"]?$"
)
_MOST_VARIABLES = 6  # followed from one statement


_WORD = Pattern(r"(?i)\s*(select|insert|replace|update|delete|merge|with|call)\s")


def holds_sql(file: File) -> bool:
    """Whether a file holds a text that starts like a statement: the cheap question."""
    return any(
        isinstance(each.value, str)
        and _WORD.match(each.value) is not None
        and not isinstance(file.tree.parent(each), ast.Expr)  # "Update the rows of a table."
        for each in file.tree.of(ast.Constant)
    )


class _Place(Enum):
    """What SQL has where a value stands."""

    NUMBER = auto()  # whatever else would be no SQL: LIMIT 10
    BARE = auto()  # a number, or what brings its own quotes
    TEXT = auto()  # it stands within quotes


class Part(NamedTuple):
    """A piece of a statement: a text as it stands, or a value."""

    text: str
    value: ast.expr | None


def inserted(node: ast.expr, file: File) -> ast.expr | None:
    """The first value that is put into a statement where SQL has a value; None without one."""
    parts = list(_parts(node, file, 0))
    text = "".join(part.text if part.value is None else "?" for part in parts)
    if _SQL.match(text) is None:
        return None
    before = ""
    for part in parts:
        if part.value is None:
            before += part.text
            continue
        place = _place(before)
        if place is not None and _is_chosen(part.value, place, file):
            return None if is_accepted([node, part.value], file) else part.value
        before += "?"
    return None


def _is_chosen(value: ast.expr, place: _Place, file: File) -> bool:
    """Whether somebody else chooses what is put into a place, and nobody looks at it before."""
    if is_safe(value, file) or not comes_from_outside(value, file):
        return False
    if place is _Place.BARE and is_list_of_ids(value):
        return False
    numeric = place is _Place.NUMBER or (place is _Place.BARE and is_counted(value))
    if numeric and not is_text(value, file):
        return False
    return not is_checked(value, file)


def statement(call: ast.Call, file: File) -> ast.expr | None:
    """The SQL that a call executes, or makes a statement of."""
    if not call.args:
        return None
    known = file.call(call)
    if known is not None and ("sql" in known.facts.traits or known.path in _TEXT):
        return call.args[0]
    return call.args[0] if last_name(call.func) in _EXECUTES else None


def executed_parameters(function: Function, file: File) -> Iterator[str]:
    """The parameters of a function that it executes as they are."""
    names = {each.arg for each in parameters(function.args)}
    for call in file.tree.own(function, ast.Call):
        given = statement(call, file)
        if isinstance(given, ast.Name) and given.id in names and _is_parameter(given, file):
            yield given.id


def built(function: Function, file: File) -> str:
    """The value that a function puts into the SQL that it returns; empty when it returns none."""
    for node in file.tree.own(function, ast.Return):
        if isinstance(node.value, ast.JoinedStr | ast.BinOp | ast.Call | ast.Name):
            value = inserted(node.value, file)
            if value is not None:
                return ast.unparse(value)
    return ""


def _place(before: str) -> _Place | None:
    """What SQL has behind a text: within quotes, behind a comparison, in a list."""
    if _CATALOGUE.search(before):
        return None
    if _COUNTS.search(before):
        return _Place.NUMBER
    if before.count("'") % 2 == 1:
        return _Place.TEXT
    return _Place.BARE if _VALUE_FOLLOWS.search(before) else None


def _parts(
    node: ast.expr, file: File, depth: int, inside: frozenset[str] = frozenset()
) -> Iterator[Part]:
    """The pieces of a statement; `inside` are the variables whose content is being looked at."""
    match node:
        case ast.Constant(value=str(text)):
            yield Part(text, None)
        case ast.JoinedStr(values=values):
            for each in values:
                yield from _parts(each, file, depth, inside)
        case ast.FormattedValue(value=value, format_spec=spec):
            if spec is not None and ast.unparse(spec).rstrip("'\"")[-1:] in ("d", "f", "x"):
                yield Part("0", None)
            else:
                yield from _value_parts(value, file, depth, inside)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            yield from _parts(left, file, depth, inside)
            yield from _value_parts(right, file, depth, inside)
        case ast.BinOp(left=ast.Constant(value=str(text)), op=ast.Mod(), right=right):
            yield from _percent(text, right)
        case ast.Call(func=ast.Attribute(attr="format", value=ast.Constant(value=str(text)))):
            yield from _formatted(text, node)
        case ast.Name(id=name) if depth < _MOST_VARIABLES and name not in inside:
            yield from _variable(node, file, depth, inside)
        case _:
            yield Part("", node)


def _value_parts(value: ast.expr, file: File, depth: int, inside: frozenset[str]) -> Iterator[Part]:
    """A piece that may hold SQL itself, or be a value."""
    if counts(value):
        yield Part("0", None)
    elif isinstance(value, ast.Constant | ast.JoinedStr | ast.BinOp):
        yield from _parts(value, file, depth, inside)
    elif isinstance(value, ast.Name) and depth < _MOST_VARIABLES:
        found = file.flow.constant(value)
        texts = isinstance(found, ast.Constant | ast.JoinedStr | ast.BinOp)
        held = _parts(found, file, depth + 1, inside) if found and texts else [Part("", value)]
        yield from held
    else:
        yield Part("", value)


def _percent(text: str, given: ast.expr) -> Iterator[Part]:
    """The pieces of `text % given`; `%d` lets nothing but numbers through."""
    values = given.elts if isinstance(given, ast.Tuple) else [given]
    named = _by_name(given)
    pieces = re.split(r"%(?:\((\w+)\))?([srdif])", text)
    for index, before in enumerate(pieces[::3]):
        yield Part(before, None)
        if index >= len(pieces) // 3:
            return
        name, kind = pieces[3 * index + 1], pieces[3 * index + 2]
        value = named.get(name) or values[min(index, len(values) - 1)] if values else None
        if value is not None:
            yield Part("0", None) if kind in "dif" else Part("", value)


def _by_name(given: ast.expr) -> dict[object, ast.expr]:
    """What a dictionary that is written out holds: `{"name": name}` or `dict(name=name)`."""
    match given:
        case ast.Dict(keys=keys, values=values):
            pairs = zip(keys, values, strict=True)
            return {key.value: value for key, value in pairs if isinstance(key, ast.Constant)}
        case ast.Call(func=ast.Name(id="dict"), keywords=keywords):
            return {each.arg: each.value for each in keywords}
    return {}


def _formatted(text: str, call: ast.Call) -> Iterator[Part]:
    """The pieces of `text.format(…)`; a value is known by its place or its name."""
    named = {each.arg: each.value for each in call.keywords}
    try:
        pieces = list(Formatter().parse(text))
    except ValueError:  # no text that can be formatted
        return
    for index, (before, field, spec, _) in enumerate(pieces):
        yield Part(before, None)
        if field is None:
            continue
        name = re.split(r"[.\[]", field)[0]
        place = index if not name else int(name) if name.isdigit() else len(call.args)
        value = named.get(name) or (call.args[place] if place < len(call.args) else None)
        if value is not None:
            yield Part("0", None) if (spec or " ")[-1] in ("d", "f", "x") else Part("", value)


def _variable(name: ast.Name, file: File, depth: int, inside: frozenset[str]) -> Iterator[Part]:
    """What a variable holds: all that it is bound to, or given beside, one after the other."""
    home = file.scopes.home(name.id, file.tree.scope(name))
    pieces: list[ast.expr] = []
    for binding in file.scopes.bindings(home, name.id) if home is not None else ():
        added = file.tree.parent(binding.node)
        if isinstance(added, ast.AugAssign) and isinstance(added.op, ast.Add):
            pieces.append(added.value)
        elif binding.kind == "assign" and binding.value is not None:
            pieces.append(binding.value)
        else:
            pieces.clear()
            break
    if not pieces:
        yield Part("", name)
    for piece in pieces:
        # Less the variable itself: `sql = sql + …`.
        for part in _parts(piece, file, depth + 1, inside | {name.id}):
            if part.value is None or not is_name(part.value, name.id):
                yield part


def _is_parameter(name: ast.Name, file: File) -> bool:
    home = file.scopes.home(name.id, file.tree.scope(name))
    bindings = file.scopes.bindings(home, name.id) if home is not None else []
    return len(bindings) == 1 and bindings[0].kind == "parameter"
