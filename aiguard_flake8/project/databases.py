"""Whether a project keeps its data in a database within the process, read as text.

A library such as SQLAlchemy is the same for SQLite and for a server; the address tells.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from enum import StrEnum

from aiguard_flake8.patterns import Pattern
from aiguard_flake8.project.class_heads import texts
from aiguard_flake8.project.layout import Layout
from aiguard_flake8.project.trace import Trace

_WITHIN = Pattern(r"""["'](sqlite|duckdb)(\+\w+)?://|\bSqlite(Ext)?Database\(""")
# An address, the name of a dialect, or a driver; what comments and documents say does not count.
_SERVER = Pattern(
    r"""["'](postgres\w*|mysql|mariadb|mssql|oracle|cockroachdb|redis|mongodb|clickhouse)"""
    r"""(\+\w+)?(://|["'])"""
    r"|\b(import|from)\s+(psycopg\w*|asyncpg|pymysql|aiomysql|MySQLdb|pyodbc|oracledb|redis"
    r"|pymongo|motor|mongoengine|cassandra|elasticsearch|neo4j|clickhouse\w*)\b"
    r"|\bdialects(\.|\s+import\s+)(postgres|mysql|mssql)"
    r"|\bpostgres_ext\b|\bMySQLDatabase\b|\bPostgresqlDatabase\b"
)
# One of these is in all that the pattern above finds; to look for them takes a tenth of the time.
_OF_SERVERS = (
    "ostgres", "mysql", "mariadb", "mssql", "oracle", "cockroachdb", "redis", "mongo", "clickhouse",
    "psycopg", "asyncpg", "MySQL", "pyodbc", "motor", "cassandra", "elasticsearch", "neo4j",
)  # fmt: skip
# What somebody who runs a server for SQL would miss: a driver, or what its dialect alone can do.
_DRIVER = Pattern(
    r"\b(import|from)\s+(psycopg\w*|asyncpg|pymysql|aiomysql|MySQLdb|pyodbc|oracledb|cx_Oracle)\b"
    r"|\bdialects(\.|\s+import\s+)(postgres|mysql|mssql)"
    r"|\bpostgres_ext\b|\bMySQLDatabase\b|\bPostgresqlDatabase\b"
)
# Where the environment has a say, SQLite is what is there until it says otherwise.
_SETTINGS = Pattern(r"\benviron\b|\bgetenv\b|BaseSettings")


class Within(StrEnum):
    """What of a project's data is kept within the process."""

    NOTHING = ""  # as far as anybody can tell
    TABLES = "tables"  # what SQL asks for, unless the environment says otherwise
    ALL = "all"


class Databases:
    """Answers for the projects of one run."""

    def __init__(self, layout: Layout, trace: Trace) -> None:
        self._layout = layout
        self._trace = trace
        self._known: dict[str, tuple[Within, frozenset[str]]] = {}
        self._opened: dict[str, bool] = {}

    def within(self, folder: str) -> Within:
        """What the project around a folder keeps in SQLite or DuckDB.

        All of it where no server is named anywhere. Tables where SQLite is what the environment
        may replace: in a module of the same package that names nothing else, or in any project
        that imports no driver of a server.
        """
        root = self._layout.root(folder)
        if root not in self._known:
            self._known[root] = self._read(root)
        answer, packages = self._known[root]
        if not answer and _package_of(folder, root) in packages:
            answer = Within.TABLES
        self._trace.note(("databases", folder), str(answer))
        return answer

    def listed(self, folder: str) -> str:
        """The answer of `within`, as the trace holds it."""
        return str(self.within(folder))

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

    def _read(self, root: str) -> tuple[Within, frozenset[str]]:
        """What holds for all of a project, and the packages that keep their tables in SQLite."""
        server = driver = within = default = False
        packages: set[str] = set()
        for file, text in texts(root, self._trace):
            if file.endswith("setup.py"):
                continue  # what may be installed with it
            held = _holds(text)
            if not held and server and driver:
                continue
            named = _names_server(text)
            server = server or named
            driver = driver or (named and _DRIVER.search(text) is not None)
            if held:
                asks = _SETTINGS.search(text) is not None
                within = within or not (named or asks)
                default = default or asks
                if asks and not named:
                    packages.add(_package_of(os.path.dirname(file), root))
        if within and not server:
            return Within.ALL, frozenset()
        tables = Within.TABLES if default and not driver else Within.NOTHING
        return tables, frozenset(packages)


def _package_of(folder: str, root: str) -> str:
    """The folder right below the root, which holds another."""
    return os.path.relpath(folder, root).split(os.sep)[0]


def _holds(text: str) -> bool:
    """Whether a module names SQLite or DuckDB."""
    held = "sqlite" in text or "duckdb" in text or "Sqlite" in text
    return held and _WITHIN.search(text) is not None


def _names_server(text: str) -> bool:
    return any(
        _SERVER.search(line) is not None
        for word in _OF_SERVERS
        if word in text
        for line in _lines_with(word, text)
    )


def _lines_with(word: str, text: str) -> Iterator[str]:
    start = text.find(word)
    while start >= 0:
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield text[text.rfind("\n", 0, start) + 1 : end]
        start = text.find(word, end)


def names_only_files(text: str) -> bool:
    """Whether a module names SQLite or DuckDB, and neither a server nor the environment."""
    return _holds(text) and not (_names_server(text) or _SETTINGS.search(text))
