"""Whether anybody looks at the status of an HTTP response before its body is used."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from aiguard_flake8.flow import Use

if TYPE_CHECKING:
    from aiguard_flake8.calls import Call
    from aiguard_flake8.file import File

# What is done with a response that leaves it where we see it; anything else may check it.
_IN_SIGHT = frozenset({"method", "attribute", "entered", "dropped"})
# Keys by which a body itself says that the request failed.
_TELLING = frozenset(
    "error errors err ok success status status_code statuscode code result_code message detail "
    "errcode ret retcode state fault exception cod error_code errormessage error_message".split()
)


def unchecked_body(call: Call, file: File) -> Use | None:
    """The first use of the body of the response that a call gives, when its status is never read.

    None as well when the response leaves our sight, or when the client that sends the request may
    check by itself.
    """
    response = call.facts.returns or call.facts.enters
    if not response or call.facts.checks_status or _client_checks(call, file):
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
    if any(_tells(use, file) for use in bodies):
        return None
    return bodies[0] if bodies else None


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


def _tells(body: Use, file: File) -> bool:
    """Whether the body is asked for the key by which it says that the request failed."""
    value = body.node
    if not isinstance(value, ast.expr):
        return False
    for use in file.flow.uses(value):
        match use.node:
            case ast.Call(args=[ast.Constant(value=str(key)), *_]) if use.kind == "method":
                pass
            case ast.Subscript(slice=ast.Constant(value=str(key))):
                pass
            case ast.Compare(left=ast.Constant(value=str(key))):
                pass
            case ast.Compare(comparators=[ast.Constant(value=str()), *_]):
                return True  # the text itself is compared with what it should be
            case _:
                continue
        if key.lower() in _TELLING:
            return True
    return False
