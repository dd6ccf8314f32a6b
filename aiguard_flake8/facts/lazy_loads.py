"""Relations that a loop reads of each row of a query that did not load them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from aiguard_flake8.facts.lookups import does_more
from aiguard_flake8.facts.relations import is_asked
from aiguard_flake8.facts.rounds import for_its_work, leaves
from aiguard_flake8.facts.tables import Given
from aiguard_flake8.facts.words import words
from aiguard_flake8.project.databases import Within
from aiguard_flake8.project.link import Resolved
from aiguard_flake8.project.stored import ANYTHING
from aiguard_flake8.tree import ItemLoop, last_name, nodes_within
from aiguard_flake8.witness import Witness

if TYPE_CHECKING:
    from aiguard_flake8.file import File
    from aiguard_flake8.project.summary import FunctionSummary

_SERVICES = frozenset({"http", "llm", "process", "sleep"})
_WRITES = frozenset({"write", "commit"})
_MOST_PARTS = 8  # that a query is put together from
_GATHERS = (("add",), ("append",), ("write",), ("put",), ("set",))  # add_row, write_cell


class LazyLoad(NamedTuple):
    """One relation that is loaded again and again."""

    node: ast.expr  # what reads it: the attribute, or the call of a function that does
    model: str  # "Order"
    relation: str  # "customer"
    way: str  # the functions that read it, or through which the rows come; may be empty
    remedy: str
    witness: Witness  # how the rows come, step by step


def lazy_loads(loop: ItemLoop, file: File) -> Iterator[LazyLoad]:
    """What a loop loads for each of its rows, in the order in which it stands there."""
    if file.guards.of(loop).missing:
        return  # the answer is kept, and asked for now and then
    for target, source in _sources(loop):
        name = _item(target, source)
        given = file.tables.given(_unwrapped(source)) if name else None
        if given is None or given.model is None or ANYTHING in given.rows.eager:
            continue
        for node in file.item_loops.round(loop):
            found = _read(node, name, given, file)
            if (
                found is not None
                and not file.guards.of(node).on_error
                and not _ends(node, loop, file)
                and not _is_of_one(found, source, file)
                and not _is_worked_on(node, loop, file)
            ):
                yield found


def _is_of_one(found: LazyLoad, source: ast.expr, file: File) -> bool:
    """Whether all rows have the same related row, which a session asks for once.

    `session.query(Workout).filter(Workout.user_id == user.id)`; Django asks for each row.
    """
    if "selectinload" not in found.remedy:
        return False
    keys = (found.relation, f"{found.relation}_id")
    waiting = [source]
    for part in waiting:
        for node in nodes_within(part):
            match node:
                case ast.Compare(left=ast.Attribute(attr=column), ops=[ast.Eq()]):
                    named = column
                case ast.keyword(arg=str(column)):
                    named = column
                case ast.Name() if len(waiting) < _MOST_PARTS:
                    waiting += [each for each in file.flow.bound(node) if each not in waiting]
                    continue
                case _:
                    continue
            if named in keys:
                return True
    return False


def _is_worked_on(found: ast.AST, loop: ItemLoop, file: File) -> bool:
    """Whether a round does more than gather: `order.cancel()`, `notify(order)`.

    Nobody takes the result of such a call; what it does for each row outweighs a relation. What is
    done for each of the related rows does not count.
    """
    for called in for_its_work(loop, file):
        gathers = words(last_name(called.func))[:1] in _GATHERS
        if not gathers and not file.tree.inside(found, called) and not _within(called, found, file):
            return True
    return False


def _within(node: ast.expr, found: ast.AST, file: File) -> bool:
    """Whether a loop over a relation runs a node."""
    return any(
        isinstance(above, ast.For | ast.AsyncFor) and file.tree.inside(found, above.iter)
        for above in file.tree.ancestors(node)
    )


def works(loop: ItemLoop, file: File) -> bool:
    """Whether a round asks a service, or writes for each row: a relation less is not much less."""
    for node, effects in file.per_item.effects(loop):
        kinds = {effect.kind for effect in effects if not effect.on_error}
        if not kinds.isdisjoint(_SERVICES):
            return True
        if not kinds.isdisjoint(_WRITES) and not _is_for_some(node, loop, file):
            return True
    return False


def _is_for_some(node: ast.expr, loop: ItemLoop, file: File) -> bool:
    """Whether a condition stands between a loop and a node."""
    for ancestor in file.tree.ancestors(node):
        if ancestor is loop:
            return False
        if isinstance(ancestor, ast.If | ast.IfExp | ast.BoolOp):
            return True
    return False


def costs_little(file: File) -> bool:
    """Whether the rows are kept within the process, where a query is as cheap as a function."""
    return file.project.databases.within(file.folder) == Within.ALL


def _ends(node: ast.AST, loop: ItemLoop, file: File) -> bool:
    """Whether a loop is over with the statement that a node stands in."""
    statement = file.tree.statement(node)
    if statement is None or not isinstance(loop, ast.For | ast.AsyncFor):
        return False
    return statement is not loop and leaves(file.tree.block(statement))


def _sources(loop: ItemLoop) -> list[tuple[ast.expr, ast.expr]]:
    if isinstance(loop, ast.For | ast.AsyncFor):
        return [(loop.target, loop.iter)]
    return [(each.target, each.iter) for each in loop.generators[:1]]


def _item(target: ast.expr, source: ast.expr) -> str:
    """The variable that holds one row; empty when there is none."""
    match target, source:
        case ast.Name(id=name), _:
            return name
        case (
            ast.Tuple(elts=[ast.Name(), ast.Name(id=name)]),
            ast.Call(func=ast.Name(id="enumerate")),
        ):
            return name
    return ""


def _unwrapped(source: ast.expr) -> ast.expr:
    match source:
        case ast.Call(func=ast.Name(id="enumerate"), args=[first, *_]):
            return first
    return source


def _read(node: ast.AST, name: str, given: Given, file: File) -> LazyLoad | None:
    match node:
        case ast.Attribute(value=ast.Name(id=holder), attr=attr) if holder == name:
            if not isinstance(node.ctx, ast.Load):
                return None
            if _asks_whether(node, file):
                return None
            remedy = _remedy(attr, given, file, is_asked(node, file))
            if not remedy:
                return None
            way = _way("", given, file)
            return LazyLoad(node, _label(given), attr, way, remedy, file.tables.witness(given))
        case ast.Call():
            return _through_function(node, name, given, file)
    return None


def _asks_whether(node: ast.Attribute, file: File) -> bool:
    """`order.lines.exists()`: to load all lines with the orders might cost more."""
    parent = file.tree.parent(node)
    return isinstance(parent, ast.Attribute) and parent.attr in ("exists", "aexists")


def _through_function(node: ast.Call, name: str, given: Given, file: File) -> LazyLoad | None:
    """A function of the project that is handed the row, or a method of it."""
    parameter = _parameter(node, name)
    if parameter is None:
        return None
    functions = file.reach.functions(node) or _methods(node, given, file)
    if len(functions) != 1:
        return None
    home, function = functions[0]
    label = function.path.lstrip(":")
    if does_more(Witness((label,), (home,), (0,))):
        return None  # each row is a piece of work
    wanted = parameter
    if isinstance(parameter, int):
        if parameter >= len(function.parameters):
            return None
        wanted = function.parameters[parameter]
    for read in function.inside.reads:
        holder, _, attr = read.partition(".")
        if holder == wanted and (remedy := _remedy(attr, given, file, True)):
            way = _way(label, given, file)
            return LazyLoad(node, _label(given), attr, way, remedy, file.tables.witness(given))
    return None


def _methods(node: ast.Call, given: Given, file: File) -> list[tuple[str, FunctionSummary]]:
    """The method of the model that is called on a row."""
    if given.model is None or not isinstance(node.func, ast.Attribute):
        return []
    row = given.model._replace(value=given.model.value._replace(instance=True))
    method = file.linker.method(row, node.func.attr)
    return file.project.effects.functions(method) if method is not None else []


def _parameter(node: ast.Call, name: str) -> int | str | None:
    """Which parameter of a call gets the row: its position, its name, or `self`."""
    match node.func:
        case ast.Attribute(value=ast.Name(id=holder)) if holder == name:
            return "self"
    for index, given in enumerate(node.args):
        if isinstance(given, ast.Name) and given.id == name:
            return index
    for keyword in node.keywords:
        if isinstance(keyword.value, ast.Name) and keyword.value.id == name and keyword.arg:
            return keyword.arg
    return None


def _remedy(attr: str, given: Given, file: File, asked: bool) -> str:
    """What loads a relation with the rows; empty where an attribute is none, or is loaded."""
    model: Resolved | None = given.model
    if model is None or attr in given.rows.eager:
        return ""
    relation = file.tables.relation(model, attr)
    if relation is None or not relation.lazy or (relation.managed and not asked):
        return ""
    if relation.django:
        loader = "prefetch_related" if relation.managed else "select_related"
        return f'{loader}("{attr}")'
    return f"options(selectinload({_label(given)}.{attr}))"


def _label(given: Given) -> str:
    assert given.model is not None
    return given.model.value.path.rpartition(".")[2].lstrip(":")


def _way(reader: str, given: Given, file: File) -> str:
    """The functions that take part: who gives the rows, who reads the relation."""
    parts = [part for part in (file.tables.shown(given), reader) if part]
    return ", ".join(parts)
