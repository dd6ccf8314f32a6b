"""Parses the user's source without a word about it.

Python warns of some of what it reads there: `"\\d"`, `1if x else 2`. Whoever runs the code is told.
From us it would be noise among the findings; and where warnings are errors, what we find would
depend on how we were started, while what is kept between runs does not.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def _unwarned() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def parse(source: str | bytes, filename: str = "<unknown>") -> ast.Module:
    """The tree of a file. Raises what `ast.parse` raises."""
    with _unwarned():
        return ast.parse(source, filename)


def quoted_expression(text: str) -> ast.expr | None:
    """The expression that a text holds, as in an annotation in quotes; None where it holds none."""
    try:
        with _unwarned():
            return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def pattern(text: str) -> re.Pattern[str] | None:
    """The regular expression of a text; None where it is none."""
    try:
        with _unwarned():
            return re.compile(text)
    except (re.error, RecursionError, OverflowError):
        return None
