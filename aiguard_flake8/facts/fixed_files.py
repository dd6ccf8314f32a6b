"""Files that hold the same each time they are loaded: models, tables, configuration."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from aiguard_flake8.calls import Call
from aiguard_flake8.patterns import Pattern
from aiguard_flake8.project.summary import CACHED
from aiguard_flake8.tree import FUNCTIONS, Function, last_name, nodes_within
from aiguard_flake8.witness import Witness

if TYPE_CHECKING:
    from aiguard_flake8.file import File
    from aiguard_flake8.project.summary import FunctionSummary

_MOST_STEPS = 2  # functions followed from a handler
_OPENS = frozenset({"builtins.open", "io.open", "pathlib.Path.open", "codecs.open"})
_QUIET = CACHED | {"abstract"}
_WRITERS = frozenset("dump safe_dump write_text write_bytes to_csv to_json to_pickle save".split())
# By its name, what a file holds changes while the service runs.
_CHANGES = Pattern(
    r"(?i)token|state|session|cache|histor|queue|credential|users?\b|accounts?\b|orders?\b|stor(e|age)"
    r"|database|(^|[^a-z])db([^a-z]|$)|(^|[^a-z])logs?([^a-z]|$)"
)


def loads(file: File) -> dict[str, str]:
    """What each function of a file loads whose place does not depend on how it is called."""
    found: dict[str, str] = {}
    reading = [call for call in file.calls if "reads-file" in call.facts.traits]
    if not reading or _writes(file):
        return found
    for call in reading:
        function = file.tree.function(call.node)
        if function is not None and _is_loaded_again(call, function, file):
            found.setdefault(file.names.local_path(function), call.label)
    return found


def loaded_by(function: Function, file: File) -> tuple[ast.AST, Witness] | None:
    """What a function loads whenever it is called, through the project, and where that starts."""
    own = file.names.local_path(function)
    _ = file.reach
    summary = file.project.summary(file.path).functions.get(own)
    if summary is not None and (label := summary.loads):
        node = next(
            each.node
            for each in file.calls
            if each.label == label and file.tree.function(each.node) is function
        )
        return node, Witness((label,), ("",), (node.lineno,))
    for node in file.tree.own(function, ast.Call):
        if file.guards.of(node).missing or file.guards.of(node).on_error:
            continue
        for home, called in file.reach.functions(node):
            way = _follow(home, called, file)
            if way is not None:
                return node, way
    return None


def _follow(home: str, function: FunctionSummary, file: File) -> Witness | None:
    """The shortest way from a function to a load, breadth first."""
    project = file.project
    waiting: list[tuple[str, FunctionSummary, Witness]] = [(home, function, Witness((), (), ()))]
    seen: set[tuple[str, str]] = set()
    while waiting:
        where, current, way = waiting.pop(0)
        if (where, current.path) in seen or current.kind in _QUIET or current.silent:
            continue
        seen.add((where, current.path))
        name = current.path.lstrip(":").removesuffix(".__init__")
        way = Witness((*way.chain, name), (*way.files, where), (*way.lines, 0))
        if label := current.loads:
            return Witness((*way.chain, label), (*way.files, ""), (*way.lines, 0))
        if len(way.chain) == _MOST_STEPS:
            continue
        for site in current.inside.sites:
            if not site.guarded and not site.on_error:
                target = project.effects.target(site, where)
                for inner_home, inner in project.effects.functions(target) if target else ():
                    waiting.append((inner_home, inner, way))
    return None


def _writes(file: File) -> bool:
    """Whether a module writes files, so that what it reads may be what it has written."""
    for node in file.tree.of(ast.Call):
        if last_name(node.func) in _WRITERS:
            return True
        if last_name(node.func) == "open":
            modes = [*node.args[1:2], *(k.value for k in node.keywords if k.arg == "mode")]
            if any(isinstance(m, ast.Constant) and set("wax+") & set(str(m.value)) for m in modes):
                return True
    return False


def _is_loaded_again(call: Call, function: Function, file: File) -> bool:
    guard = file.guards.of(call.node)
    if guard.missing or guard.on_error:
        return False
    if any(use.kind == "stored" for use in file.flow.uses(call.node)):
        return False  # kept, for the next time
    place = _place(call, file)
    if place is None or _CHANGES.search(ast.unparse(place)):
        return False
    return _is_fixed(place, function, file)


def _place(call: Call, file: File) -> ast.expr | None:
    """The path that is loaded; of an open file, the path that it was opened with."""
    given = call.node.args[0] if call.node.args else None
    if isinstance(given, ast.Name) and "borrows" in call.facts.traits:
        given = next(_openings(given, file), None)
    if isinstance(given, ast.Call):
        opening = file.call(given)
        if opening is not None and opening.path in _OPENS:
            return given.args[0] if given.args else opening.receiver
    return None if "borrows" in call.facts.traits else given


def _openings(name: ast.Name, file: File) -> Iterator[ast.expr]:
    """The call that an open file comes from: `with open(path) as name`."""
    home = file.scopes.home(name.id, file.tree.scope(name))
    for binding in file.scopes.bindings(home, name.id) if home is not None else ():
        for ancestor in file.tree.ancestors(name):
            if ancestor is file.tree.parent(binding.node) or ancestor is file.tree.statement(
                binding.node
            ):
                if binding.value is not None:
                    yield binding.value
            if isinstance(ancestor, FUNCTIONS):
                break


def _is_fixed(place: ast.expr, function: Function, file: File) -> bool:
    """Whether nothing in a path depends on the call: literals, constants, settings."""
    for node in nodes_within(place):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            home = file.scopes.home(node.id, file.tree.scope(node))
            if home is function:
                value = file.flow.constant(node)
                if value is None or not _is_fixed(value, function, file):
                    return False
            elif home is not None and home is not file.tree.module:
                return False
        elif isinstance(node, ast.Call | ast.Subscript) and not _joins(node, file):
            return False
    return True


def _joins(node: ast.AST, file: File) -> bool:
    if not isinstance(node, ast.Call):
        return False
    path = file.names.path(node.func)
    return path.startswith(("os.path.", "pathlib.", "os.getenv", "builtins.str"))
