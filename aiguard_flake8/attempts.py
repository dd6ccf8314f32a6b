"""What the body of a `try` attempts: real work, clean-up, telemetry, an optional import, a probe.

Resolved names decide where there are any. Objects that arrive from elsewhere are known by what
people call them: `session.execute(…)` leaves the process, whoever built the session.
"""

from __future__ import annotations

import ast
import re
from functools import cached_property
from pathlib import PurePath
from typing import TYPE_CHECKING

from aiguard_flake8.tree import FUNCTIONS, nodes_within

if TYPE_CHECKING:
    from aiguard_flake8.file import File

_WORK_EFFECTS = frozenset({"read", "write", "commit", "http", "llm", "process"})
# Objects that stand for something outside the process, by the last word of their name.
_ELSEWHERE = frozenset(
    "session db database cursor conn connection client repository repo service registry storage "
    "collection queue producer broker api redis bucket objects mailer gateway publisher smtp".split()
)
# Their methods that do not ask or change anything there.
_LOCAL_METHODS = frozenset(
    "add_all expunge expire info name items keys values append copy qsize empty full put_nowait "
    "get_nowait options mount url config settings".split()
)
_ACTIONS = frozenset(
    "save update insert create send publish notify enqueue execute query fetch store persist "
    "write upload download sync process apply charge refund pay submit post patch search import "
    "export ingest deliver transfer dispatch invoke run reserve book approve assign retry "
    "import push pull crawl scrape train predict generate call".split()
)
_CLEAN_UP = frozenset(
    "close aclose cancel remove unlink rmtree rmdir delete kill terminate stop shutdown quit exit "
    "cleanup clean dispose disconnect release rollback abort detach teardown unsubscribe "
    "unregister deregister destroy drop flush finish finalize del purge join wait hangup leave "
    "logout discard reset restore clear unlock prune expunge revoke drain".split()
)
_TELEMETRY = frozenset(
    "telemetry analytics metric metrics trace traces tracer tracing span spans posthog sentry "
    "langfuse otel opentelemetry statsd prometheus datadog amplitude mixpanel histogram gauge "
    "lineage openlineage openlayer instrumentation instrument instrumentor profiler profiling "
    "notice notices banner progress spinner tqdm heartbeat usage stats breadcrumb autologging "
    "autolog logger logging log monitoring".split()
)
_TELEMETRY_MODULES = _TELEMETRY - {"log", "stats", "usage", "metric", "metrics", "notices"}
_PREDICATES = frozenset(
    "is has can should supports check exists contains ping probe validate verify test matches "
    "allows needs was are available healthy health".split()
)
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


def words(name: str) -> list[str]:
    """The words of an identifier, in lower case: `sendOrder_mail` is send, order, mail."""
    return [word.lower() for word in _WORD.findall(name)]


class Attempt:
    """One `try` body, judged by its calls."""

    def __init__(self, statement: ast.Try | ast.TryStar, file: File) -> None:
        self.statement = statement
        self._file = file

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """The nodes of the body; functions defined within are left out."""
        return list(nodes_within(*self.statement.body))

    @cached_property
    def calls(self) -> list[ast.Call]:
        """The calls of the body, in document order."""
        return [node for node in self.nodes if isinstance(node, ast.Call)]

    @cached_property
    def leaves_process(self) -> ast.Call | None:
        """The first call that asks or changes something outside: a database, a service, a queue."""
        return next((call for call in self.calls if self._leaves(call)), None)

    @cached_property
    def acts(self) -> ast.Call | None:
        """The first call that leaves the process or, by its name, does work: `send_mail(…)`."""
        if self.leaves_process is not None:
            return self.leaves_process
        return next((call for call in self.calls if self._is_action(call)), None)

    @cached_property
    def cleans_up(self) -> bool:
        """Whether nothing is attempted but clean-up, or the code around it is clean-up."""
        if any(self._is_clean_up_place(node) for node in self._surroundings):
            return True
        doing = [name for call in self.calls if (name := called_name(call))]
        return bool(doing) and words(doing[0])[:1] != [] and any(
            _CLEAN_UP.intersection(words(name)[:1]) for name in doing
        ) and self.acts is None

    @cached_property
    def imports(self) -> bool:
        """Whether the body imports something that may be absent."""
        return any(isinstance(node, ast.Import | ast.ImportFrom) for node in self.nodes)

    @cached_property
    def is_telemetry(self) -> bool:
        """Whether it only measures or reports what the program does."""
        stem = PurePath(self._file.filename)
        if any(_TELEMETRY_MODULES.intersection(words(part)) for part in (stem.stem, stem.parent.name)):
            return True
        if any(_TELEMETRY.intersection(words(n.name)) for n in self._surroundings if named(n)):
            return True
        spoken = (set(words(ast_path(call.func))) for call in self.calls)
        return any(_TELEMETRY & each for each in spoken)

    @cached_property
    def is_probe(self) -> bool:
        """Whether the function around it asks a question whose answer may be no: `is_up`."""
        function = self._file.tree.function(self.statement)
        return function is not None and bool(_PREDICATES.intersection(words(function.name)[:1]))

    @cached_property
    def has_fallback(self) -> bool:
        """Whether what follows the `try` raises, or is another way to the value it returns."""
        rest = self._rest
        if rest and isinstance(rest[0], ast.Raise):
            return True
        returning = any(isinstance(n, ast.Return) and n.value is not None for n in self.nodes)
        return returning and bool(rest) and not is_empty_return(rest[0])

    @cached_property
    def _rest(self) -> list[ast.stmt]:
        """The statements that follow the `try` in its block."""
        block = self._file.tree.block(self.statement)
        for index, each in enumerate(block):
            if each is self.statement:
                return block[index + 1 :]
        return []

    @cached_property
    def _surroundings(self) -> list[ast.AST]:
        """Functions, classes, handlers and `finally` parts around the statement."""
        found: list[ast.AST] = []
        child: ast.AST = self.statement
        for node in self._file.tree.ancestors(self.statement):
            if isinstance(node, (*FUNCTIONS, ast.ClassDef, ast.ExceptHandler)):
                found.append(node)
            elif isinstance(node, ast.Try | ast.TryStar):
                if self._file.tree.block(child) is node.finalbody:  # type: ignore[arg-type]
                    found.append(node)
            child = node
        return found

    def _is_clean_up_place(self, node: ast.AST) -> bool:
        if isinstance(node, ast.ExceptHandler | ast.Try | ast.TryStar):
            return True
        if not isinstance(node, FUNCTIONS):
            return False
        spoken = words(node.name)
        return bool(_CLEAN_UP.intersection(spoken[:1])) or not _EXITS.isdisjoint(spoken)

    def _leaves(self, call: ast.Call) -> bool:
        name = called_name(call)
        if not name or _CLEAN_UP.intersection(words(name)[:1]):
            return False
        known = self._file.call(call)
        if known is not None and known.facts.name:
            return known.facts.effect in _WORK_EFFECTS and not known.facts.body
        if not isinstance(call.func, ast.Attribute) or name in _LOCAL_METHODS:
            return False
        if known is not None and known.callee.path.startswith("builtins."):
            return False
        owner = words(last_name(call.func.value))
        return bool(owner) and owner[-1] in _ELSEWHERE

    def _is_action(self, call: ast.Call) -> bool:
        name = called_name(call)
        if not _ACTIONS.intersection(words(name)[:1]):
            return False
        known = self._file.call(call)
        if known is None:
            return True
        return not known.facts.name and not known.path.startswith("builtins.")


_EXITS = frozenset("cleanup exit aexit del teardown shutdown dispose quietly safely silently".split())


def is_empty_return(statement: ast.stmt) -> bool:
    """Whether a statement returns nothing: None, False, 0, an empty text or container."""
    return isinstance(statement, ast.Return) and is_empty(statement.value)


def is_empty(value: ast.expr | None) -> bool:
    """Whether an expression is None, False, 0, "" or an empty container."""
    match value:
        case None:
            return True
        case ast.Constant():
            return not value.value
        case ast.List(elts=[]) | ast.Tuple(elts=[]) | ast.Dict(keys=[]):
            return True
        case ast.Call(func=ast.Name(id="list" | "dict" | "set" | "tuple"), args=[], keywords=[]):
            return True
    return False


def named(node: ast.AST) -> bool:
    """Whether a node has a name of its own: a function or a class."""
    return isinstance(node, (*FUNCTIONS, ast.ClassDef))


def called_name(call: ast.Call) -> str:
    """The last name of what is called: `send` of `self.mailer.send(…)`."""
    func = call.func
    if isinstance(func, ast.Attribute):
        return func.attr
    return func.id if isinstance(func, ast.Name) else ""


def last_name(node: ast.expr) -> str:
    """The last name of an expression; calls and items are seen through: `db` of `get_db()`."""
    while isinstance(node, ast.Call | ast.Subscript | ast.Await):
        node = node.func if isinstance(node, ast.Call) else node.value
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def ast_path(node: ast.expr) -> str:
    """The names of a dotted expression, calls seen through: `self.tracer.start`."""
    parts = []
    while True:
        if isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        elif isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Subscript | ast.Await):
            node = node.value
        else:
            break
    if isinstance(node, ast.Name):
        parts.append(node.id)
    return ".".join(reversed(parts))
