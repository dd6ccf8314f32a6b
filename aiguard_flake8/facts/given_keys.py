"""Where the items of a loop come from: a query, a caller, or somewhere that cannot be seen."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from aiguard_flake8.patterns import Pattern
from aiguard_flake8.tree import ItemLoop, gone_over, nodes_within

if TYPE_CHECKING:
    from aiguard_flake8.file import File

_MOST_STEPS = 5  # from what a loop goes over to where it comes from
_COPIES = frozenset(
    "list tuple set sorted reversed enumerate zip dict frozenset filter range len".split()
)
_KEY = Pattern(r"(?i)_*(\w+_)?(id|oid|ident|uuid|pk|key|name|serial|code|slug|number|variable)")


def goes_over_keys(loop: ItemLoop, file: File) -> bool:
    """Whether items are keys by their name, and no query is seen to give them."""
    targets = file.item_loops.targets(loop)
    if not all(map(_KEY.fullmatch, targets)):
        return False
    for node in nodes_within(loop):
        if isinstance(node, ast.Attribute | ast.Subscript) and isinstance(node.value, ast.Name):
            if node.value.id in targets:
                return False  # order.customer_id, row["customer"]
    return not _comes_from_query(gone_over(loop), file)


def comes_from_afar(loop: ItemLoop, file: File) -> bool:
    """Whether neither a query nor a caller is seen to give the items.

    What stands in a document, in a configuration or in an object of the project is mostly little.
    """
    if any(_is_given(each, file) for each in _sources(gone_over(loop), file)):
        return False
    return not _comes_from_query(gone_over(loop), file)


def comes_from_rows(loop: ItemLoop, file: File) -> bool:
    """Whether the items are rows of a query whose table is known, or are made of them."""
    return any(file.tables.given(each) is not None for each in _sources(gone_over(loop), file))


def _sources(source: ast.expr, file: File, depth: int = 0) -> Iterator[ast.expr]:
    """What the items are taken from, through variables, copies and comprehensions."""
    yield source
    if depth > _MOST_STEPS:
        return
    inner: list[ast.expr] = []
    match source:
        case ast.Name():
            value = file.flow.constant(source)
            inner = [value] if value is not None else []
        case ast.Call(func=ast.Name(id=name), args=args) if name in _COPIES:
            inner = args
        case ast.Call(func=ast.Attribute(value=value)) | ast.Await(value=value):
            inner = [value]
        case ast.Subscript(value=value) | ast.Attribute(value=value):
            inner = [value]
        case ast.ListComp(generators=parts) | ast.SetComp(generators=parts):
            inner = [parts[0].iter]
        case ast.GeneratorExp(generators=parts) | ast.DictComp(generators=parts):
            inner = [parts[0].iter]
        case ast.BinOp(left=left, right=right):
            inner = [left, right]
        case ast.BoolOp(values=values):
            inner = values
    for each in inner:
        yield from _sources(each, file, depth + 1)


def _is_given(node: ast.expr, file: File) -> bool:
    """A parameter, or what a query gives."""
    if isinstance(node, ast.Name):
        home = file.scopes.home(node.id, file.tree.scope(node))
        bindings = file.scopes.bindings(home, node.id) if home is not None else []
        if node.id not in ("self", "cls") and any(x.kind == "parameter" for x in bindings):
            return True
    return _comes_from_query(node, file)


def _comes_from_query(source: ast.expr, file: File) -> bool:
    """Whether a query of the database gives the items, here or in a function of the project."""
    if isinstance(source, ast.Name):
        source = file.flow.constant(source) or source
    if isinstance(source, ast.Await):
        source = source.value
    if file.tables.given(source) is not None:
        return True
    effects = [*file.reach.iteration(source)]
    if isinstance(source, ast.Call):
        effects += file.reach.effects(source)
    return any(effect.kind == "read" for effect in effects)
