"""What a random value is for: does it become a secret?"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from aiguard_flake8.facts.destinations import destinations
from aiguard_flake8.facts.words import is_secret, words

if TYPE_CHECKING:
    from aiguard_flake8.calls import Call
    from aiguard_flake8.file import File

_PICKS = frozenset({"choice", "choices", "sample"})
_ALPHABETS = frozenset(
    "alphabet chars characters charset letters digits symbols ascii hexdigits punctuation "
    "lowercase uppercase numbers pool alnum alphanumeric".split()
)
_SECRET_CODES = frozenset(  # a `code` of these must not be guessed
    "otp verification verify reset auth authentication authorization login access security invite "
    "invitation backup recovery activation confirm confirmation sms mfa tfa totp pin".split()
)
_ALWAYS = frozenset("otp passcode csrf sessionid pin".split())
# First called so, a value is no secret, whatever is made of it: salts are stored in the clear.
_OPEN = frozenset("salt uid seed index idx seq delay jitter port".split())
# What a function is named that gives sessions to users.
_SESSIONS = frozenset("session sessions login log sign auth authenticate user cookie".split())
_OTHERWISE = frozenset(
    "fake dummy mock test demo sample example gpio vocab mask masked next input output num index "
    "ids count length len size idx tokens".split()
)
_MAKING = frozenset("generate gen create make new build random get issue mint produce".split())


def secret_purpose(call: Call, file: File) -> str:
    """The name of the secret that a random value becomes; empty when it becomes none."""
    if _is_seeded(call, file):
        return ""  # the same values each time are wanted
    if call.path.rpartition(".")[2] in _PICKS and not _picks_characters(call, file):
        return ""
    for found in destinations(call.node, file, _passes):
        if found.kind == "variable" and _OPEN.intersection(words(found.name)[-1:]):
            return ""
        if _is_guarded(found.name, found.kind) and _is_for_users(found.name, call, file):
            return f"{found.name}()" if found.kind == "returned" else found.name
    return ""


def _is_for_users(name: str, call: Call, file: File) -> bool:
    """Whether an id of a session is one that a service gives to its users.

    Protocols and telemetry number their sessions, too, and keep nothing behind the number.
    """
    if words(name)[-1:] not in (("id",), ("sessionid",)) or file.roles.serves:
        return True
    function = file.tree.function(call.node)
    if function is None or function.name.startswith("_"):
        return False
    return bool(_SESSIONS.intersection(words(function.name)))


def _is_seeded(call: Call, file: File) -> bool:
    value = file.names.value(call.receiver) if call.receiver is not None else None
    return value is not None and value.origin is not None and bool(value.origin.args)


def _is_guarded(name: str, kind: str) -> bool:
    parts = [part for part in words(name) if not part.isdigit()]
    if kind == "returned":  # generate_reset_token_for_user: the thing made, not for whom
        for little in ("for", "from", "with", "by", "of"):
            parts = parts[: parts.index(little)] if little in parts[1:] else parts
        parts = [part for part in parts if part not in _MAKING]
    if not parts or _OTHERWISE.intersection(parts):
        return False
    last, before = parts[-1], parts[-2:-1]
    if last in _ALWAYS or "csrf" in parts or (last == "id" and before == ["session"]):
        return True
    if last == "code":
        return bool(_SECRET_CODES.intersection(parts))
    return is_secret("_".join(parts))


def _picks_characters(call: Call, file: File) -> bool:
    """Whether a choice is made among characters, rather than among things that exist."""
    first = call.node.args[0] if call.node.args else None
    if first is None or isinstance(first, ast.List | ast.Tuple | ast.Set | ast.Dict):
        return False
    for node in ast.walk(first):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return True
        name = node.id if isinstance(node, ast.Name) else ""
        name = node.attr if isinstance(node, ast.Attribute) else name
        if name and _ALPHABETS.intersection(words(name)):
            return True
        if isinstance(node, ast.Call) and file.names.path(node.func) == "builtins.range":
            return True
    value = file.names.value(first)
    return value is not None and value.instance and value.path == "builtins.str"


def _passes(node: ast.AST, above: ast.AST) -> bool:
    """Text, numbers and digests made of a random value are as easy to guess."""
    match above:
        case ast.Call(func=function):
            if node is function:
                return True
            name = function.id if isinstance(function, ast.Name) else ""
            name = function.attr if isinstance(function, ast.Attribute) else name
            return name in _TEXT_MAKERS
        case ast.Attribute(attr=attribute):
            return attribute in _TEXT_MAKERS
        case ast.BinOp(op=ast.Add() | ast.Mod() | ast.Mult()):
            return True
        case ast.JoinedStr() | ast.FormattedValue() | ast.Starred() | ast.Subscript():
            return True
        case ast.ListComp(elt=element) | ast.GeneratorExp(elt=element) | ast.SetComp(elt=element):
            return node is element
        case ast.IfExp(test=test):
            return node is not test
        case ast.BoolOp() | ast.List() | ast.Tuple() | ast.Lambda() | ast.NamedExpr():
            return True
    return False


_TEXT_MAKERS = frozenset(
    "join str int hex format zfill encode decode upper lower hexdigest digest sha256 sha1 md5 "
    "sha512 b64encode urlsafe_b64encode bytes bytearray list tuple chr rjust ljust strip".split()
)
