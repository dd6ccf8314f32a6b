"""The comments of a file, found without tokenising it a second time."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from aiguard_flake8.tree import Tree


class Comment(NamedTuple):
    """A comment with its `#`, and where it starts (line from 1, column from 0)."""

    line: int
    column: int
    text: str

    @property
    def lineno(self) -> int:
        """The line, under the name that syntax nodes give it, so that a rule may report here."""
        return self.line

    @property
    def col_offset(self) -> int:
        """The column, under the name that syntax nodes give it."""
        return self.column


def docstring(node: ast.AST) -> ast.Constant | None:
    """The docstring of a module, class or function, as the literal that it is."""
    if not isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        return None
    match node.body[:1]:
        case [ast.Expr(value=ast.Constant(value=str()) as text)]:
            return text
    return None


def comments(lines: Sequence[str], tree: Tree) -> Iterator[Comment]:
    """A `#` that no string literal covers starts a comment.

    A comment between the parts of an implicitly joined string is not seen: the tree gives one span
    for all parts.
    """
    spans = _string_spans(tree)
    for number, line in enumerate(lines, 1):
        column = _comment_column(line, spans.get(number, ())) if "#" in line else -1
        if column >= 0:
            yield Comment(number, column, line[column:].rstrip())


def _comment_column(line: str, spans: Sequence[tuple[int, int]]) -> int:
    column = line.find("#")
    if not spans:
        return column
    ascii_only = line.isascii()
    while column >= 0:
        offset = column if ascii_only else len(line[:column].encode())
        if not any(start <= offset < end for start, end in spans):
            return column
        column = line.find("#", column + 1)
    return -1


def _string_spans(tree: Tree) -> dict[int, list[tuple[int, int]]]:
    """Line -> the (start, end) byte columns that string literals cover there."""
    spans: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for node in (*tree.of(ast.Constant), *tree.of(ast.JoinedStr)):
        if isinstance(node, ast.Constant) and not _holds_sign(node.value):
            continue
        first, last = node.lineno, node.end_lineno or node.lineno
        for number in range(first, last + 1):
            start = node.col_offset if number == first else 0
            end = node.end_col_offset if number == last else None
            spans[number].append((start, end if end is not None else 1 << 60))
    return spans


def _holds_sign(value: object) -> bool:
    """Whether a literal holds a `#`; one that does not covers none in the source either."""
    if isinstance(value, str):
        return "#" in value
    return isinstance(value, bytes) and b"#" in value
