"""What calls do whose callee is not known, where their shape leaves no doubt.

`.execute("SELECT …")` and `.execute(select(…))` read a database whatever they are called on;
`session.commit()` commits when the object is called a session. Anything less is unknown.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from aiguard_flake8.patterns import Pattern

if TYPE_CHECKING:
    from aiguard_flake8.file import File

_SQL = Pattern(r"\s*(with|select|insert|update|delete|replace|merge)\b", re.IGNORECASE)
_READS = frozenset({"select", "with"})
_EXECUTES = frozenset({"execute", "scalar", "scalars", "fetch", "fetchrow", "fetchval", "fetch_all",
                       "fetch_one", "executemany", "exec"})  # fmt: skip
_SESSION = Pattern(r"_*(\w+_)?(session|db|database|conn|connection|cursor|cur)", re.IGNORECASE)
_STATEMENTS = {"select": "read", "insert": "write", "update": "write", "delete": "write"}


class Shapes:
    """Answers for one file."""

    def __init__(self, file: File) -> None:
        self._file = file

    def effect(self, node: ast.Call) -> str:
        """`read`, `write`, `commit`, `rollback` or empty."""
        if not isinstance(node.func, ast.Attribute):
            return ""
        method = node.func.attr
        if method in _EXECUTES and node.args:
            return self._statement(node.args[0])
        if method in ("commit", "rollback") and not node.args and not node.keywords:
            return method if _SESSION.fullmatch(_last_name(node.func.value)) else ""
        return ""

    def _statement(self, node: ast.expr) -> str:
        """What a statement handed to `execute` does, from its text or its first function."""
        text = self._text(node)
        if text:
            match = _SQL.match(text)
            return "" if match is None else ("read" if match[1].lower() in _READS else "write")
        current = node
        while isinstance(current, ast.Call | ast.Attribute):
            current = current.func if isinstance(current, ast.Call) else current.value
            path = self._file.names.path(current) if isinstance(current, ast.Name) else ""
            head, _, name = path.rpartition(".")
            if head.startswith(("sqlalchemy", "sqlmodel")):
                return _STATEMENTS.get(name, "")
        return ""

    def _text(self, node: ast.expr) -> str:
        """The literal start of a statement, seen through `text(…)` and f-strings."""
        if isinstance(node, ast.Call) and node.args and not isinstance(node.func, ast.Attribute):
            return self._text(node.args[0])
        if isinstance(node, ast.JoinedStr) and node.values:
            return self._text(node.values[0])
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return node.value
        return ""


def _last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
