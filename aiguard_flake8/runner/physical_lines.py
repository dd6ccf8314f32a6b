"""Where flake8 looks for a noqa: the line of a finding, with those that a string joins to it.

flake8 reads all tokens of the file for that. Those of one statement say the same, and most often
a glance at its lines is enough.
"""

from __future__ import annotations

import ast
import tokenize
from collections.abc import Callable, Iterator, Sequence

_NO_LINE = (tokenize.ENDMARKER, tokenize.DEDENT)
_LINE_ENDS = (tokenize.NL, tokenize.NEWLINE)

Slowly = Callable[[int], str | None]


def physical_line(
    number: int, tree: ast.Module, lines: Sequence[str], slowly: Slowly
) -> str | None:
    """The source for a line, counted from 1; None where flake8 has none. `slowly` asks flake8."""
    if not 0 < number < len(lines):
        return slowly(number)
    start = _start(number, tree, lines)
    if start is None:
        return slowly(number)
    if not any(map(_may_go_on, lines[start - 1 : number])):
        return lines[number - 1]
    try:
        return _joined(number, start, lines) or slowly(number)
    except (tokenize.TokenError, SyntaxError):
        return slowly(number)


def _may_go_on(line: str) -> bool:
    """Whether a line may be joined to the next one. Form feeds are not for us to judge."""
    return '"""' in line or "'''" in line or line.endswith("\\\n") or "\f" in line


def _start(number: int, tree: ast.Module, lines: Sequence[str]) -> int | None:
    """The first line of the innermost statement that holds a line, or else the line itself.

    None when something else stands before it that may go on.
    """
    start, column, holder = number, 0, _holder(number, tree)
    if holder is not None:
        start, column = _first(holder)
    if start > 1 and lines[start - 2].endswith("\\\n"):
        return None
    before = lines[start - 1].encode()[:column].strip()
    return start if before in (b"", b"@") else None


def _holder(number: int, tree: ast.Module) -> ast.stmt | None:
    """The innermost statement that holds a line; of several on one line the first."""
    found, current = None, next((x for x in tree.body if _holds(x, number)), None)
    while current is not None:
        found = current
        current = next((x for x in _statements(current) if _holds(x, number)), None)
    return found


def _holds(statement: ast.stmt, number: int) -> bool:
    return _first(statement)[0] <= number <= (statement.end_lineno or 0)


def _first(statement: ast.stmt) -> tuple[int, int]:
    """Where a statement begins, with its decorators: line and column in bytes."""
    decorators = getattr(statement, "decorator_list", ())
    first = decorators[0] if decorators else statement
    return first.lineno, first.col_offset


def _statements(node: ast.AST) -> Iterator[ast.stmt]:
    """The statements directly within a statement."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.stmt):
            yield child
        elif isinstance(child, ast.ExceptHandler | ast.match_case):
            yield from _statements(child)


def _joined(number: int, start: int, lines: Sequence[str]) -> str | None:
    """The lines between two ends of lines that hold a line, as flake8 joins them."""
    wanted, first, last = number - start + 1, len(lines), 0
    rest = iter(lines[start - 1 :])
    for kind, _, (top, _), (bottom, _), _ in tokenize.generate_tokens(lambda: next(rest)):
        if kind in _NO_LINE:
            continue
        first, last = min(first, top), max(last, bottom)
        if kind in _LINE_ENDS:
            if last >= wanted:
                whole = "".join(lines[start + first - 2 : start + last - 1])
                return whole if first <= wanted else None
            first, last = len(lines), 0
    return None
