"""What a value may be that becomes a part of SQL: a text that somebody else chooses, or not.

Numbers, dates, keys of rows, constants, placeholders and what is quoted by a function do no harm,
and neither does what a database or settings hold.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from aiguard_flake8.patterns import Pattern
from aiguard_flake8.tree import FUNCTIONS, default_of, last_name, nodes_within

if TYPE_CHECKING:
    from aiguard_flake8.file import File
    from aiguard_flake8.scopes import Binding

# What names something in the database, and is checked or written down by the project.
_NAMES = Pattern(
    r"(?i)(\w+_)?(tables?|columns?|cols?|fields?|schemas?|scheme|indexe?s?|constraints?|metric|where"
    r"|operator|database|db|catalogs?|clauses?|conditions?|order|direction)(_\w+)?|(\w+_)?db_?name"
)
_MARK = Pattern(r"[:@$?](\w|[{%]|$)|%\(\w")  # `:name`, `:{}`, `%(name)s`: of a placeholder
_PLACEHOLDER = Pattern(r"(?i)placeholder|qmark|(^|_)(marks?|binds?|params?|ph)(_|$)")
_QUOTES = Pattern(r"(?i)quot|escape|ident|literal|mogrify|sanitiz|bindparam|adapt|param|safe|valid")
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
# Keys that the database gave, names of tables, parts of a date.
_HARMLESS = frozenset("pk id uuid __tablename__ year month day hour minute second".split())
# What is a number by its name, where nothing says that it is a text.
_COUNTED = Pattern(
    r"(?i)_*(\w+_)?(limit|offset|counts?|size|num|number|pages?|year|month|days?|hours?|minutes?"
    r"|seconds?|secs|pid|ttl|timeout|age|port|width|height|depth|top|batch)"
    r"|(max|min|num|n)_\w+|n"
)
_ESCAPED = Pattern(r"(?i)(\w+_)?(escaped|quoted|sanitized)(_\w+)?")
_IDS = Pattern(
    r"(?i)_*(\w+_)?(ids|id_(list|values|csv|str|string))(_(list|values|csv|str|string))?"
)
_TEXT = "builtins.str"
_MOST_VARIABLES = 6  # followed from one value


def is_safe(value: ast.expr, file: File, depth: int = 0) -> bool:
    """Whether nobody can smuggle SQL in by a value: constants, numbers, placeholders."""
    known = file.names.value(value)
    if known is not None and known.instance:
        held = known.arguments or (known,)
        if all(each is not None and each.path in _SAFE_TYPES for each in held):
            return True
        if _is_choice(known.path, file):
            return True
    if _is_mark(value) or counts(value):
        return True
    match value:
        case ast.Constant() | ast.Compare() | ast.BinOp(op=ast.Sub() | ast.Div() | ast.FloorDiv()):
            return True
        case ast.Name(id=name):
            if name.isupper() or _PLACEHOLDER.search(name):
                return True
            if _NAMES.fullmatch(name) or _ESCAPED.fullmatch(name):
                return True
            last = _last_bound(value, file) if depth <= _MOST_VARIABLES else None
            if last is not None:
                return is_safe(last, file, depth + 1)
            return _names_safe(value, file, depth)
        case ast.Attribute():
            return _attribute_is_safe(value, file)
        case ast.Call():
            return _call_is_safe(value, file, depth)
        case ast.IfExp(body=body, orelse=orelse):
            return is_safe(body, file, depth) and is_safe(orelse, file, depth)
        case ast.JoinedStr(values=values):
            inner = [each.value for each in values if isinstance(each, ast.FormattedValue)]
            return all(is_safe(each, file, depth) for each in inner)
        case ast.BinOp(left=left, right=right):
            return is_safe(left, file, depth) and is_safe(right, file, depth)
    return False


def comes_from_outside(value: ast.expr, file: File, depth: int = 0) -> bool:
    """Whether a caller or a client has a say in a value; not what a database or settings hold."""
    for node in _loaded(value):
        if _is_of_request(node, file):
            return True
        if depth < _MOST_VARIABLES and _is_filled_from_outside(node, file, depth):
            return True
    return False


def is_text(value: ast.expr, file: File, depth: int = 0) -> bool:
    """Whether a value is seen to be a text: by its type, or because a request brings it."""
    if file.names.class_of(value) == _TEXT:
        return True
    for node in _loaded(value):
        if _is_of_request(node, file):
            return True
        home = file.scopes.home(node.id, file.tree.scope(node))
        if home is None or home is file.tree.module or depth >= _MOST_VARIABLES:
            continue
        for binding in file.scopes.bindings(home, node.id):
            given = binding.value
            if given is not None and node not in nodes_within(given, nested=True):
                if is_text(given, file, depth + 1) and not is_safe(given, file):
                    return True
    return False


def is_list_of_ids(value: ast.expr) -> bool:
    """Whether a value is the keys of rows by its name: `order_ids`, `entity_id_values`."""
    return _IDS.fullmatch(last_name(value)) is not None


def is_counted(value: ast.expr) -> bool:
    """Whether a value is a number by its name: `limit`, `page.size`."""
    return _COUNTED.fullmatch(last_name(value)) is not None


def counts(value: ast.expr) -> bool:
    """Whether a number is added, so that the rest must be one: `most + 1`."""
    match value:
        case ast.BinOp(op=ast.Add(), left=ast.Constant(value=int() | float())):
            return True
        case ast.BinOp(op=ast.Add(), right=ast.Constant(value=int() | float())):
            return True
    return False


def is_name(node: ast.expr, name: str) -> bool:
    """Whether it is a variable, or a part of its text: `sql[:-1]`."""
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
        node = node.value
    return isinstance(node, ast.Name) and node.id == name


def _loaded(value: ast.expr) -> Iterator[ast.Name]:
    for node in nodes_within(value, nested=True):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield node


def _is_of_request(name: ast.Name, file: File) -> bool:
    known = file.names.value(name)
    facts = file.libraries.facts(known.path) if known is not None else None
    return facts is not None and facts.request


def _is_filled_from_outside(name: ast.Name, file: File, depth: int) -> bool:
    home = file.scopes.home(name.id, file.tree.scope(name))
    if home is None or home is file.tree.module or _HOLDERS.fullmatch(name.id):
        return False
    for binding in file.scopes.bindings(home, name.id):
        if binding.kind == "parameter":
            return True
        if binding.value is not None and name not in nodes_within(binding.value, nested=True):
            if comes_from_outside(binding.value, file, depth + 1):
                return True
    return False


def _is_choice(path: str, file: File) -> bool:
    """Whether a type is an enumeration of this file."""
    definition = file.names.definition(path)
    if not isinstance(definition, ast.ClassDef):
        return False
    return any(base.startswith("enum.") for base in file.names.bases(definition))


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


def _attribute_is_safe(value: ast.Attribute, file: File) -> bool:
    if value.attr in _HARMLESS and file.names.class_of(value) != _TEXT:
        return True
    if value.attr == "value":  # of an enumeration
        owner = file.names.value(value.value)
        return owner is not None and owner.instance and not file.libraries.knows(owner.path)
    if value.attr.isupper() or _NAMES.fullmatch(value.attr):
        return True
    return last_name(value.value).isupper() or _is_of_model(value)


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
    return all(_binding_is_safe(each, file, depth) for each in bindings)


def _binding_is_safe(binding: Binding, file: File, depth: int) -> bool:
    value = binding.value
    if binding.kind == "for":
        return value is not None and file.item_loops.is_fixed(value)
    if binding.kind == "parameter":
        return _parameter_is_safe(binding, file, depth)
    if binding.kind != "assign" or value is None:
        return False
    return is_safe(value, file, depth + 1) or not comes_from_outside(value, file, depth + 1)


def _parameter_is_safe(binding: Binding, file: File, depth: int) -> bool:
    """Whether its default is a number or a date, or it is one of a few texts by its type."""
    if isinstance(binding.annotation, ast.Subscript):
        if last_name(binding.annotation.value) == "Literal":
            return True
    function = file.tree.parent(file.tree.parent(binding.node) or binding.node)
    if not isinstance(function, FUNCTIONS) or not isinstance(binding.node, ast.arg):
        return False
    default = default_of(function.args, binding.node)
    match default:
        case ast.Constant(value=bool() | int() | float()):
            return True
        case ast.Call():
            return is_safe(default, file, depth + 1)
    return False


def _last_bound(name: ast.Name, file: File) -> ast.expr | None:
    """What a variable is bound to right above its use, by a statement of the same block."""
    statement = file.tree.statement(name)
    found: ast.expr | None = None
    for each in file.tree.block(statement) if statement is not None else ():
        if each is statement:
            break
        if isinstance(each, ast.Assign) and any(is_name(t, name.id) for t in each.targets):
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
        return is_safe(call.args[0], file, depth)
    for keyword in call.keywords:
        if keyword.arg == "type" and file.names.path(keyword.value) in _NUMBERS:
            return True  # request.args.get("page", type=int)
    match call:
        case ast.Call(func=ast.Attribute(attr="join"), args=[items]):
            return _joins_placeholders(items, file)
    return False


def _joins_placeholders(items: ast.expr, file: File) -> bool:
    """`",".join("?" * n)`, `", ".join(["%s"] * n)`, `",".join(f":id{i}" for i in …)`, numbers."""
    if isinstance(items, ast.Name):
        held = file.flow.constant(items)
        if isinstance(held, ast.ListComp | ast.GeneratorExp):
            items = held
    if isinstance(items, ast.ListComp | ast.GeneratorExp) and _repeats(items):
        return True
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


def _repeats(items: ast.ListComp | ast.GeneratorExp) -> bool:
    """Whether each item is the same text: `[self.mark for _ in rows]`."""
    bound = {
        each.id
        for generator in items.generators
        for each in nodes_within(generator.target)
        if isinstance(each, ast.Name)
    }
    return bound.isdisjoint(node.id for node in _loaded(items.elt))
