"""What calls do whose callee is not known, where their shape leaves no doubt.

`.execute("SELECT …")` and `.execute(select(…))` read a database whatever they are called on;
`session.commit()` commits when the object is called a session; `User.objects.get(…)`,
`User.query.first()` and `session.query(…).all()` read. Anything less is unknown.
"""

from __future__ import annotations

import ast
import re
from functools import cached_property
from typing import TYPE_CHECKING

from aiguard_flake8.patterns import Pattern
from aiguard_flake8.tree import last_name

if TYPE_CHECKING:
    from aiguard_flake8.file import File

_SQL = Pattern(r"\s*(with|select|insert|update|delete|replace|merge)\b", re.IGNORECASE)
_READS = frozenset({"select", "with"})
_EXECUTES = frozenset({"execute", "scalar", "scalars", "fetch", "fetchrow", "fetchval", "fetch_all",
                       "fetch_one", "executemany", "exec"})  # fmt: skip
_SESSION = Pattern(r"_*(\w+_)?(session|db|database|conn|connection|cursor|cur)", re.IGNORECASE)
_STATEMENT = Pattern(r"_*(\w+_)?(query|stmt|statement|sql|select|q|text)", re.IGNORECASE)
_STATEMENTS = {"select": "read", "insert": "write", "update": "write", "delete": "write"}
_STATEMENT_CLASSES = {"sqlalchemy.Select": "read"}
# In a statement that is built; a row that is locked is about to be written, and who looks into the
# catalogue of the database is about to change tables.
_CHANGES = Pattern(r"(^|_)(insert|update|upsert|delete|merge)(_|$)")
_LOCKS = Pattern(
    r"(?i)\bfor\s+(no\s+key\s+)?update\b|\bpg_(try_)?advisory|\bsetval\b|\bnextval\b"
    r"|\b(pg_indexes|pg_class|pg_catalog|information_schema|sqlite_master)\b"
)
# What a chain that starts with a query or a manager ends in when it asks the database.
_QUERY_ENDS = frozenset(
    "all first one one_or_none scalar count get get_or_404 first_or_404 one_or_404".split()
)
_MANAGER_ENDS = frozenset(
    "get first last count exists aggregate earliest latest aget afirst alast acount aexists".split()
)
# What is written sooner or later, whatever it is called on; of a session.
_STAGES = frozenset(
    "save create asave acreate bulk_create get_or_create update_or_create bulk_update".split()
)
_SESSION_STAGES = frozenset({"add", "add_all", "delete", "flush", "merge"})
_DOCUMENTS = {
    "find_one": "read",
    "count_documents": "read",
    "insert_one": "write",
    "insert_many": "write",
    "update_one": "write",
    "update_many": "write",
    "delete_one": "write",
    "delete_many": "write",
    "find_one_and_update": "write",
}
_FETCHING = frozenset({"method", "iterated", "item", "argument", "tested"})
_LONGEST_CHAIN = 30  # calls of one query; a longer chain is unknown
UNCLEAR = "unclear"


class Shapes:
    """Answers for one file."""

    def __init__(self, file: File) -> None:
        self._file = file

    def described(self, node: ast.Call) -> str:
        """The effect and how a message names the call: `read db.execute`; empty without one."""
        found = self.effect(node)
        if not found or not isinstance(node.func, ast.Attribute):
            return ""
        owner = node.func.value
        while isinstance(owner, ast.Call):
            owner = owner.func
        if isinstance(owner, ast.Attribute) and owner.attr in ("query", "objects"):
            owner = owner.value
        name = last_name(owner)
        return f"{found} {name}.{node.func.attr}" if name else f"{found} {node.func.attr}"

    def effect(self, node: ast.Call) -> str:
        """`read`, `stage`, `write`, `commit`, `rollback` or empty.

        `unclear` for a statement that may be either: it has no say where the callee is unknown.
        """
        if not isinstance(node.func, ast.Attribute):
            return ""
        method = node.func.attr
        if self._in_process:
            changes = method in _EXECUTES and node.args and self._statement(node.args[0], 0)
            return UNCLEAR if changes == "write" else ""
        if method in _EXECUTES and node.args:
            return self._statement(node.args[0], 0) or self._by_result(node)
        if method in ("commit", "rollback") and not node.args and not node.keywords:
            return method if _SESSION.fullmatch(last_name(node.func.value)) else ""
        if method in _STAGES or (method in _SESSION_STAGES and _is_session(node.func.value)):
            return "stage"
        return self._query(node, node.func)

    @cached_property
    def _in_process(self) -> bool:
        """Whether the file imports a database that lives in the process, such as SQLite."""
        for alias in self._file.tree.of(ast.alias):
            facts = self._file.libraries.facts(f"{alias.name}.connect")
            if facts is not None and "in-process" in facts.traits:
                return True
        return False

    def _query(self, node: ast.Call, func: ast.Attribute) -> str:
        """What the end of a query does, from the start of its chain."""
        found = _DOCUMENTS.get(func.attr, "")
        if not found and func.attr in (_QUERY_ENDS | _MANAGER_ENDS):
            found = "read" if _asks(func, node) else ""
        if found and isinstance(self._file.tree.function(node), ast.AsyncFunctionDef):
            parent = self._file.tree.parent(node)  # not awaited, it may be a coroutine
            return found if isinstance(parent, ast.Await) else ""
        return found

    def _statement(self, node: ast.expr, depth: int) -> str:
        """What a statement handed to `execute` does, from its text or its first function."""
        text = self._text(node)
        if text:
            match = _SQL.match(text)
            if match is None:
                return ""
            reads = match[1].lower() in _READS and not _LOCKS.search(text)
            return "read" if reads else "write"
        current = node
        while isinstance(current, ast.Call | ast.Attribute):
            if isinstance(current, ast.Attribute) and _CHANGES.search(current.attr):
                return "write"
            current = current.func if isinstance(current, ast.Call) else current.value
            if isinstance(current, ast.Name) and _CHANGES.search(current.id):
                return "write"
            path = self._file.names.path(current) if isinstance(current, ast.Name) else ""
            head, _, name = path.rpartition(".")
            if head.startswith(("sqlalchemy", "sqlmodel")) and name in _STATEMENTS:
                return _STATEMENTS[name]
        known = _STATEMENT_CLASSES.get(self._file.names.class_of(node), "")
        if not known and isinstance(current, ast.Name):
            return self._variable(current, depth)
        return known

    def _variable(self, name: ast.Name, depth: int) -> str:
        """What a statement that is held in a variable does: all that it is bound to agree."""
        scope = self._file.tree.scope(name)
        home = self._file.scopes.home(name.id, scope)
        if home is None or depth > 2:
            return ""
        found = set()
        for binding in self._file.scopes.bindings(home, name.id):
            value = binding.value
            if binding.kind not in ("assign", "walrus") or value is None:
                return ""
            if not _starts_with(value, name.id):  # `query = query.where(…)` changes nothing
                found.add(self._statement(value, depth + 1))
        return found.pop() if len(found) == 1 else ""

    def _by_result(self, node: ast.Call) -> str:
        """A statement whose rows are looked at reads; one that nobody listens to may write."""
        kinds = {use.kind for use in self._file.flow.uses(node)}
        if kinds & _FETCHING:
            return "read" if self._is_of_database(node) else ""
        function = self._file.tree.function(node)
        calls = self._file.tree.own(function, ast.Call) if function is not None else []
        assert isinstance(node.func, ast.Attribute)
        cursor = last_name(node.func.value)
        fetches = any(
            isinstance(each.func, ast.Attribute)
            and each.func.attr.startswith("fetch")
            and last_name(each.func.value) == cursor
            for each in calls
            if cursor and each is not node
        )
        return "read" if fetches and kinds <= {"dropped"} else UNCLEAR

    def _is_of_database(self, node: ast.Call) -> bool:
        """Whether the receiver or the statement of an `execute` says so by its name."""
        assert isinstance(node.func, ast.Attribute)
        given = last_name(node.args[0])
        return _is_session(node.func.value) or _STATEMENT.fullmatch(given) is not None

    def _text(self, node: ast.expr) -> str:
        """The literal start of a statement, seen through `text(…)`, `.format(…)`, f-strings."""
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute) and node.func.attr == "format":
                return self._text(node.func.value)
            return self._text(node.args[0]) if node.args else ""
        if isinstance(node, ast.JoinedStr) and node.values:
            return self._text(node.values[0])
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return node.value
        return ""


def _asks(func: ast.Attribute, node: ast.Call) -> bool:
    """Whether a chain starts with `session.query(…)`, `Model.objects` or `Model.query`."""
    method = func.attr
    if method == "get" and len(node.args) == 2 and _is_session(func.value):
        return _is_class_name(node.args[0])  # session.get(User, user_id)
    current: ast.expr = func.value
    for _ in range(_LONGEST_CHAIN):
        if isinstance(current, ast.Call):
            inner = current.func
            if isinstance(inner, ast.Attribute) and inner.attr == "query" and current.args:
                return method in _QUERY_ENDS and _is_session(inner.value)
            current = inner
        elif isinstance(current, ast.Attribute):
            if current.attr == "objects":
                return method in _MANAGER_ENDS and _is_class_name(current.value)
            if current.attr == "query":
                return method in _QUERY_ENDS and _is_class_name(current.value)
            current = current.value
        else:
            return False
    return False


def _is_session(node: ast.expr) -> bool:
    return _SESSION.fullmatch(last_name(node)) is not None


def _is_class_name(node: ast.expr) -> bool:
    name = last_name(node)
    return name[:1].isupper() and not name.isupper()


def _starts_with(node: ast.expr, name: str) -> bool:
    """Whether a chain of calls starts with this variable."""
    while isinstance(node, ast.Call | ast.Attribute):
        node = node.func if isinstance(node, ast.Call) else node.value
    return isinstance(node, ast.Name) and node.id == name
