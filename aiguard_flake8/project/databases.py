"""Whether a project keeps its data in a database within the process, read as text.

A library such as SQLAlchemy is the same for SQLite and for a server; the address tells.
"""

from __future__ import annotations

from aiguard_flake8.patterns import Pattern
from aiguard_flake8.project.class_heads import texts
from aiguard_flake8.project.layout import Layout
from aiguard_flake8.project.trace import Trace

_WITHIN = Pattern(r"""["'](sqlite|duckdb)(\+\w+)?://""")
# An address, the name of a dialect, or a driver; what comments and documents say does not count.
_SERVER = Pattern(
    r"""["'](postgres\w*|mysql|mariadb|mssql|oracle|cockroachdb|redis|mongodb|clickhouse)"""
    r"""(\+\w+)?(://|["'])"""
    r"|\b(import|from)\s+(psycopg\w*|asyncpg|pymysql|aiomysql|MySQLdb|pyodbc|oracledb|redis"
    r"|pymongo|motor|mongoengine|cassandra|elasticsearch|neo4j|clickhouse\w*)\b"
    r"|\bdialects(\.|\s+import\s+)(postgres|mysql|mssql)"
    r"|\bpostgres_ext\b|\bMySQLDatabase\b|\bPostgresqlDatabase\b"
)
# Where the environment has a say, SQLite may well be for developers only.
_SETTINGS = Pattern(r"\benviron\b|\bgetenv\b|BaseSettings")


class Databases:
    """Answers for the projects of one run."""

    def __init__(self, layout: Layout, trace: Trace) -> None:
        self._layout = layout
        self._trace = trace
        self._known: dict[str, bool] = {}
        self._opened: dict[str, bool] = {}

    def are_within(self, folder: str) -> bool:
        """Whether the project around a folder names SQLite or DuckDB, and no server anywhere."""
        root = self._layout.root(folder)
        if root not in self._known:
            self._known[root] = self._names_no_server(root)
        answer = self._known[root]
        self._trace.note(("databases", folder), str(answer))
        return answer

    def listed(self, folder: str) -> str:
        """The answer of `are_within`, as the trace holds it."""
        return str(self.are_within(folder))

    def is_opened_in(self, file: str) -> bool:
        """Whether a module opens a database within the process itself, and names no server."""
        if file not in self._opened:
            try:
                with open(file, encoding="utf-8", errors="replace") as stream:
                    self._opened[file] = names_only_files(stream.read())
            except OSError:
                self._opened[file] = False
        self._trace.note(("database", file), str(self._opened[file]))
        return self._opened[file]

    def said(self, file: str) -> str:
        """The answer of `is_opened_in`, as the trace holds it."""
        return str(self.is_opened_in(file))

    def _names_no_server(self, root: str) -> bool:
        within = False
        for file, text in texts(root, self._trace):
            if file.endswith("setup.py"):
                continue  # what may be installed with it
            if _SERVER.search(text):
                return False
            within = within or names_only_files(text)
        return within


def names_only_files(text: str) -> bool:
    """Whether a module names SQLite or DuckDB, and neither a server nor the environment."""
    if _WITHIN.search(text) is None:
        return False
    return not (_SERVER.search(text) or _SETTINGS.search(text))
