"""Tables that are read whole: to be handed out, or to be searched in Python."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from aiguard_flake8.facts.item_loops import reads, stored
from aiguard_flake8.facts.tables import Given
from aiguard_flake8.facts.words import words
from aiguard_flake8.patterns import Pattern
from aiguard_flake8.tree import (
    COMPREHENSIONS,
    FUNCTIONS,
    Function,
    ItemLoop,
    last_name,
    nodes_within,
    parameters,
)

if TYPE_CHECKING:
    from aiguard_flake8.file import File

# Tables that people fill by hand: they stay short.
_SHORT = frozenset(
    "role roles category categories country countries currency currencies language languages"
    " setting settings config configs configuration configurations status statuses type types plan"
    " plans permission permissions department departments region regions unit units tier tiers"
    " template templates theme themes locale locales option options feature features flag flags"
    " provider providers model models backend backends group groups scope scopes tag tags menu"
    " menus banner banners kind kinds level levels state states province provinces city cities"
    " tenant tenants workspace workspaces project projects team teams webhook webhooks plugin"
    " plugins module modules forum forums stage stages vocabulary vocabularies thesaurus"
    " thesauri node nodes admin admins catalog catalogs engine engines"
    " rule rules organization organizations organisation organisations".split()
)
_PAGES = Pattern(
    r"(?i)(\w+_)?(limit|page|per_page|page_size|size|offset|skip|cursor|start|count|pagination|top"
    r"|first|after|before|max_results|params)"
)
_ADMINISTRATOR = Pattern(r"(?i)admin|superuser|is_staff")
_PARTS = (*COMPREHENSIONS, ast.Dict, ast.List, ast.keyword, ast.comprehension)
_GIVES = (ast.Call, ast.Name, ast.Await, ast.ListComp, ast.Subscript)
_BUILDS = frozenset({"builtins.list", "builtins.dict", "builtins.tuple"})
_COMPARES = (ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.In, ast.Is, ast.IsNot)


def handed_out(function: Function, file: File) -> tuple[ast.expr, Given] | None:
    """The table whose rows a function returns whole."""
    if any(_PAGES.fullmatch(each.arg) for each in parameters(function.args)):
        return None
    for statement in file.tree.own(function, ast.Return):
        if _makes_page(statement.value, file) or _is_for_administrators(statement, file):
            continue
        for node in _offered(statement.value, file):
            given = whole(node, file)
            if given is not None and (given.rows.loaded or _is_read_by_reply(node, file)):
                return node, given
    return None


def searched(loop: ItemLoop, file: File) -> Given | None:
    """The table that a loop goes through for the rows that meet a condition."""
    if isinstance(loop, ast.For | ast.AsyncFor):
        match loop.body:
            case [ast.If(test=test, orelse=[])]:
                target, source, tests = loop.target, loop.iter, [test]
            case _:
                return None
    else:
        first = loop.generators[0]
        target, source, tests = first.target, first.iter, first.ifs
    names = stored(target)
    if isinstance(source, ast.Name) and _joins(loop, source, tests, file):
        return None
    if not any(_asks_for_column(test, names) for test in tests) or _takes_filled(loop, tests):
        return None
    if isinstance(source, ast.Name) and _is_needed_whole(source, file):
        return None
    given = whole(source, file)
    if given is None or given.model is None:
        return given
    read = {each for test in tests for each in _read_of(test, names)}
    return given if all(file.tables.is_column(given.model, each) for each in read) else None


def _joins(loop: ItemLoop, source: ast.Name, tests: list[ast.expr], file: File) -> bool:
    """Whether rows that were loaded once are searched in each round of another loop.

    `for order in orders: for line in lines: if line.order_id == order.id`: a condition in the query
    would make it one for each order.
    """
    loaded = file.flow.constant(source)
    outer: set[str] = set()
    for above in file.tree.ancestors(loop):
        if isinstance(above, FUNCTIONS) or (loaded and file.tree.inside(loaded, above)):
            break
        if isinstance(above, ast.For | ast.AsyncFor):
            outer |= stored(above.target)
        elif isinstance(above, COMPREHENSIONS):
            outer |= {name for each in above.generators for name in stored(each.target)}
    return any(reads(test, outer) for test in tests)


def _takes_filled(loop: ItemLoop, tests: list[ast.expr]) -> bool:
    """Whether a column is taken where it is filled: `{row.id: row.url for … if row.url}`."""
    if isinstance(loop, ast.For | ast.AsyncFor):
        return False
    taken = [loop.value] if isinstance(loop, ast.DictComp) else [loop.elt]
    read = {each.attr for each in nodes_within(*taken) if isinstance(each, ast.Attribute)}
    return all(isinstance(test, ast.Attribute) and test.attr in read for test in tests)


def whole(node: ast.expr, file: File) -> Given | None:
    """The table that an expression gives whole, unless it is one that stays short."""
    given = file.tables.given(node)
    if given is None or given.rows.narrowed or given.rows.bounded:
        return None
    named = words(given.rows.label.rpartition(".")[2])
    return None if not _SHORT.isdisjoint(each.lower() for each in named) else given


def _is_for_administrators(statement: ast.stmt, file: File) -> bool:
    """`if user.role == "admin": return …`: what they see is theirs to answer for."""
    for ancestor in file.tree.ancestors(statement):
        if isinstance(ancestor, ast.If) and _ADMINISTRATOR.search(ast.unparse(ancestor.test)):
            return True
    return False


def _makes_page(value: ast.expr | None, file: File) -> bool:
    """Whether an answer is a page for people, where a table may fill a box to choose from."""
    if isinstance(value, ast.Await):
        value = value.value
    if not isinstance(value, ast.Call):
        return False
    call = file.call(value)
    name = call.path.rpartition(".")[2] if call is not None else last_name(value.func)
    return name in ("render", "render_template", "TemplateResponse", "render_to_response")


def _offered(value: ast.expr | None, file: File) -> Iterator[ast.expr]:
    """The expressions in a returned value that give rows, the outermost of each query."""
    waiting: list[ast.AST] = [value] if value is not None else []
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, _GIVES) and file.tables.given(node) is not None:
            yield node
        elif not isinstance(node, ast.Lambda):
            waiting[:0] = ast.iter_child_nodes(node)


def _is_read_by_reply(node: ast.expr, file: File) -> bool:
    """Whether a query that nobody has asked yet goes straight into what is answered."""
    current: ast.AST = node
    for ancestor in file.tree.ancestors(node):
        if isinstance(ancestor, ast.Return):
            return True
        if isinstance(ancestor, _PARTS):
            pass
        elif isinstance(ancestor, ast.Call) and current is not ancestor.func:
            call = file.call(ancestor)
            if call is None or not (call.facts.response or call.path in _BUILDS):
                return False
        else:
            return False
        current = ancestor
    return False


def _asks_for_column(test: ast.expr, names: frozenset[str]) -> bool:
    """`row.state == "open"`, `row["city"] in cities`, `row.active`: what a query may ask, too."""
    match test:
        case ast.BoolOp(values=values):
            return all(_asks_for_column(each, names) for each in values)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return _asks_for_column(operand, names)
        case ast.Compare(left=left, ops=[op], comparators=[right]) if isinstance(op, _COMPARES):
            if _is_column(left, names):
                return not reads(right, names)
            return _is_column(right, names) and not reads(left, names)
    return isinstance(test, ast.Attribute) and _is_column(test, names)


def _read_of(test: ast.expr, names: frozenset[str]) -> Iterator[str]:
    """The attributes of the row that a condition reads."""
    for node in nodes_within(test):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if node.value.id in names:
                yield node.attr


def _is_column(node: ast.expr, names: frozenset[str]) -> bool:
    match node:
        case ast.Attribute(value=ast.Name(id=name)):
            return name in names
        case ast.Subscript(value=ast.Name(id=name), slice=ast.Constant()):
            return name in names
        case ast.Call(func=ast.Attribute(attr="get", value=ast.Name(id=name)), args=[_]):
            return name in names
    return False


def _is_needed_whole(source: ast.Name, file: File) -> bool:
    """Whether the rows are used for something else, too."""
    scope = file.scopes.home(source.id, file.tree.scope(source))
    return scope is None or len(file.scopes.loads(source.id, scope)) > 1
