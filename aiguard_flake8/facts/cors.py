"""Where a service allows any origin to call it with the credentials of its user.

Without credentials the wildcard alone opens what anybody may read anyway.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from aiguard_flake8.facts.words import words
from aiguard_flake8.patterns import Pattern

if TYPE_CHECKING:
    from aiguard_flake8.calls import Call
    from aiguard_flake8.facts.environment import Fallback
    from aiguard_flake8.file import File
    from aiguard_flake8.library import Facts

_Off = dict[str, tuple[object, ...]]

_DEPTH = 8  # names and calls seen through, from an argument to what fills it
_HEADER = "access-control-allow-origin"
_ALLOWED = "access-control-allow-credentials"
_FORWARDING = frozenset({"proxy", "proxies", "forward", "forwarder", "forwarding"})
_LOCAL = Pattern(r"(?i)(.*_)?(debug|dev|development|is_dev|local|testing)")
# Settings of Django applications are module-level names; they are modelled as members of these.
_SETTINGS_CLASS = "corsheaders.conf.Settings"


class Opening(NamedTuple):
    """One place that allows every origin, with credentials."""

    node: ast.AST
    fallback: str = ""  # the variable of the environment that, when missing, opens the service


def openings(file: File) -> Iterator[Opening]:
    """All of a file, each once."""
    told: set[ast.AST] = set()
    configured = list(_configured_by(file))
    allowing = [each for each in configured if _allows_credentials(each[0], each[1])]
    calls = [_by_arguments(call, traits, off, file) for call, traits, off in allowing]
    fallbacks = _fallbacks(file) if allowing or not configured else ()
    for found in (*fallbacks, *calls, *_settings(file), *_headers(file)):
        if found is None or found.node in told or _is_chosen(found.node, file):
            continue
        told.add(found.node)
        if not _forwards(file):
            yield found


def _forwards(file: File) -> bool:
    """Whether it passes requests on with the key of whoever sends them, or is part of a framework.

    By the name of the file, its folders or the application: `proxy.py`, `_internal`.
    """
    place = file.place
    names = [place.stem, *place.parts[:-1]]
    for keyword in file.tree.of(ast.keyword):
        if keyword.arg == "title" and isinstance(keyword.value, ast.Constant):
            names.append(str(keyword.value.value))
    if any(part.startswith("_") and not part.startswith("__") for part in place.parts[:-1]):
        return True
    return any(_FORWARDING.intersection(words(name)) for name in names)


def _fallbacks(file: File) -> Iterator[Opening]:
    """Variables and settings that name origins and fall back to all of them."""
    if any(_switches(binding) for binding in file.scopes.names(file.tree.module)):
        return
    for fallback in file.fallbacks:
        if not _names_origins(fallback.name) or not _is_everyone(fallback.value):
            continue
        if not _refuses_credentials(fallback.node, file):
            yield Opening(fallback.node, fallback=fallback.name)


def _refuses_credentials(node: ast.AST, file: File) -> bool:
    """Whether the settings beside it say that credentials are not allowed."""
    for cls in file.tree.ancestors(node):
        if isinstance(cls, ast.ClassDef):
            return any(
                isinstance(each, ast.AnnAssign)
                and isinstance(each.target, ast.Name)
                and words(each.target.id)[-1:] == ("credentials",)
                and isinstance(each.value, ast.Constant)
                and each.value.value is False
                for each in cls.body
            )
    return False


def _switches(name: str) -> bool:
    """Whether a variable decides if origins are opened at all: `ENABLE_CORS`."""
    parts = words(name)
    return "cors" in parts and bool({"enable", "enabled", "use"}.intersection(parts))


def _names_origins(name: str) -> bool:
    parts = words(name)
    return ("cors" in parts and bool({"origin", "origins"}.intersection(parts))) or (
        "origins" in parts and bool({"allowed", "allow", "trusted"}.intersection(parts))
    )


def _is_everyone(node: ast.expr) -> bool:
    if isinstance(node, ast.List | ast.Tuple | ast.Set):
        return any(_is_everyone(each) for each in node.elts)
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
        return False
    return node.value.strip() in ("*", '["*"]', "['*']")


def _configured_by(file: File) -> Iterator[tuple[Call, tuple[str, ...], _Off]]:
    """The calls that say which origins may call, and what their arguments mean."""
    for call in file.calls:
        subject = _configured(call, file)
        if subject is not None:
            yield call, *subject


def _allows_credentials(call: Call, traits: tuple[str, ...]) -> bool:
    for keyword in call.node.keywords:
        if keyword.arg is not None and words(keyword.arg)[-1:] == ("credentials",):
            return isinstance(keyword.value, ast.Constant) and keyword.value.value is True
    return "cors-credentials" in traits


def _configured(call: Call, file: File) -> tuple[tuple[str, ...], _Off] | None:
    """Traits and disarming values: of the callee, or of the class handed over to be built."""
    facts: Facts | None = call.facts
    if not call.facts.off and call.node.args and call.node.keywords:
        path = file.names.path(call.node.args[0])
        facts = file.libraries.facts(path) if path else None
    if facts is None or not facts.off or not {"cors", "cors-open"}.intersection(facts.traits):
        return None
    return facts.traits, dict(facts.off)


def _by_arguments(call: Call, traits: tuple[str, ...], off: _Off, file: File) -> Opening | None:
    given = {each.arg: each.value for each in call.node.keywords if each.arg}
    named = [name for name in off if name in given]
    for name in named:
        fallback, literal = _source(given[name], file)
        if fallback is not None:
            if _is_everyone(fallback.value):
                return Opening(fallback.node, fallback.name)
        elif literal is not None and (_is_everyone(literal) or call.literal(literal) in off[name]):
            return Opening(call.node)
    if "cors-open" in traits and not named and not call.open_keywords:
        return Opening(call.node)
    return None


def _source(node: ast.expr, file: File) -> tuple[Fallback | None, ast.expr | None]:
    """The fallback, or the literal, that an argument is made of, seen through names and `split`."""
    by_node = {fallback.node: fallback for fallback in file.fallbacks}
    current: ast.expr | None = node
    for _ in range(_DEPTH):
        if current is None or current in by_node:
            break
        match current:
            case ast.Name():
                current = _bound(current, file)
            case ast.Call(func=ast.Attribute(attr="split" | "strip", value=inner)):
                current = inner
            case ast.Call(args=[inner]):
                current = inner
            case ast.ListComp(generators=[generator]):
                current = generator.iter
            case ast.List(elts=[ast.Name() | ast.Call() as inner]):
                current = inner
            case ast.BoolOp(values=[inner, *_]):
                current = inner
            case _:
                break
    if current is None:
        return None, None
    return by_node.get(current), current


def _bound(name: ast.Name, file: File) -> ast.expr | None:
    home = file.scopes.home(name.id, file.tree.scope(name))
    bindings = file.scopes.bindings(home, name.id) if home is not None else []
    if len(bindings) != 1 or bindings[0].kind != "assign":
        return None
    return bindings[0].value


def _settings(file: File) -> Iterator[Opening]:
    """`CORS_ALLOW_ALL_ORIGINS = True` beside `CORS_ALLOW_CREDENTIALS = True`."""
    found: dict[str, ast.stmt] = {}
    for statement in file.tree.module.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=value)) if (
                name.isupper()
            ):
                facts = file.libraries.facts(f"{_SETTINGS_CLASS}.{name}")
                if facts is not None and value in facts.off.get(name, ()):
                    found.update(dict.fromkeys(facts.traits, statement))
    if "cors" in found and "cors-credentials" in found:
        yield Opening(found["cors"])


def _headers(file: File) -> Iterator[Opening]:
    """The headers set by hand on every response: whoever asks is told that he may.

    With credentials, browsers refuse the wildcard itself.
    """
    if _HEADER not in "".join(file.lines).lower():
        return
    headers: dict[str, list[ast.Constant]] = {_HEADER: [], _ALLOWED: []}
    lengths = frozenset(map(len, headers))
    for node in file.tree.of(ast.Constant):
        if isinstance(node.value, str) and len(node.value) in lengths:
            if (header := node.value.lower()) in headers:
                headers[header].append(node)
    allowed = {file.tree.function(node) for node in headers[_ALLOWED]}
    for node in headers[_HEADER]:
        function = file.roles.within(node, "middleware")
        value = _value_of(node, file)
        if function in allowed and value is not None and _is_asker(value, file):
            yield Opening(file.tree.statement(node) or node)


def _value_of(header: ast.Constant, file: File) -> ast.expr | None:
    """What a header is set to, in an assignment, a dict or a call."""
    parent = file.tree.parent(header)
    match parent:
        case ast.Subscript(slice=index) if index is header:
            statement = file.tree.parent(parent)
            return statement.value if isinstance(statement, ast.Assign) else None
        case ast.Dict(keys=keys, values=values):
            return values[keys.index(header)] if header in keys else None
        case ast.Call(args=[first, second, *_]) if first is header:
            return second
    return None


def _is_asker(value: ast.expr, file: File) -> bool:
    """Whether a value is the origin that the request names: `request.headers["Origin"]`."""
    if isinstance(value, ast.Name) and (bound := _bound(value, file)) is not None:
        value = bound
    match value:
        case ast.Subscript(value=ast.Attribute(attr="headers"), slice=ast.Constant(value=name)):
            return str(name).lower() == "origin"
        case ast.Call(
            func=ast.Attribute(attr="get", value=ast.Attribute(attr="headers")),
            args=[ast.Constant(value=name), *_],
        ):
            return str(name).lower() == "origin"
    return False


def _is_chosen(node: ast.AST, file: File) -> bool:
    """Whether an option opens the service: `if debug:`, `middleware or [Middleware(…)]`."""
    for above in file.tree.ancestors(node):
        if isinstance(above, ast.If) and any(map(_is_option, ast.walk(above.test))):
            return True
        if isinstance(above, ast.BoolOp) and node is not above.values[0]:
            return True
    return False


def _is_option(node: ast.AST) -> bool:
    """Whether part of a condition names debugging, or origins: `if cors:`, `"DISABLE_CORS"`."""
    name = node.id if isinstance(node, ast.Name) else ""
    name = node.attr if isinstance(node, ast.Attribute) else name
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        name = node.value
    if not name:
        return False
    return bool(_LOCAL.fullmatch(name) or {"cors", "origin", "origins"}.intersection(words(name)))
