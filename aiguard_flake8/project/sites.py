"""The calls of functions, as their summaries hold them."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from aiguard_flake8.containers import bare
from aiguard_flake8.project.summary import Site
from aiguard_flake8.tree import FUNCTIONS, last_name
from aiguard_flake8.values import Value

if TYPE_CHECKING:
    from aiguard_flake8.file import File
    from aiguard_flake8.scopes import Binding
    from aiguard_flake8.tree import Scope

CONSUMES = frozenset({"list", "tuple", "set", "frozenset", "sorted", "len", "dict"})
_WRAPS = frozenset({"enumerate", "reversed"})
_WAITS_FOR_NOBODY = frozenset({"SOCK_DGRAM", "SOCK_NONBLOCK"})
_MOMENT = 0.05  # seconds
_LOOKS = frozenset({"get_running_loop", "_get_running_loop", "is_running", "nest_asyncio"})
# Built-in functions that call what they are given, at once or while their result is gone over.
CALLS_BACK = frozenset(f"builtins.{name}" for name in ("map", "filter", "sorted", "min", "max"))


def call_site(file: File, node: ast.Call) -> Site | None:
    """A call as the effects layer takes it; None when nothing is known of its callee."""
    callee = bare(file.names.value(node.func))
    effect = file.shapes.described(node)
    if callee is None and not effect:
        return None
    # What a library makes of a function that it is given, its model says.
    follows = callee is not None and (
        callee.path in CALLS_BACK or not file.libraries.knows(callee.path)
    )
    guard = file.guards.of(node)
    return Site(
        callee or Value(""),
        node.lineno,
        is_awaited(file, node),
        guard.on_error,
        guard.missing,
        tuple(passed(file, node)) if follows else (),
        effect,
        catches=file.catching.around(node),
        fallback=file.guards.is_fallback(node),
        needs=guard.needs,
        without=tuple(_switched_off(node)) if follows else (),
        given=_given(node) if follows else None,
    )


def _given(node: ast.Call) -> tuple[str, ...] | None:
    """The arguments of a call, by place or name; None where `*` or `**` may give any."""
    if any(isinstance(each, ast.Starred) for each in node.args):
        return None
    names = [each.arg for each in node.keywords if each.arg is not None]
    if len(names) < len(node.keywords):
        return None
    return (*map(str, range(len(node.args))), *names)


def _switched_off(node: ast.Call) -> Iterator[str]:
    """The arguments of a call that are false as they stand there."""
    for index, each in enumerate(node.args):
        if isinstance(each, ast.Starred):
            return
        if isinstance(each, ast.Constant) and each.value in (False, None):
            yield str(index)
    for keyword in node.keywords:
        if isinstance(keyword.value, ast.Constant) and keyword.value.value in (False, None):
            yield keyword.arg or ""


def is_idle(file: File, node: ast.Call) -> bool:
    """A call of a library that has no effect: most calls are, and nobody needs to know of them."""
    callee = file.names.value(node.func)
    if callee is None or callee.local or callee.path in CALLS_BACK:
        return False
    facts = file.libraries.facts(callee.called)
    if facts is None:
        return callee.path.startswith("builtins.")
    if facts.effect == "sleep" and _is_moment(node):
        return True
    if facts.effect == "loop" and _looks_for_loop(file, node):
        return True
    if callee.origin is not None and _sends_datagrams(callee.origin):
        return True
    return not facts.effect and not facts.http_error


def _is_moment(node: ast.Call) -> bool:
    """A sleep that nobody notices: it lets other threads run."""
    return (
        len(node.args) == 1
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, int | float)
        and node.args[0].value <= _MOMENT
    )


def _sends_datagrams(made: ast.Call) -> bool:
    """Whether a socket has nobody to wait for: to connect it only says where to send to."""
    given = [*made.args, *(each.value for each in made.keywords)]
    # Also `socket.SOCK_DGRAM | socket.SOCK_NONBLOCK`.
    parts = [each for one in given for each in ast.walk(one) if isinstance(each, ast.expr)]
    return any(last_name(each) in _WAITS_FOR_NOBODY for each in parts)


def _looks_for_loop(file: File, node: ast.Call) -> bool:
    """Whether the function around a call looks first whether a loop runs already."""
    function = file.tree.function(node)
    if function is None:
        return False
    names = [each.attr for each in file.tree.own(function, ast.Attribute)]
    names += [each.id for each in file.tree.own(function, ast.Name)]
    return not _LOOKS.isdisjoint(names)


def iterated(nodes: Iterable[ast.AST]) -> Iterator[ast.expr]:
    """The expressions that loops and comprehensions go over, and `list(…)` of one."""
    for node in nodes:
        if isinstance(node, ast.For | ast.AsyncFor | ast.comprehension):
            yield _unwrapped(node.iter)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id in CONSUMES and node.args:
                yield _unwrapped(node.args[0])


def _unwrapped(source: ast.expr) -> ast.expr:
    """What `enumerate(rows)` goes over."""
    if isinstance(source, ast.Call) and isinstance(source.func, ast.Name):
        if source.func.id in _WRAPS and source.args:
            return source.args[0]
    return source


def iteration_site(file: File, source: ast.expr) -> Site | None:
    """Going over an object, which may be what asks the database: a call of its `__iter__`."""
    value = bare(file.names.value(source))
    if value is None or not value.instance or value.path.startswith("builtins."):
        return None
    parent = file.tree.parent(source)
    waits = isinstance(parent, ast.AsyncFor) or (
        isinstance(parent, ast.comprehension) and bool(parent.is_async)
    )
    callee = bare(file.names.member(value, "__aiter__" if waits else "__iter__"))
    if callee is None:
        return None
    guard = file.guards.of(source)
    return Site(
        callee, source.lineno, waits, guard.on_error, guard.missing, (),
        catches=file.catching.around(source), needs=guard.needs,
    )  # fmt: skip


def property_site(file: File, node: ast.Attribute) -> Site | None:
    """An attribute that is read, where it may be a property of a class of the project."""
    if not isinstance(node.ctx, ast.Load):
        return None
    parent = file.tree.parent(node)
    if isinstance(parent, ast.Call) and parent.func is node:
        return None
    path = _property_path(file, node)
    if not path:
        return None
    guard = file.guards.of(node)
    return Site(
        Value(path), node.lineno, isinstance(parent, ast.Await), guard.on_error, guard.missing, (),
        reads=True, catches=file.catching.around(node), needs=guard.needs,
    )  # fmt: skip


def _property_path(file: File, node: ast.Attribute) -> str:
    owner = file.names.value(node.value)
    if owner is None or not owner.instance or owner.path.startswith("builtins."):
        return ""
    definition = file.names.definition(owner.path) if owner.local else None
    if isinstance(definition, ast.ClassDef):
        return file.names.property_path(definition, node.attr)
    if not owner.local and file.libraries.knows(owner.path):
        return ""
    found = file.names.value(node)
    return "" if found is None or found.instance else found.path


def entering_sites(file: File, item: ast.withitem, waits: bool) -> Iterator[Site]:
    """Entering and leaving an object of a class of the project, or of one that is not known."""
    expression = item.context_expr
    value = file.names.value(expression)
    if value is None or not value.instance:
        return
    if not value.local and file.libraries.knows(value.path):
        return
    around = file.catching.around(expression)
    for name in ("__aenter__", "__aexit__") if waits else ("__enter__", "__exit__"):
        callee = bare(file.names.member(value, name))
        if callee is not None and not callee.instance:
            line, guard = expression.lineno, file.guards.of(expression)
            yield Site(
                callee, line, waits, guard.on_error, guard.missing, (),
                catches=around, needs=guard.needs,
            )  # fmt: skip


def is_awaited(file: File, node: ast.Call) -> bool:
    """Whether the result is awaited here, directly or handed to something that is awaited."""
    parent = file.tree.parent(node)
    if isinstance(parent, ast.Await):
        return True
    if isinstance(parent, ast.withitem | ast.AsyncFor | ast.comprehension):
        return True
    if isinstance(parent, ast.Lambda):
        return True  # whoever calls the lambda gets the coroutine, and awaits it
    if isinstance(parent, ast.Call) and parent.func is not node:
        call = file.call(parent)
        return call is not None and call.facts.awaited and not call.facts.detached
    return False


def passed(file: File, node: ast.Call) -> Iterator[tuple[str, Value]]:
    """The functions that are handed over, by name or as lambdas.

    What the function around was given itself, and hands on, is named by its parameter: `{job}`.
    """
    given = [(str(i), each) for i, each in enumerate(node.args)]
    given += [(k.arg, k.value) for k in node.keywords if k.arg is not None]
    for name, expression in given:
        if not isinstance(expression, ast.Name | ast.Attribute | ast.Lambda | ast.Call):
            continue
        value = bare(file.names.value(expression))
        if value is not None and not value.instance and not value.path.startswith("builtins."):
            yield name, value
        elif isinstance(expression, ast.Name) and parameter_of(file, expression) is not None:
            yield name, Value(f"{{{expression.id}}}")


def parameter_of(file: File, name: ast.Name) -> tuple[Scope, Binding] | None:
    """The function and the parameter that a name reads, where it is bound to nothing else."""
    home = file.scopes.home(name.id, file.tree.scope(name))
    if home is None or not isinstance(home, FUNCTIONS):
        return None
    bindings = file.scopes.bindings(home, name.id)
    if len(bindings) != 1 or bindings[0].kind != "parameter":
        return None
    return home, bindings[0]
