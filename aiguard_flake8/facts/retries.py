"""Loops that try something remote again: what is tried, does it pause, does it end?

A loop retries when a `try` in it holds a remote call, a failure of that call leads to the next
round, and a success leaves the loop. A loop that goes on after a success (a consumer, pages of a
result, an item each) is none, and neither is one whose rounds ask for different things.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from aiguard_flake8.facts.handlers import Handler
from aiguard_flake8.facts.remote import NETWORK, calls_in, dotted
from aiguard_flake8.facts.rounds import following, is_exit, leaves, renews
from aiguard_flake8.patterns import Pattern
from aiguard_flake8.tree import FUNCTIONS, last_name, nodes_within, position, reads_now

if TYPE_CHECKING:
    from aiguard_flake8.file import File
    from aiguard_flake8.witness import Witness

Loop = ast.For | ast.While

_ENDLESS = frozenset({"itertools.count", "itertools.repeat"})
_ATTEMPT = Pattern(r"(.*_)?(attempts?|retry|retries|tries|trial|try_count|retry_count)(_.*)?", re.I)
_STATUS = frozenset({"status", "status_code", "ok", "is_success", "success"})
_FAILURE = Pattern(
    r"\w*(Connect|Connection|Network|Request|Transport|Http|HTTP|API|Api|Operational|Service|Server"
    r"|RateLimit|Unavailable|Client|Socket|Timeout)\w*(Error|Exception|Timeout)|RequestException"
)
_NOT_YET = Pattern(r"\w*(BlockingIO|Busy|Loading|NotReady|TryAgain)\w*")
_TIMEOUT = Pattern(r"(?i)\w*timeout(error|exception|expired)?")
_CHANGES = Pattern(
    r"_*(\w+_)?(re_?connect|refresh|renew|rotate|re_?login|login|reset|switch|re_?auth\w*|failover"
    r"|next|fallback|retry|handle|recover|restart|re_?create|re_?open|invalidate|ensure)(_\w+)?"
)
_FOREVER = Pattern(r"(?i)for ?ever|indefinite|infinite|never (gives|give|returns|stops)|endless")
_MENDS = Pattern(r"(?i).*(fix|repair|refine).*")
_HEARTBEAT = Pattern(r"(?i)heart_?beat|forever")
_ADDS = frozenset({"append", "extend", "insert", "update", "add", "setdefault", "pop", "remove"})


class Retry(NamedTuple):
    """One loop that tries again."""

    loop: Loop
    tried: str  # how a message names what is tried: "requests.get()"
    way: Witness | None  # from there to the remote call, if that is known
    pauses: bool  # between a failure and the next try
    ends: bool  # the number of tries, or the time they take, is limited
    rounds: int  # at most that many tries, where the loop says so in a number; otherwise 0
    varies: bool  # after a failure it changes something and so tries something else
    timeouts_only: bool  # only a failure that has already taken its time is tried again


class Retries:
    """The retry loops of one file."""

    def __init__(self, file: File) -> None:
        self._file = file
        self._found: dict[ast.AST, Retry] = {}
        for statement in file.tree.of(ast.Try):
            loop = file.tree.loop(statement)
            if isinstance(loop, ast.For | ast.While) and loop not in self._found:
                retry = self._judge(loop, statement)
                if retry is not None:
                    self._found[loop] = retry

    def of(self, loop: Loop) -> Retry | None:
        """The retry that a loop is, or None."""
        return self._found.get(loop)

    def _judge(self, loop: Loop, statement: ast.Try) -> Retry | None:
        counted = self._counted(loop)
        if isinstance(loop, ast.For) and not counted:
            return None
        handlers = self._continuing(loop, statement)
        if not handlers or not self._success_leaves(loop, statement):
            return None
        if any(isinstance(node, ast.Yield | ast.YieldFrom) for node in nodes_within(*loop.body)):
            return None  # whoever reads the generator may pause, or stop
        tried, call = self._tried(loop, statement)
        if call is None:
            return None
        failures = [name for handler in handlers for name in self._failures(handler)]
        return Retry(
            loop,
            tried,
            self._file.reach.way(call, NETWORK),
            pauses=any(self._file.remote.pauses(node) for node in self._calls(loop)),
            ends=self._ends(loop, statement, counted),
            rounds=_rounds(loop),
            varies=any(self._changes(handler.node.body) for handler in handlers),
            timeouts_only=all(_TIMEOUT.fullmatch(name.rpartition(".")[2]) for name in failures),
        )

    def _calls(self, loop: Loop) -> list[ast.Call]:
        test = [ast.Expr(loop.test)] if isinstance(loop, ast.While) else []
        return [*calls_in(loop.body), *calls_in(test)]

    # -- the way around ----------------------------------------------------------------------

    def _counted(self, loop: Loop) -> str:
        """`range`, `endless` or empty: what gives the rounds of a loop their number."""
        if isinstance(loop, ast.While):
            return "endless" if isinstance(loop.test, ast.Constant) and loop.test.value else ""
        if not isinstance(loop.iter, ast.Call):
            return ""
        path = self._file.names.path(loop.iter.func)
        if path == "builtins.range":
            return "range"
        return "endless" if path in _ENDLESS else ""

    def _continuing(self, loop: Loop, statement: ast.Try) -> list[Handler]:
        """The handlers by which a failure of the remote side leads to the next round."""
        after = following(statement, loop, self._file)
        falls_out = any(leaves(block) for block in after)
        found = []
        for node in statement.handlers:
            if leaves(node.body) or (falls_out and not _ends_with_continue(node.body)):
                continue
            handler = Handler(node, statement, self._file)
            if self._failures(handler):
                found.append(handler)
        return found

    def _failures(self, handler: Handler) -> list[str]:
        """Those of the caught exceptions that say that the other side failed."""
        node = handler.node
        caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
        found = []
        for path, each in zip(handler.exceptions, caught, strict=True):
            name = path or (last_name(each) if each is not None else "")
            if handler.broad or self._is_failure(name):
                found.append(name)
        return found

    def _is_failure(self, name: str) -> bool:
        last = name.rpartition(".")[2]
        if last in ("InterruptedError", "IntegrityError") or _NOT_YET.fullmatch(last):
            return False  # the other side asks to call again, or a name is taken
        for ancestor in self._file.libraries.ancestors(name):
            facts = self._file.libraries.facts(ancestor)
            if facts is not None and "failure" in facts.traits:
                return True
            if facts is not None and "absence" in facts.traits:
                return False
        return bool(_FAILURE.fullmatch(last))

    def _success_leaves(self, loop: Loop, statement: ast.Try) -> bool:
        """Whether the loop is over when nothing has failed."""
        tried = [*statement.body, *statement.orelse]
        after = following(statement, loop, self._file)
        if any(leaves(block) for block in (statement.body, statement.orelse, *after)):
            return True
        if isinstance(loop, ast.While):
            wanted = {n.id for n in nodes_within(loop.test) if isinstance(n, ast.Name)}
            flags = {t.id for t in _assigned(tried)} - {t.id for t in _assigned(loop.orelse)}
            if wanted & flags and not isinstance(loop.test, ast.Compare | ast.BoolOp):
                return True
            if isinstance(loop.test, ast.BoolOp) and _negated(loop.test) & flags:
                return True  # while not done and attempt < 3
        exits = [node for node in nodes_within(*tried) if is_exit(node, loop, self._file)]
        if isinstance(loop, ast.While) and self._counted(loop):  # otherwise it polls
            exits = [e for e in exits if isinstance(e, ast.Return) and e.value is not None]
        return any(self._on_good_status(node, loop) for node in exits)

    def _on_good_status(self, node: ast.AST, loop: Loop) -> bool:
        """Whether an exit hangs on a test of the answer, in a loop that counts its attempts."""
        if _names_attempts(loop):
            return True
        for ancestor in self._file.tree.ancestors(node):
            if ancestor is loop:
                return False
            if isinstance(ancestor, ast.If):
                attributes = (
                    n for n in nodes_within(ancestor.test) if isinstance(n, ast.Attribute)
                )
                if any(each.attr in _STATUS for each in attributes):
                    return True
        return False

    # -- what is tried -----------------------------------------------------------------------

    def _tried(self, loop: Loop, statement: ast.Try) -> tuple[str, ast.Call | None]:
        """The remote call of a try, provided that each round makes the same one."""
        remote = self._file.remote
        counts_attempts = _names_attempts(loop)
        changing = self._changing(loop)
        stored = _assigned(loop.body)
        tried: tuple[str, ast.Call | None] = ("", None)
        for node in calls_in([*statement.body, *statement.orelse]):
            found = remote.modelled(node) or (counts_attempts and remote.shaped(node))
            if not found and counts_attempts and self._is_given_function(node):
                found = f"{last_name(node.func)}()"
            if not found or _MENDS.fullmatch(dotted(node.func)):
                continue
            carried = {name.id for name in stored if position(name) > position(node)}
            if reads_now(node, changing | carried) or renews(node, loop):
                return "", None
            tried = tried if tried[1] else (found, node)
        return tried

    def _is_given_function(self, node: ast.Call) -> bool:
        """Whether a call runs the function that a retry helper was given."""
        if not isinstance(node.func, ast.Name):
            return False
        home = self._file.scopes.home(node.func.id, self._file.tree.scope(node))
        if not isinstance(home, FUNCTIONS):
            return False
        around = (home, *self._file.tree.ancestors(home))
        if not any(isinstance(a, FUNCTIONS) and "retr" in a.name.lower() for a in around):
            return False
        bindings = self._file.scopes.bindings(home, node.func.id)
        return len(bindings) == 1 and bindings[0].kind == "parameter"

    def _changing(self, loop: Loop) -> set[str]:
        """The names that hold something else in each round, though nothing was answered."""
        changing = {n.id for n in _assigned([loop])} if isinstance(loop, ast.For) else set()
        for node in nodes_within(*loop.body):
            if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
                changing.add(node.target.id)
            elif isinstance(node, ast.ExceptHandler):
                changing.update(_grown(node.body), (each.id for each in _assigned(node.body)))
        for node in nodes_within(*loop.body):
            if isinstance(node, ast.Assign) and reads_now(node.value, changing):
                changing.update(each.id for each in _assigned([node]))
        return changing

    def _changes(self, body: list[ast.stmt]) -> bool:
        """Whether a handler mends something before the next try, or hands that to a helper."""
        if any(_CHANGES.fullmatch(last_name(node.func)) for node in calls_in(body)):
            return True
        return any(_drops_connection(node) for node in nodes_within(*body))

    # -- the end -----------------------------------------------------------------------------

    def _ends(self, loop: Loop, statement: ast.Try, counted: str) -> bool:
        if counted == "range":
            return True
        if not counted and not self._waits_for_flag(loop, statement):
            return True
        for node in nodes_within(*loop.body):
            if is_exit(node, loop, self._file) and self._is_limit(node, loop, statement):
                return True
        return self._under_time_limit(loop) or self._is_documented(loop)

    def _is_documented(self, loop: Loop) -> bool:
        """Whether the function around a loop says that it never gives up."""
        function = self._file.tree.function(loop)
        if function is None:
            return False
        text = ast.get_docstring(function, clean=False) or ""
        return bool(_FOREVER.search(text) or _HEARTBEAT.search(function.name))

    def _waits_for_flag(self, loop: Loop, statement: ast.Try) -> bool:
        """`while not connected:` where only a success sets the local `connected`."""
        match loop:
            case ast.While(test=ast.UnaryOp(op=ast.Not(), operand=ast.Name() as name)):
                pass
            case ast.While(
                test=ast.Compare(
                    left=ast.Name() as name, ops=[ast.Is()], comparators=[ast.Constant(value=None)]
                )
            ):
                pass
            case _:
                return False
        home = self._file.tree.scope(name)
        if not isinstance(home, FUNCTIONS) or self._file.scopes.is_shared(name.id, home):
            return False
        inside = [n for n in _assigned(loop.body) if n.id == name.id]
        own = [n for n in _assigned([*statement.body, *statement.orelse]) if n.id == name.id]
        return bool(inside) and len(inside) == len(own)

    def _is_limit(self, node: ast.AST, loop: Loop, statement: ast.Try) -> bool:
        """Whether a statement that leaves the loop does so without a success."""
        for ancestor in self._file.tree.ancestors(node):
            if ancestor is statement:
                return False  # in the body of the try: a success (handlers are met first)
            if isinstance(ancestor, ast.ExceptHandler):
                return self._catches_failure(ancestor)
            if ancestor is loop:
                return False
            if isinstance(ancestor, ast.If) and not self._file.tree.inside(ancestor, statement):
                return True
        return False

    def _catches_failure(self, node: ast.ExceptHandler) -> bool:
        """`except KeyboardInterrupt: break` ends nothing; a handler of failures does."""
        names = [node.type] if not isinstance(node.type, ast.Tuple) else node.type.elts
        last = {last_name(each) for each in names if each is not None}
        return not last or not last <= {"KeyboardInterrupt", "CancelledError", "SystemExit"}

    def _under_time_limit(self, loop: Loop) -> bool:
        for ancestor in self._file.tree.ancestors(loop):
            if isinstance(ancestor, FUNCTIONS):
                return False
            if isinstance(ancestor, ast.With | ast.AsyncWith):
                for call in self._file.calls_within([i.context_expr for i in ancestor.items]):
                    if "time-limit" in call.facts.traits:
                        return True
        return False


def _negated(test: ast.BoolOp) -> set[str]:
    """The names that must be false for a loop to go on: `not done and …`."""
    return {
        each.operand.id
        for each in test.values
        if isinstance(each, ast.UnaryOp) and isinstance(each.operand, ast.Name)
    }


def _rounds(loop: Loop) -> int:
    """The rounds of `for … in range(3)`; 0 where no number says."""
    if isinstance(loop, ast.For) and isinstance(loop.iter, ast.Call):
        match loop.iter.args:
            case [ast.Constant(value=int(stop))]:
                return stop
            case [ast.Constant(value=int(start)), ast.Constant(value=int(stop))]:
                return stop - start
    return 0


def _names_attempts(loop: Loop) -> bool:
    """Whether a loop counts attempts by name: `for attempt in …`, `while retries < limit`."""
    head = [loop.test] if isinstance(loop, ast.While) else [loop.target, loop.iter]
    names: set[str] = set()
    for node in nodes_within(*head):
        if isinstance(node, ast.Name | ast.Attribute):
            names.add(node.id if isinstance(node, ast.Name) else node.attr)
    for node in nodes_within(*loop.body):
        if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            names.add(node.target.id)
    return any(_ATTEMPT.fullmatch(name) for name in names)


def _ends_with_continue(body: list[ast.stmt]) -> bool:
    return bool(body) and isinstance(body[-1], ast.Continue)


def _assigned(statements: Iterable[ast.AST]) -> list[ast.Name]:
    """The names that get a value in some statements; for a `for` itself, its targets."""
    roots = [s.target if isinstance(s, ast.For | ast.AsyncFor) else s for s in statements]
    return [
        node
        for node in nodes_within(*roots)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    ]


def _grown(body: list[ast.stmt]) -> set[str]:
    """The names of containers that a block adds to or takes from."""
    return {
        root.id
        for node in calls_in(body)
        if isinstance(node.func, ast.Attribute)
        and node.func.attr in _ADDS
        and (root := _root(node.func.value)) is not None
    }


def _root(node: ast.expr) -> ast.Name | None:
    """The variable at the start of `options["body"].items`."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node if isinstance(node, ast.Name) else None


def _drops_connection(node: ast.AST) -> bool:
    """`self._client = None`, so that the next round builds another."""
    match node:
        case ast.Assign(targets=[ast.Attribute()], value=ast.Constant(value=None)):
            return True
    return False
