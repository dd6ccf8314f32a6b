"""Whether anybody looks at the status of an HTTP response before its body is used."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from aiguard_flake8.flow import Use
from aiguard_flake8.tree import FUNCTIONS, last_name, nodes_within, parameters

if TYPE_CHECKING:
    from aiguard_flake8.calls import Call
    from aiguard_flake8.facts.handlers import Handler
    from aiguard_flake8.file import File

# What is done with a response that leaves it where we see it; anything else may check it.
_IN_SIGHT = frozenset({"method", "attribute", "entered", "dropped"})
# Keys by which a body itself says that the request failed.
_TELLING = frozenset(
    "error errors err ok success status status_code statuscode code result_code message detail "
    "errcode ret retcode state fault exception cod error_code errormessage error_message".split()
)

_UNREADABLE = frozenset({"builtins.SyntaxError", "builtins.ValueError", "json.JSONDecodeError"})
# Methods that raise for a body that is not what it should be.
_VALIDATES = frozenset(
    "model_validate model_validate_json parse_obj parse_raw validate_python validate_json".split()
)


def unchecked_body(call: Call, file: File) -> Use | None:
    """The first use of the body of the response that a call gives, when its status is never read.

    None as well when the response leaves our sight, or when the client that sends the request may
    check by itself.
    """
    response = call.facts.returns or call.facts.enters
    if not response or call.facts.checks_status or _client_checks(call, file):
        return None
    if _is_remote_procedure(call, file) or file.roles.is_probe(call.node):
        return None
    bodies = []
    for use in file.flow.uses(call.node):
        if use.kind not in _IN_SIGHT:
            return None
        facts = file.libraries.facts(f"{response}.{use.name}") if use.name else None
        if use.name and facts is None:
            continue
        if facts is not None and facts.checks_status:
            return None
        if facts is not None and facts.body:
            bodies.append(use)
    if any(_tells(use.node, file) or _fails_clearly(use.node, call, file) for use in bodies):
        return None
    return bodies[0] if bodies else None


def _is_remote_procedure(call: Call, file: File) -> bool:
    """Whether the request calls a method over JSON-RPC, which puts failures into the body."""
    for keyword in call.node.keywords:
        for node in nodes_within(keyword.value):
            content = file.flow.constant(node) if isinstance(node, ast.Name) else node
            if isinstance(content, ast.Dict):
                keys = {each.value for each in content.keys if isinstance(each, ast.Constant)}
                if {"method", "params"} <= keys:
                    return True
    return False


def _client_checks(call: Call, file: File) -> bool:
    """Whether the client was given a hook, an option or an adapter that looks at the status."""
    receiver = call.receiver
    owner = file.names.value(receiver) if receiver is not None else None
    if owner is None or not owner.instance:
        return False
    if any(each.arg and _checks(owner.path, each.arg, file) for each in call.node.keywords):
        return True
    for node in file.tree.of(ast.Attribute):  # session.hooks["response"] = …
        if node.attr in ("hooks", "event_hooks") and _checks(owner.path, node.attr, file):
            return True
    if owner.origin is None:
        return False
    return any(
        keyword.arg is None or _checks(owner.path, keyword.arg, file)
        for keyword in owner.origin.keywords
    )


def _checks(owner: str, name: str, file: File) -> bool:
    facts = file.libraries.facts(f"{owner}.{name}")
    return facts is not None and facts.checks_status


def _tells(body: ast.AST, file: File, further: int = 2) -> bool:
    """Whether the body is asked whether the request failed, or checked against a model.

    It is asked for the key by which it says so, or tested for a key or word that it should hold,
    here or in the function of this file that it is handed to.
    """
    if not isinstance(body, ast.expr):
        return False
    uses = file.flow.uses(body)
    return any(
        _asks(use, file)
        or _asked_inside(use, file)
        or _fails_to_parse(use.node, file)
        or (further and _leads_on(use) and _tells(use.node, file, further - 1))
        for use in uses
    )


def _leads_on(use: Use) -> bool:
    """Whether a use gives the same body in another form: `json.loads(body.decode())`."""
    if not isinstance(use.node, ast.Call):
        return False
    return use.name == "decode" or (use.kind == "argument" and last_name(use.node.func) == "loads")


def _fails_to_parse(node: ast.AST, file: File) -> bool:
    """Whether a `try` of its own is prepared for a body that cannot be parsed."""
    for around in file.tree.ancestors(node):
        if isinstance(around, ast.Try):
            caught = [name for each in _handlers(around, file) for name in each.exceptions]
            asks = any(
                call.facts.effect == "http"
                for call in file.calls_within(list(nodes_within(*around.body)))
            )
            return bool(_UNREADABLE.intersection(caught)) and not asks
    return False


def _asks(use: Use, file: File) -> bool:
    match use.node:
        case ast.Call(args=[ast.Constant(value=str(key)), *_]) as get if use.kind == "method":
            if key.lower() in _TELLING:
                return True
            return any(found.kind == "tested" for found in file.flow.uses(get))
        case ast.Subscript(slice=ast.Constant(value=str(key))):
            return key.lower() in _TELLING
        case ast.Compare(left=ast.Constant(value=str()), ops=[ast.In() | ast.NotIn(), *_]):
            return True  # an error page does not hold it
        case ast.Compare(comparators=[ast.Constant(value=str()), *_]):
            return True  # the text itself is compared with what it should be
        case ast.Call(func=ast.Attribute(attr=name)) if use.kind == "argument":
            return name in _VALIDATES
    return False


def _asked_inside(use: Use, file: File) -> bool:
    """Whether the function of this file that gets the body asks it."""
    if use.kind != "argument" or not isinstance(use.node, ast.Call):
        return False
    call = file.call(use.node)
    function = file.names.definition(call.path) if call is not None else None
    if not isinstance(function, FUNCTIONS):
        return False
    given = {each.arg for each in parameters(function.args)} - {"self", "cls"}
    return any(
        _asks(inner, file)
        for name in given
        for load in file.scopes.loads(name, function)
        for inner in file.flow.uses(load)
    )


def _fails_clearly(body: ast.AST, call: Call, file: File) -> bool:
    """Whether an error body fails at once, in a `try` that makes an exception of its own of it.

    Items that are not there raise; what only may be there (`get`) does not.
    """
    if not isinstance(body, ast.expr):
        return False
    uses = file.flow.uses(body)
    if not uses or any(use.kind != "item" for use in uses):
        return False
    around = next((a for a in file.tree.ancestors(call.node) if isinstance(a, ast.Try)), None)
    handlers = _handlers(around, file)
    return bool(handlers) and all(each.always_raises for each in handlers)


def _handlers(statement: ast.AST | None, file: File) -> list[Handler]:
    return [each for each in file.handlers if each.statement is statement]
