"""Where a service allows any origin to call it."""

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

_DEPTH = 8  # names and calls seen through, from an argument to what fills it
_HEADER = "access-control-allow-origin"
_REASON = Pattern(
    r"(?i)#.*\b(extensions?|widgets?|embed\w*|public|anywhere|third[- ]part\w+|any site)\b"
)
_LOCAL = Pattern(r"(?i)(.*_)?(debug|dev|development|is_dev|local|testing)")
# Settings of Django applications are module-level names; they are modelled as members of these.
_SETTINGS_CLASSES = ("corsheaders.conf.Settings",)


class Opening(NamedTuple):
    """One place that allows every origin."""

    node: ast.AST
    credentials: bool = False  # cookies and credentials are allowed too
    fallback: str = ""  # the variable of the environment that, when missing, opens the service


def openings(file: File) -> Iterator[Opening]:
    """All of a file, each once."""
    told: set[ast.AST] = set()
    for found in (*_fallbacks(file), *_calls(file), *_settings(file)):
        if found.node not in told and not _is_chosen(found, file):
            told.add(found.node)
            yield found


def _fallbacks(file: File) -> Iterator[Opening]:
    """Variables and settings that name origins and fall back to all of them."""
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


def _calls(file: File) -> Iterator[Opening]:
    for call in file.calls:
        subject = _configured(call, file)
        if subject is None:
            continue
        traits, off = subject
        if "cors" not in traits and "cors-open" not in traits:
            continue
        found = _by_arguments(call, off, "cors-open" in traits, file)
        if found is not None:
            yield found


def _configured(
    call: Call, file: File
) -> tuple[tuple[str, ...], dict[str, tuple[object, ...]]] | None:
    """Traits and disarming values: of the callee, or of the class handed over to be built."""
    if call.facts.off and {"cors", "cors-open"}.intersection(call.facts.traits):
        return call.facts.traits, dict(call.facts.off)
    if not call.node.args or not call.node.keywords:
        return None
    path = file.names.path(call.node.args[0])
    facts = file.libraries.facts(path) if path else None
    return None if facts is None or facts.kind != "class" else (facts.traits, dict(facts.off))


def _by_arguments(
    call: Call, off: dict[str, tuple[object, ...]], open_by_default: bool, file: File
) -> Opening | None:
    given = {each.arg: each.value for each in call.node.keywords if each.arg}
    credentials = any(_is_true(v) for k, v in given.items() if words(k)[-1:] == ("credentials",))
    named = [name for name in off if name in given]
    for name in named:
        fallback, literal = _source(given[name], file)
        if fallback is not None:
            if _is_everyone(fallback.value):
                return Opening(fallback.node, credentials, fallback.name)
        elif literal is not None and (_is_everyone(literal) or call.literal(literal) in off[name]):
            return None if _is_public_part(given, credentials) else Opening(call.node, credentials)
    if open_by_default and not named and not call.open_keywords:
        return Opening(call.node, credentials)
    return None


def _is_public_part(given: dict[str, ast.expr], credentials: bool) -> bool:
    """Whether methods and headers are listed one by one: meant to be read by every page."""
    rest = [v for k, v in given.items() if words(k)[-1:] in (("methods",), ("headers",))]
    return len(rest) > 1 and not credentials and not any(map(_is_everyone, rest))


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
    """`CORS_ALLOW_ALL_ORIGINS = True`, and the header set by hand."""
    for statement in file.tree.module.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=value)):
                if name.isupper() and _disarms(name, value, file):
                    yield Opening(statement)
    for node in file.tree.of(ast.Constant):
        if isinstance(node.value, str) and node.value.lower() == _HEADER:
            if (found := _header(node, file)) is not None:
                yield found


def _disarms(name: str, value: object, file: File) -> bool:
    for owner in _SETTINGS_CLASSES:
        facts = file.libraries.facts(f"{owner}.{name}")
        if facts is not None and "cors" in facts.traits:
            return value in facts.off.get(name, ())
    return False


def _header(node: ast.Constant, file: File) -> Opening | None:
    """The header that middleware sets on every response.

    Set on single responses it is mostly meant: public files, metadata that browsers must read.
    """
    if file.roles.within(node, "middleware") is None:
        return None
    parent = file.tree.parent(node)
    match parent:
        case ast.Subscript(slice=index) if index is node:
            statement = file.tree.parent(parent)
            if isinstance(statement, ast.Assign) and _is_everyone(statement.value):
                return Opening(statement)
        case ast.Dict(keys=keys, values=values):
            value = values[keys.index(node)] if node in keys else None
            if value is not None and _is_everyone(value):
                return Opening(node)
        case ast.Call(args=[first, second, *_]) if first is node and _is_everyone(second):
            return Opening(parent)
    return None


def _is_chosen(found: Opening, file: File) -> bool:
    """Whether an option opens the service, or its author says why it is open."""
    for above in file.tree.ancestors(found.node):
        if isinstance(above, ast.If) and any(map(_is_option, ast.walk(above.test))):
            return True
    if found.credentials or found.fallback:
        return False
    if isinstance(found.node, ast.Call) and _is_within_library(found.node, file):
        return True
    line = getattr(found.node, "lineno", 1)
    return any(_REASON.search(text) for text in file.lines[max(0, line - 2) : line])


def _is_option(node: ast.AST) -> bool:
    """Whether part of a condition names debugging, or origins: `if cors:`, `"DISABLE_CORS"`."""
    name = node.id if isinstance(node, ast.Name) else ""
    name = node.attr if isinstance(node, ast.Attribute) else name
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        name = node.value
    if not name:
        return False
    return bool(_LOCAL.fullmatch(name) or {"cors", "origin", "origins"}.intersection(words(name)))


def _is_within_library(node: ast.Call, file: File) -> bool:
    """Whether an object of a class, or a command line, serves; or only one part is opened.

    Without credentials, what such a server answers is what its users made public. Who builds an
    application in a function and leaves credentials out where they are an argument of their own
    chose that; extensions that open everything unasked are another matter.
    """
    ancestors = list(file.tree.ancestors(node))
    call = file.call(node)
    if file.tree.function(node) and (call is None or "cors-open" not in call.facts.traits):
        return True
    if any(isinstance(above, ast.ClassDef) for above in ancestors):
        return True
    parts = file.project.place(file.path).parts[:-1]
    if "cli" in parts:
        return True
    value = file.names.value(node.args[0]) if node.args else None
    return value is not None and value.path.endswith(".Blueprint")


def _is_true(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is True
