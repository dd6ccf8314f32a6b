"""What a round of a loop does with the row that it looks up, where that is a piece of work.

A row is made where it is missing, locked, deleted, told to work, or has a session of its own. One
query for all rows would not take that away: the statements that follow for each are as many.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from aiguard_flake8.facts.first_success import is_negative
from aiguard_flake8.facts.item_loops import stored
from aiguard_flake8.patterns import Pattern
from aiguard_flake8.tree import COMPREHENSIONS, ItemLoop, last_name, nodes_within

if TYPE_CHECKING:
    from aiguard_flake8.file import File

_LOCKS = frozenset({"select_for_update", "with_for_update"})
_MAKES = Pattern(r"a?(get|update)_or_create$")
_CREATES = Pattern(r"a?((get_or_|update_or_|bulk_)?create|insert(_one)?)(?=_|$)")
_CHANGES = frozenset({"stage", "write", "commit"})
_DELETES = Pattern(r"a?delete$")
_UNIT = Pattern(r"(?i)session|atomic|transaction|begin")
_WORKS = Pattern(
    r"_*a?(update|set|add|create|delete|remove|send|process|apply|run|execute|cancel|notify|publish"
    r"|start|stop|refresh|reset|recalculate|recount|assign|move|mark|archive|activate|deactivate"
    r"|approve|reject|register)(?=_|$|[A-Z])"
)


def is_work(node: ast.expr, loop: ItemLoop, file: File) -> bool:
    """Whether `node` looks up the row of an item to change it, or to make it if there is none."""
    around = [node, *statements(node, loop, file)]
    if any(isinstance(x, ast.Attribute) and x.attr in _LOCKS for x in nodes_within(*around)):
        return True
    return (
        _works(node, file)
        or _is_handed_on(node, loop, file)
        or _makes_missing(node, loop, file)
        or _has_own_session(node, loop, file)
    )


def statements(node: ast.expr, loop: ItemLoop, file: File) -> Iterator[ast.expr]:
    """What the variables hold that are handed to a query: `session.scalars(statement)`."""
    given = node.args if isinstance(node, ast.Call) else [node]
    named = {each.id for each in given if isinstance(each, ast.Name)}
    for each in file.item_loops.round(loop):
        if isinstance(each, ast.Assign):
            if any(isinstance(t, ast.Name) and t.id in named for t in each.targets):
                yield each.value


def _works(node: ast.expr, file: File) -> bool:
    """Whether the row that is found is told to work: `Topic.objects.get(…).update_counters()`."""
    parent = file.tree.parent(node)
    if isinstance(parent, ast.For | ast.AsyncFor | ast.comprehension) and parent.iter is node:
        if not isinstance(parent.target, ast.Name):
            return False
        uses = file.flow.variable_uses(parent.target)
    elif isinstance(node, ast.Call):
        uses = file.flow.uses(node)
    else:
        return False
    for use in uses:
        if use.kind == "method" and _WORKS.match(use.name):
            return True
        if use.kind == "attribute":
            above = file.tree.parent(use.node)
            if isinstance(above, ast.Attribute) and _DELETES.match(above.attr):
                return True
    return False


def _is_handed_on(node: ast.expr, loop: ItemLoop, file: File) -> bool:
    """Whether the row is handed straight to a function that writes: `close(Order.get(ident))`."""
    parent = file.tree.parent(node)
    if not isinstance(parent, ast.Call) or not any(node is each for each in parent.args):
        return False
    return any(
        call is parent and any(effect.kind in _CHANGES for effect in effects)
        for call, effects in file.per_item.effects(loop)
    )


def _makes_missing(node: ast.expr, loop: ItemLoop, file: File) -> bool:
    """Whether a round makes the row that it does not find."""
    if isinstance(loop, COMPREHENSIONS):
        return False
    calls = [each for each in file.item_loops.round(loop) if isinstance(each, ast.Call)]
    if any(isinstance(x.func, ast.Attribute) and _MAKES.match(x.func.attr) for x in calls):
        return True
    staged: set[ast.AST] = {
        each
        for each in calls
        if _CREATES.match(last_name(each.func)) or _DELETES.match(last_name(each.func))
    }
    for call, effects in file.per_item.effects(loop):
        if any(effect.kind in ("stage", "write") for effect in effects):
            staged.add(call)
    found = _bound_to(node, file)
    for each in file.item_loops.round(loop):
        if isinstance(each, ast.If):
            if not (file.tree.inside(node, each.test) or _asks_whether(each.test, found, file)):
                continue
            passes_over = isinstance(each.body[-1], ast.Continue) and not is_negative(each.test)
            if passes_over and staged:
                return True  # the rest of a round makes what is not there
            if not staged.isdisjoint(nodes_within(each)):
                return True
        elif isinstance(each, ast.Try) and any(file.tree.inside(node, x) for x in each.body):
            for handler in each.handlers:
                if not staged.isdisjoint(nodes_within(handler)) or _binds(handler, found):
                    return True
    return False


def _has_own_session(node: ast.expr, loop: ItemLoop, file: File) -> bool:
    """Whether each round opens a session or a transaction of its own: a unit of work."""
    for ancestor in file.tree.ancestors(node):
        if ancestor is loop:
            return False
        if isinstance(ancestor, ast.With | ast.AsyncWith):
            opened = (each.context_expr for each in ancestor.items)
            if any(isinstance(x, ast.Call) and _UNIT.search(last_name(x.func)) for x in opened):
                return True
    return False


def _bound_to(node: ast.expr, file: File) -> frozenset[str]:
    """The variables that hold what a query gives."""
    statement = file.tree.statement(node)
    if isinstance(statement, ast.Assign):
        return frozenset().union(*(stored(x) for x in statement.targets if isinstance(x, ast.Name)))
    if isinstance(statement, ast.AnnAssign):
        return stored(statement.target)
    return frozenset()


def _asks_whether(test: ast.expr, names: frozenset[str], file: File) -> bool:
    """Whether a test asks if there is a row, and not for something that the row holds."""
    for node in nodes_within(test):
        if isinstance(node, ast.Name) and node.id in names:
            above = file.tree.parent(node)
            if not isinstance(above, ast.Attribute):
                return True
            if isinstance(file.tree.parent(above), ast.Call):
                return True  # found.fetchone()
    return False


def _binds(handler: ast.ExceptHandler, names: frozenset[str]) -> bool:
    """Whether a handler makes another object for a variable: `tag = Tag(name=name)`."""
    return any(
        isinstance(each, ast.Assign)
        and isinstance(each.value, ast.Call)
        and any(isinstance(target, ast.Name) and target.id in names for target in each.targets)
        for each in nodes_within(*handler.body)
    )
