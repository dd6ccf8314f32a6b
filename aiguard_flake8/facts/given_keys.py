"""Loops over keys that somebody has named, as opposed to rows that a query has given."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from aiguard_flake8.facts.item_loops import ItemLoop
from aiguard_flake8.patterns import Pattern
from aiguard_flake8.tree import nodes_within

if TYPE_CHECKING:
    from aiguard_flake8.file import File

_KEY = Pattern(r"(?i)_*(\w+_)?(id|oid|ident|uuid|pk|key|name|serial|code|slug|number|variable)")


def goes_over_keys(loop: ItemLoop, file: File) -> bool:
    """Whether items are keys by their name, and no query is seen to give them."""
    first = loop if isinstance(loop, ast.For | ast.AsyncFor) else loop.generators[0]
    targets = file.item_loops.targets(loop)
    if not all(map(_KEY.fullmatch, targets)):
        return False
    for node in nodes_within(loop):
        if isinstance(node, ast.Attribute | ast.Subscript) and isinstance(node.value, ast.Name):
            if node.value.id in targets:
                return False  # order.customer_id, row["customer"]
    return not _comes_from_query(first.iter, file)


def _comes_from_query(source: ast.expr, file: File) -> bool:
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
