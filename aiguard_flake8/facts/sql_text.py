"""SQL that is built from values: which parts of a statement come from variables, and where.

A value stands where SQL has one: behind a comparison, within quotes, in a list. What stands where a
table, a column or a clause is named is left alone, and so are numbers, constants, placeholders and
what is quoted by a function.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from aiguard_flake8.patterns import Pattern
from aiguard_flake8.tree import Function, last_name, nodes_within, parameters

if TYPE_CHECKING:
    from aiguard_flake8.file import File

_SQL = Pattern(
    r"\s*(select\s.*\sfrom\s|insert\s+(or\s+\w+\s+)?into\s|replace\s+into\s|update\s+\S+\s.*\bset\s"
    r"|delete\s+from\s|merge\s+into\s|with\s.*\bselect\s|call\s)",
    re.IGNORECASE | re.DOTALL,
)
_VALUE_FOLLOWS = Pattern(
    r"(?is)([=<>]\s*|\b(like|ilike|limit|offset|between|regexp|rlike)\s+"
    r"|\b(in|values|any)\s*\(\s*|\b(in|values|any)\s*\([^()]*,\s*)$"
)
# What names something in the database, and is checked or written down by the project.
_NAMES = Pattern(
    r"(?i)(\w+_)?(tables?|columns?|cols?|fields?|schemas?|scheme|indexe?s?|constraints?|metric|where"
    r"|operator|database|clauses?|conditions?|order|direction)(_\w+)?"
)
_EXECUTES = frozenset(
    "execute executemany executescript exec_driver_sql fetch fetchrow fetchval fetch_all fetch_one"
    " fetch_val raw read_sql read_sql_query".split()
)
_TEXT = frozenset({"sqlalchemy.text", "sqlmodel.text"})
_COUNTS = Pattern(r"(?i)(\brow_?num(ber)?\s*<=?\s*|\binterval\s+')$")  # a number follows
# What the database calls its own tables is compared with what the project calls them.
_CATALOGUE = Pattern(
    r"(?i)\b(datname|relname|nspname|(table|column|schema|index)_?name|table_schema)\s*=\s*'$"
)
_MARK = Pattern(r"[:@$?]\w|%\(\w")  # `:name`, `%(name)s`: the start of a placeholder
_PLACEHOLDER = Pattern(r"(?i)placeholder|qmark|(^|_)(marks?|binds?|params?|ph)(_|$)")
_QUOTES = Pattern(r"(?i)quot|escape|ident|literal|mogrify|sanitiz|bindparam|adapt|param|safe")
_NUMBERS = frozenset(
    "builtins.int builtins.float builtins.bool builtins.len builtins.round builtins.sum"
    " builtins.abs builtins.min builtins.max uuid.UUID uuid.uuid4 datetime.datetime datetime.date"
    " datetime.timedelta"
    " decimal.Decimal time.time".split()
)
_SAFE_TYPES = frozenset(
    "builtins.int builtins.float builtins.bool uuid.UUID datetime.datetime datetime.date"
    " datetime.timedelta decimal.Decimal".split()
)
# What a function works with, and is given by its project.
_HOLDERS = Pattern(
    r"(?i)self|cls|_*(\w+_)?(db|database|session|conn|connection|cursor|cur|engine|pool|settings"
    r"|config|client|dialect|table|model|schema)"
)
_OF_MODELS = frozenset({"pk", "__tablename__"})  # keys that the database gave, names of tables
_MOST_VARIABLES = 6  # followed from one statement


_WORD = Pattern(r"(?i)\s*(select|insert|replace|update|delete|merge|with|call)\s")


def holds_sql(file: File) -> bool:
    """Whether a file holds a text that starts like a statement: the cheap question."""
    return any(
        isinstance(each.value, str) and _WORD.match(each.value) is not None
        for each in file.tree.of(ast.Constant)
    )


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
        if _takes_value(before) and not _is_safe(part.value, file, 0):
            if _comes_from_outside(part.value, file, 0):
                return part.value
        before += "?"
    return None


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


def _takes_value(before: str) -> bool:
    """Whether a value stands behind a text: within quotes, behind a comparison, in a list."""
    if _COUNTS.search(before) or _CATALOGUE.search(before):
        return False
    return before.count("'") % 2 == 1 or _VALUE_FOLLOWS.search(before) is not None


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
            given = [*node.args, *(each.value for each in node.keywords)]
            yield from _filled(re.split(r"\{[^{}]*\}", text), given)
        case ast.Name(id=name) if depth < _MOST_VARIABLES and name not in inside:
            yield from _variable(node, file, depth, inside)
        case _:
            yield Part("", node)


def _value_parts(value: ast.expr, file: File, depth: int, inside: frozenset[str]) -> Iterator[Part]:
    """A piece that may hold SQL itself, or be a value."""
    if _counts(value):
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
    named = {}
    if isinstance(given, ast.Dict):
        pairs = zip(given.keys, given.values, strict=True)
        named = {key.value: value for key, value in pairs if isinstance(key, ast.Constant)}
    pieces = re.split(r"%(?:\((\w+)\))?([srdif])", text)
    for index, before in enumerate(pieces[::3]):
        yield Part(before, None)
        if index >= len(pieces) // 3:
            return
        name, kind = pieces[3 * index + 1], pieces[3 * index + 2]
        value = named.get(name) or values[min(index, len(values) - 1)] if values else None
        if value is not None:
            yield Part("0", None) if kind in "dif" else Part("", value)


def _filled(texts: list[str], given: list[ast.expr]) -> Iterator[Part]:
    for index, text in enumerate(texts):
        yield Part(text, None)
        if index < len(texts) - 1 and given:
            yield Part("", given[min(index, len(given) - 1)])


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
            if part.value is None or not _is_name(part.value, name.id):
                yield part


def _is_name(node: ast.expr, name: str) -> bool:
    """Whether it is a variable, or a part of its text: `sql[:-1]`."""
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
        node = node.value
    return isinstance(node, ast.Name) and node.id == name


def _is_parameter(name: ast.Name, file: File) -> bool:
    home = file.scopes.home(name.id, file.tree.scope(name))
    bindings = file.scopes.bindings(home, name.id) if home is not None else []
    return len(bindings) == 1 and bindings[0].kind == "parameter"


def _is_safe(value: ast.expr, file: File, depth: int) -> bool:
    """Whether nobody can smuggle SQL in by a value: constants, numbers, placeholders."""
    known = file.names.value(value)
    if known is not None and known.instance:
        held = known.arguments or (known,)
        if all(each is not None and each.path in _SAFE_TYPES for each in held):
            return True
    if _is_mark(value) or _counts(value):
        return True
    match value:
        case ast.Constant() | ast.Compare() | ast.BinOp(op=ast.Sub() | ast.Div() | ast.FloorDiv()):
            return True
        case ast.Name(id=name):
            if name.isupper() or _PLACEHOLDER.search(name) or _NAMES.fullmatch(name):
                return True
            last = _last_bound(value, file) if depth <= _MOST_VARIABLES else None
            if last is not None:
                return _is_safe(last, file, depth + 1)
            return _names_safe(value, file, depth)
        case ast.Attribute(attr=name):
            if name in _OF_MODELS:
                return True
            return name.isupper() or last_name(value.value).isupper() or _is_of_model(value)
        case ast.Call():
            return _call_is_safe(value, file, depth)
        case ast.IfExp(body=body, orelse=orelse):
            return _is_safe(body, file, depth) and _is_safe(orelse, file, depth)
        case ast.JoinedStr(values=values):
            inner = [each.value for each in values if isinstance(each, ast.FormattedValue)]
            return all(_is_safe(each, file, depth) for each in inner)
        case ast.BinOp(left=left, right=right):
            return _is_safe(left, file, depth) and _is_safe(right, file, depth)
    return False


def _counts(value: ast.expr) -> bool:
    """Whether a number is added, so that the rest must be one: `most + 1`."""
    match value:
        case ast.BinOp(op=ast.Add(), left=ast.Constant(value=int() | float())):
            return True
        case ast.BinOp(op=ast.Add(), right=ast.Constant(value=int() | float())):
            return True
    return False


def _is_mark(value: ast.expr) -> bool:
    """Whether it makes the name of a placeholder: `":state_{}".format(index)`, `f":state{i}"`."""
    match value:
        case ast.BinOp(left=ast.Constant(value=str(text)), op=ast.Mod() | ast.Add()):
            pass
        case ast.Call(func=ast.Attribute(attr="format", value=ast.Constant(value=str(text)))):
            pass
        case ast.JoinedStr(values=[ast.Constant(value=str(text)), *_]):
            pass
        case _:
            return False
    return _MARK.match(text) is not None


def _comes_from_outside(value: ast.expr, file: File, depth: int) -> bool:
    """Whether a caller or a client has a say in a value; not what a database or settings hold."""
    for node in nodes_within(value, nested=True):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            known = file.names.value(node)
            facts = file.libraries.facts(known.path) if known is not None else None
            if facts is not None and facts.request:
                return True
            if depth < _MOST_VARIABLES and _is_filled_from_outside(node, file, depth):
                return True
    return False


def _is_filled_from_outside(name: ast.Name, file: File, depth: int) -> bool:
    home = file.scopes.home(name.id, file.tree.scope(name))
    if home is None or home is file.tree.module or _HOLDERS.fullmatch(name.id):
        return False
    for binding in file.scopes.bindings(home, name.id):
        if binding.kind == "parameter":
            return True
        if binding.value is not None and name not in nodes_within(binding.value, nested=True):
            if _comes_from_outside(binding.value, file, depth + 1):
                return True
    return False


def _is_of_model(node: ast.expr) -> bool:
    """`order._meta.db_table`: what a model says of itself."""
    while isinstance(node, ast.Attribute):
        if node.attr == "_meta":
            return True
        node = node.value
    return False


def _names_safe(name: ast.Name, file: File, depth: int) -> bool:
    """Whether all that a variable is bound to is safe."""
    home = file.scopes.home(name.id, file.tree.scope(name))
    if home is file.tree.module:
        return True  # written down once, by the project
    bindings = file.scopes.bindings(home, name.id) if home is not None else []
    if not bindings or depth > _MOST_VARIABLES:
        return False
    for binding in bindings:
        if binding.kind == "for":
            if binding.value is None or not file.item_loops.is_fixed(binding.value):
                return False
        elif binding.kind != "assign" or binding.value is None:
            return False
        elif not _is_safe(binding.value, file, depth + 1):
            if _comes_from_outside(binding.value, file, depth + 1):
                return False
    return True


def _last_bound(name: ast.Name, file: File) -> ast.expr | None:
    """What a variable is bound to right above its use, by a statement of the same block."""
    statement = file.tree.statement(name)
    found: ast.expr | None = None
    for each in file.tree.block(statement) if statement is not None else ():
        if each is statement:
            break
        if isinstance(each, ast.Assign) and any(_is_name(t, name.id) for t in each.targets):
            found = each.value
        elif any(isinstance(x, ast.Name) and x.id == name.id and isinstance(x.ctx, ast.Store)
                 for x in nodes_within(each)):  # fmt: skip
            found = None  # on one of two ways
    return found


def _call_is_safe(call: ast.Call, file: File, depth: int) -> bool:
    path = file.names.path(call.func)
    if path in _NUMBERS or _QUOTES.search(last_name(call.func)):
        return True
    if path == "builtins.str" and call.args:
        return _is_safe(call.args[0], file, depth)
    match call:
        case ast.Call(func=ast.Attribute(attr="join"), args=[items]):
            return _joins_placeholders(items, file)
    return False


def _joins_placeholders(items: ast.expr, file: File) -> bool:
    """`",".join("?" * n)`, `", ".join(["%s"] * n)`, `",".join(f":id{i}" for i in …)`, numbers."""
    for node in nodes_within(items):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if node.value.strip()[:1] in ("?", "%", ":", "$", "@"):
                return True
        if isinstance(node, ast.Call) and file.names.path(node.func) in _NUMBERS:
            return True
        if isinstance(node, ast.Name) and (node.id == "int" or _PLACEHOLDER.search(node.id)):
            return True
        if isinstance(node, ast.Call) and _QUOTES.search(last_name(node.func)):
            return True
    if isinstance(items, ast.Name):
        return items.id.isupper() or _PLACEHOLDER.search(items.id) is not None
    return False
