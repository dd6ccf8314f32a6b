"""Which results that may be None are used as if they never were."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from aiguard_flake8 import parsing
from aiguard_flake8.patterns import Pattern
from aiguard_flake8.tree import FUNCTIONS, last_name, nodes_within, parameters, position
from aiguard_flake8.values import is_none
from aiguard_flake8.witness import Witness

if TYPE_CHECKING:
    from aiguard_flake8.calls import Call
    from aiguard_flake8.file import File
    from aiguard_flake8.flow import Use

_FETCHES = Pattern(r"fetch|scalar")
_SESSION = Pattern(
    r"(?i)_*(\w+_)?(session|db|database|conn|connection|tx|uow|request|self|cls|app|user)"
)
# Who looks something up may find nothing; who makes something gives None when it fails.
_LOOKS_UP = Pattern(
    r"_*(a?get|find|look_?up|fetch|load|first|last|latest|current|search|by|select|resolve|match"
    r"|query|read|retrieve|locate|pick|choose|one)(_|$)"
)
_ASKS_BEFORE = frozenset({"exists", "count", "aexists", "acount"})
_ALWAYS_A_ROW = Pattern(r"(?i)\b(count|max|min|sum|avg|coalesce)\s*\(|\breturning\b")
_FAILS_ON_NONE = frozenset({"attribute", "method", "item", "unpacked"})
_ABOUT_NONE = frozenset(
    {
        "builtins.AttributeError",
        "builtins.TypeError",
        "builtins.Exception",
        "builtins.BaseException",
    }
)


class Unchecked(NamedTuple):
    """A use of a result that may be None."""

    node: ast.AST  # where None would fail
    name: str  # the variable that holds it; empty when it is used where it is called
    witness: Witness  # the way to the None


def unchecked(node: ast.Call, file: File) -> Unchecked | None:
    """How a result is used that may be None; None when it is checked, or passed on."""
    found = None if _has_default(node, file) else _first_use(node, file)
    if found is None:
        return None
    used, name = found
    if isinstance(used, ast.Subscript) and _FETCHES.match(last_name(node.func)):
        return None  # an aggregate gives a row whatever there is
    if not _ABOUT_NONE.isdisjoint(file.catching.around(used)):
        return None
    if _is_sure(node, file):
        return None
    call = file.call(node)
    if call is not None and call.facts.name:
        if not _is_open(call, file) or (name and not call.facts.effect):
            return None
    elif not _LOOKS_UP.match(last_name(node.func)) or not _asks_for_given(node, file):
        return None
    witness = file.reach.may_be_none(node)
    return None if witness is None else Unchecked(used, name, witness)


def _is_open(call: Call, file: File) -> bool:
    """Whether nobody can say that a library call gives something here.

    A variable of the environment; a query for what was given; a pattern that not everything fits.
    """
    if "environment" in call.facts.traits:
        return True
    if call.facts.effect or call.facts.request:
        return _asks_for_given(call.node, file)
    pattern = call.argument("pattern")
    text = call.literal(pattern) if pattern is not None else None
    if not isinstance(text, str):
        return False
    expression = parsing.pattern(text)
    return expression is not None and expression.match("") is None


def _asks_for_given(node: ast.Call, file: File) -> bool:
    """Whether what is looked up was given to the function: it may not be there.

    `load(order_id)`, `session.get(Order, data.order_id)`, `select(Order).where(Order.id == ident)`.
    """
    function = file.tree.function(node)
    if function is None:
        return False
    given = {each.arg for each in parameters(function.args)} - {"self", "cls"}
    held = [each for each in nodes_within(node) if isinstance(each, ast.Name) and each.id in given]
    return any(_is_key(each, node, file) for each in held)


def _is_key(name: ast.Name, node: ast.Call, file: File) -> bool:
    """Whether a parameter is part of an argument, and no session that is handed on."""
    owner = file.names.value(name)
    if owner is not None and owner.instance:
        facts = file.libraries.facts(owner.path)
        if facts is not None and {"session", "client"} & set(facts.traits):
            return False
    child: ast.AST = name
    for above in file.tree.ancestors(name):
        if isinstance(above, ast.Call):
            if child is above.func:
                return False  # session.get(…): what is asked, not what is asked for
            if above is node:
                return _SESSION.fullmatch(name.id) is None
        child = above
    return False


def _is_sure(node: ast.Call, file: File) -> bool:
    """Whether the function asked before, or its query always gives a row: `SELECT count(*)`."""
    function = file.tree.function(node)
    if function is None:
        return False
    text = ast.dump(node)
    for above in file.tree.ancestors(node):
        if isinstance(above, ast.If | ast.IfExp) and text in ast.dump(above.test):
            return True
    for each in file.tree.own(function, ast.Call):
        if last_name(each.func) in _ASKS_BEFORE:
            return True
    return any(
        isinstance(each.value, str) and _ALWAYS_A_ROW.search(each.value)
        for each in file.tree.own(function, ast.Constant)
    )


def _has_default(node: ast.Call, file: File) -> bool:
    """Whether a call is told what to give instead of None: `environ.get("PORT", "80")`."""
    call = file.call(node)
    if call is None or not call.facts.name:
        return False
    given = call.argument("default")
    return given is not None and not is_none(given)


def _first_use(node: ast.Call, file: File) -> tuple[ast.AST, str] | None:
    """Where the result is first used, when that fails on None."""
    result: ast.expr = node
    parent = file.tree.parent(node)
    if isinstance(parent, ast.Await):
        result, parent = parent, file.tree.parent(parent)
    match parent:
        case ast.Attribute(value=value, ctx=ast.Load()) | ast.Subscript(value=value):
            return (parent, "") if value is result else None
        case ast.Assign(targets=[ast.Name() as target]):
            return _first_of_variable(target, file)
    return None


def _first_of_variable(target: ast.Name, file: File) -> tuple[ast.AST, str] | None:
    home = file.scopes.home(target.id, file.tree.scope(target))
    if not isinstance(home, FUNCTIONS) or len(file.scopes.bindings(home, target.id)) != 1:
        return None
    uses = sorted(file.flow.variable_uses(target), key=lambda use: position(use.node))
    if not uses or any(map(_checks, uses)) or uses[0].kind not in _FAILS_ON_NONE:
        return None
    return (uses[0].node, target.id) if file.tree.function(uses[0].node) is home else None


def _checks(use: Use) -> bool:
    """Whether a use asks what the value is."""
    if use.kind in ("tested", "other"):
        return True
    return use.kind == "argument" and isinstance(use.node, ast.Call) and _asks(use.node)


def _asks(call: ast.Call) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    return name in ("isinstance", "bool", "cast", "assert_type") or str(name).startswith(
        ("assert", "ensure", "require", "check", "verify", "validate", "expect", "unwrap")
    )
