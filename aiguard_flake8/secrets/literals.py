"""The string literals of Python code, each with the name of what it is given to.

Works on the tree alone, so that the hook, which knows no libraries, reads code as the rules do.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from aiguard_flake8.facts.words import is_secret, words
from aiguard_flake8.tree import Tree, default_of, parameters, spelled

ASSIGNED, ARGUMENT, ITEM, DEFAULT, FALLBACK, POSITION = (
    "assigned", "argument", "item", "default", "fallback", "position"
)  # fmt: skip
_SHORTEST = 3  # characters
_LONGEST_JOINED = 4000  # characters
_DEPTH = 12  # wrappers and operators seen through
# Calls that only wrap the value they are given.
_WRAPPERS = frozenset(
    "SecretStr SecretBytes Secret str bytes bytearray Field field "
    "Column mapped_column Header Query Form Body Depends Optional cast b64encode b64decode "
    "quote_plus quote urlquote get_secret_value NewType Option Argument StringField "
    "CharField ConfigField".split()
)
# Methods of a string that leave it a credential.
_OF_TEXT = frozenset({"encode", "decode", "strip"})
_DEFAULTS = frozenset("default default_value fallback initial value server_default".split())
# Calls whose first argument names what the second one stands in for.
_LOOK_UPS = frozenset(
    "getenv get get_secret pop setdefault getattr get_env env env_str str config fetch lookup "
    "getOption get_option get_setting get_config environ_get read_env require_env get_param "
    "conf".split()
)
# Calls that declare an option under several names; what stands in for it is a keyword.
_OPTIONS = frozenset("option add_option add_argument argument Option Parameter".split())
# Calls whose second argument is a password, or the key that signs.
_WITH_PASSWORD = frozenset({"HTTPBasicAuth", "HTTPDigestAuth", "BasicAuth"})
_SIGNS = frozenset({"jwt.encode", "jwt.decode"})
_READS = frozenset({"getenv", "os.getenv", "os.environ.get", "environ.get"})
_SETTERS = frozenset({"setattr", "set", "setenv", "putenv", "__setitem__", "set_secret", "put"})
_GIVE = frozenset(
    {ast.BinOp, ast.JoinedStr, ast.BoolOp, ast.IfExp, ast.Attribute, ast.NamedExpr, ast.Call,
     ast.keyword, ast.Tuple, ast.Dict, ast.Assign, ast.AnnAssign, ast.arguments}
)  # fmt: skip


class Named(NamedTuple):
    """A string literal and the name of what it is given to."""

    node: ast.Constant  # the literal, or the first of those that are joined
    name: str  # empty where there is none
    value: str  # the whole text, joined
    how: str  # how it is given: ASSIGNED, ARGUMENT, ITEM, DEFAULT, FALLBACK or POSITION
    holder: ast.AST | None = None  # the assignment, call, dictionary or parameters


def named(tree: Tree) -> Iterator[Named]:
    """All string literals that are given to something, in document order."""
    for node in tree.of(ast.Constant):
        value = node.value
        if isinstance(value, bytes):
            value = value.decode("latin-1")
        if isinstance(value, str) and len(value) >= _SHORTEST:
            found = _named(node, value, tree)
            if found is not None:
                yield found


def texts(tree: Tree) -> Iterator[str]:
    """What the source holds as text: each literal, and what is joined from several."""
    for node in tree.of(ast.Constant):
        if isinstance(node.value, str | bytes):
            yield text(node)
    for each in _concatenated(tree):
        yield each.value


def joined(tree: Tree) -> Iterator[Named]:
    """The texts that the source does not hold in one piece: joined, or with escapes."""
    yield from _concatenated(tree)
    for constant in tree.of(ast.Constant):
        value = constant.value
        if isinstance(value, str) and _SHORTEST < len(value) < _LONGEST_JOINED:
            width = (constant.end_col_offset or 0) - constant.col_offset - 2
            size = len(value) if value.isascii() else len(value.encode("utf-8", "surrogatepass"))
            if constant.lineno != constant.end_lineno or width != size:
                yield Named(constant, "", value, ASSIGNED)


def _concatenated(tree: Tree) -> Iterator[Named]:
    for node in tree.of(ast.BinOp):
        if not isinstance(node.op, ast.Add) or isinstance(tree.parent(node), ast.BinOp):
            continue  # a part of a longer chain: that one is looked at once
        first = first_literal(node)
        whole = text_of(node) if first is not None else None
        if first is not None and whole is not None:
            yield Named(first, "", whole, ASSIGNED)


def _named(node: ast.Constant, value: str, tree: Tree) -> Named | None:
    """Climb from a literal, through what leaves it as it is, to what it is given to."""
    current: ast.AST = node
    how = ""
    if type(tree.parent(node)) not in _GIVE:  # docstrings, comparisons, indices: most literals
        return None
    for _ in range(_DEPTH):
        parent = tree.parent(current)
        match parent:
            case ast.BinOp(op=ast.Add()):
                whole = text_of(parent) if current is parent.left else None
                if whole is None:
                    return None
                value = whole
            case ast.JoinedStr(values=values):
                if len(values) != 1:
                    return None
            case ast.BoolOp(op=ast.Or(), values=values):
                if current is not values[0]:
                    how = how or FALLBACK
                    if name := _read(values[0]):
                        return Named(node, name, value, how, parent)
            case ast.IfExp(test=test, body=body, orelse=other):
                if current is test:
                    return None
                how = FALLBACK if _text(other if current is body else body) == "" else ITEM
                if current is not body and (name := _read(body)):
                    return Named(node, name, value, how, parent)
            case ast.Attribute(attr=method) if method not in _OF_TEXT:
                return None
            case ast.Attribute() | ast.NamedExpr():
                if isinstance(parent, ast.NamedExpr) and isinstance(parent.target, ast.Name):
                    return Named(node, parent.target.id, value, how or ASSIGNED, parent)
            case ast.Call():
                name, wraps = _of_call(parent, current, node)
                if name:
                    return Named(node, name, value, how or FALLBACK, parent)
                if not wraps:
                    return _positional(parent, current, node, value)
            case ast.keyword(arg=str() as name):
                if name not in _DEFAULTS:
                    return Named(node, name, value, how or ARGUMENT, tree.parent(parent))
                how = how or DEFAULT
            case ast.Tuple(elts=[_, last]) if last is current:
                name = _credentials_name(parent, tree)
                return Named(node, name, value, how or ITEM, parent) if name else None
            case ast.Dict():
                name = key_of(parent, current)
                return Named(node, name, value, how or ITEM, parent) if name else None
            case ast.Assign(targets=targets):
                name = next(filter(None, map(target_name, targets)), "")
                return Named(node, name, value, how or ASSIGNED, parent) if name else None
            case ast.AnnAssign(target=target) if current is parent.value:
                name = target_name(target)
                return Named(node, name, value, how or ASSIGNED, parent) if name else None
            case ast.arguments():
                name = _parameter(parent, current)
                return Named(node, name, value, how or DEFAULT, parent) if name else None
            case _:
                return None
        assert parent is not None
        current = parent
    return None


def _of_call(call: ast.Call, current: ast.AST, node: ast.Constant) -> tuple[str, bool]:
    """The name that a call gives to a literal among its arguments, and whether it only wraps it."""
    callee = last_name(call.func)
    if current is call.func:  # "…".encode()
        return "", callee in _OF_TEXT
    index = next((i for i, each in enumerate(call.args) if each is current), -1)
    names = [_text(each) for each in call.args]
    if callee in _SETTERS and index >= 1:
        return names[index - 1] if index == len(names) - 1 else "", False
    if callee == "get" and index == 1 and (call.keywords or len(names) > 2):
        return "", False  # a section of a configuration, and an option in it
    in_config = "config" in callee.lower() and not callee[0].isupper()  # ConfigField("password", …)
    looks_up = callee in _LOOK_UPS or "env" in callee.lower() or in_config
    keyword = isinstance(current, ast.keyword)
    if (looks_up and (index >= 1 or keyword)) or (callee in _OPTIONS and keyword):
        name = next(filter(None, names[: index if index >= 1 else None]), "")
        if name and name is not node.value:
            return name.lstrip("-"), False
    return "", callee in _WRAPPERS and (index == 0 or keyword)


def _read(node: ast.expr) -> str:
    """The secret that an expression reads, when its name says that it is one."""
    match node:
        case ast.Call(args=[first, *_]):
            name = _text(first)
        case ast.Subscript() | ast.Attribute() | ast.Name():
            name = target_name(node)
        case _:
            name = ""
    return name if name and is_secret(name) else ""


def _positional(call: ast.Call, current: ast.AST, node: ast.Constant, value: str) -> Named | None:
    """`cohere.Client("…")`: the callee says whose key it is, or that it is a password."""
    if current not in call.args or " " in value:
        return None
    callee = spelled(call.func)
    if len(call.args) > 1 and call.args[1] is current:
        if callee in _SIGNS:
            return Named(node, "jwt_secret", value, FALLBACK, call)
        logs_in = isinstance(call.func, ast.Attribute) and call.func.attr == "login"
        if last_name(call.func) in _WITH_PASSWORD or (logs_in and len(call.args) == 2):
            return Named(node, "password", value, ITEM, call)
    return Named(node, callee, value, POSITION, call)


def is_member(each: Named, tree: Tree) -> bool:
    """Whether a literal is a member of an enumeration."""
    owner = tree.parent(each.holder) if isinstance(each.holder, ast.Assign) else None
    bases = owner.bases if isinstance(owner, ast.ClassDef) else []
    return any(last_name(base).endswith(("Enum", "Choices")) for base in bases)


def wraps(call: ast.Call) -> bool:
    """Whether a call only wraps its one argument: `SecretStr("…")`."""
    return last_name(call.func) in _WRAPPERS and len(call.args) == 1


def reads_environment(each: Named, tree: Tree) -> bool:
    """Whether a literal stands in for a variable of the environment, as far as one file shows."""
    match each.holder:
        case ast.Call():
            return _is_read(each.holder)
        case ast.BoolOp(values=values):
            return any(map(_is_read, values))
        case ast.IfExp(body=body):
            return _is_read(body)
        case ast.AnnAssign():
            owner = tree.parent(each.holder)
            bases = owner.bases if isinstance(owner, ast.ClassDef) else []
            return any(last_name(base) == "BaseSettings" for base in bases)
    return False


def _is_read(node: ast.expr) -> bool:
    match node:
        case ast.Call(func=function):
            return spelled(function) in _READS
        case ast.Subscript(value=mapping):
            return spelled(mapping) in ("os.environ", "environ")
    return False


def last_name(node: ast.expr) -> str:
    """The last part of a name; empty for anything else."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def text(literal: ast.Constant) -> str:
    """The text of a literal of characters or bytes."""
    value = literal.value
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def _text(node: ast.AST) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return ""


def target_name(node: ast.expr) -> str:
    """The name of what is assigned to: of a variable, an attribute or an item."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Subscript(slice=ast.Constant(value=str() as name)):
            return name
    return ""


def key_of(mapping: ast.Dict, value: ast.AST) -> str:
    """The literal key of a value in a dictionary display; empty when it has none."""
    for key, each in zip(mapping.keys, mapping.values, strict=True):
        if each is value:
            return _text(key) if key is not None else ""
    return ""


def _parameter(arguments: ast.arguments, default: ast.AST) -> str:
    return next(
        (each.arg for each in parameters(arguments) if default_of(arguments, each) is default), ""
    )


def _credentials_name(pair: ast.Tuple, tree: Tree) -> str:
    """`auth=("user", "…")`: the second of a pair that is given as `auth` is a password."""
    parent = tree.parent(pair)
    match parent:
        case ast.keyword(arg=("auth" | "basic_auth" | "http_auth" | "credentials")):
            return "password"
    if isinstance(parent, ast.Call) and last_name(parent.func) in ("HTTPBasicAuth", "BasicAuth"):
        return "password"
    return ""


def text_of(node: ast.expr) -> str | None:
    """The text of literals joined with `+`; None when something else takes part."""
    parts: list[str] = []
    stack = [node]
    while stack:
        match stack.pop():
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                stack += [right, left]
            case ast.Constant(value=str() as text):
                parts.append(text)
            case ast.JoinedStr(values=[ast.Constant(value=str() as text)]):
                parts.append(text)
            case _:
                return None
    return "".join(parts)


def first_literal(node: ast.expr) -> ast.Constant | None:
    """The leftmost part of something joined with `+`, when it is a literal."""
    current = node
    while isinstance(current, ast.BinOp):
        current = current.left
    if isinstance(current, ast.JoinedStr) and current.values:
        current = current.values[0]
    return current if isinstance(current, ast.Constant) else None


def beside(holder: ast.AST | None) -> Iterator[tuple[str | None, ast.expr]]:
    """The arguments of a call or the items of a dictionary, with their names."""
    if isinstance(holder, ast.Call):
        yield from ((str(index), each) for index, each in enumerate(holder.args))
        yield from ((keyword.arg, keyword.value) for keyword in holder.keywords)
    elif isinstance(holder, ast.Dict):
        for key, value in zip(holder.keys, holder.values, strict=True):
            if isinstance(key, ast.Constant):
                yield str(key.value), value


def names_all(each: Named) -> bool:
    """Whether a literal is an item of a dictionary that maps names to themselves."""
    same = [name for name, value in beside(each.holder) if _text(value) == name]
    return isinstance(each.holder, ast.Dict) and len(same) >= _SAME


_SAME = 3  # items of such a dictionary, at the least
_USERS = frozenset({"user", "username", "login", "host", "hostname", "dbname", "database"})


def logs_in(each: Named) -> bool:
    """Whether a literal is given beside a user or a host: what logs in, not what labels a form."""
    items = list(beside(each.holder))
    if all(value is not each.node for _, value in items):
        return False  # it is wrapped: `{"host": text("host"), "password": text("secret")}`
    for name, value in items:
        if name is not None and name.lower() in _USERS and value is not each.node:
            text = str(value.value).lower() if isinstance(value, ast.Constant) else ""
            if not _USERS.intersection(words(text)[-1:]):  # `{"login": "san_login", …}`: names
                return True
    return False
