"""What the body of a `try` attempts: real work, clean-up, telemetry, an optional import, a probe.

Resolved names decide where there are any. Objects that arrive from elsewhere are known by what
people call them: `session.execute(…)` leaves the process, whoever built the session.
"""

from __future__ import annotations

import ast
import sys
from functools import cached_property
from typing import TYPE_CHECKING

from aiguard_flake8.facts.outcomes import empty
from aiguard_flake8.facts.remote import calls_in, dotted
from aiguard_flake8.facts.words import words
from aiguard_flake8.tree import FUNCTIONS, last_name, nodes_within

if TYPE_CHECKING:
    from aiguard_flake8.file import File

_WORK_EFFECTS = frozenset({"read", "write", "commit", "http", "llm"})
# Objects that stand for something outside the process, by the last word of their name.
_ELSEWHERE = frozenset(
    "session db database cursor conn connection client repository repo service registry storage "
    "collection queue producer broker api redis bucket objects mailer gateway publisher "
    "smtp".split()
)
# Receivers of that name that are another thing: a browser, a socket of a client that may leave.
_NEARBY = frozenset("cdp browser page ws websocket websockets socket sock".split())
# Methods of theirs that ask or change nothing there, or talk to a peer that may leave at any time.
_LOCAL_METHODS = frozenset(
    "add add_all expunge expire info name items keys values append copy qsize empty full "
    "put_nowait get_nowait options mount url config settings accept recv receive receive_text "
    "receive_json send_bytes send_str send_text send_json send_multipart ping set dict json "
    "model_dump model_dump_json".split()
)
_ENQUEUES = frozenset({"delay", "apply_async"})
# The first word of a method that computes, whatever it is called on.
_COMPUTES = frozenset("round format parse build normalize to from is has encode decode".split())
# The first word of a function's name that says that it changes something or fetches it.
_ACTIONS = frozenset(
    "save send publish notify enqueue execute query fetch store persist upload download sync "
    "process charge refund pay submit post patch export ingest deliver transfer dispatch reserve "
    "book approve assign push pull crawl scrape train generate".split()
)
# These say so only together with a second word: `update_stock`, not `update`.
_ACTIONS_OF = frozenset("update insert create write delete remove apply run handle load".split())
_NO_OBJECT = frozenset(
    "forever raw frame object dictionary dict config cadence state settings ui view dir dirs index "
    "table column engine parser window task future default self string text bytes one all".split()
)
_CLEAN_UP = frozenset(
    "close aclose cancel remove unlink rmtree rmdir delete kill terminate stop shutdown quit exit "
    "cleanup clean dispose disconnect release rollback abort detach teardown unsubscribe "
    "unregister deregister destroy drop flush finish finalize del purge join wait hangup leave "
    "logout discard reset restore clear unlock prune expunge revoke drain".split()
)
_DELETIONS = frozenset({("delete", "one"), ("delete", "many"), ("find", "one", "and", "delete")})
_CLEAN_UP_PLACES = frozenset(
    "cleanup exit aexit del teardown shutdown dispose quietly safely silently exception error "
    "failure effort".split()
)
# Receivers whose `write`, `update` or `send` stays in this process.
_IN_MEMORY = frozenset(
    "stdout stderr buffer stream console terminal dict data state screen window status re "
    "pattern regex bar event events bus emitter signal hook hooks".split()
)
_TELEMETRY = frozenset(
    "telemetry analytics metric metrics trace traces tracer tracing span spans posthog sentry "
    "langfuse agentops otel opentelemetry statsd prometheus datadog amplitude mixpanel histogram "
    "gauge lineage openlineage openlayer instrumentation instrument instrumentor profiler "
    "profiling notice notices banner progress spinner tqdm heartbeat usage stats breadcrumb "
    "autologging autolog logger logging log logs monitoring".split()
)
_TELEMETRY_MODULES = _TELEMETRY - {"log", "stats", "usage", "metric", "metrics", "heartbeat"}
# The last word of its name by which a function asks: `collection_exists`, `port_open`.
_ANSWERS = frozenset(
    "exists exist check matches open available reachable alive ready healthy health valid "
    "enabled running connected up healthcheck".split()
)
_GUESSES = frozenset("looks seems probably".split())  # anywhere in the name
_MEASURED = frozenset("span spans tracer telemetry analytics posthog sentry statsd".split())
_CACHES = frozenset("cache caches cached caching memo".split())
# Words in a function's name that say that it may come back with nothing.
_MAYBE = frozenset(
    "try maybe safe none optional default fallback attempt guess override overlay".split()
)
_PREDICATES = frozenset(
    "is has can should supports check exists contains ping probe detect validate verify test "
    "matches allows needs was are available healthy health healthcheck".split()
)

# What turns text into values: it fails for nothing but the text.
_PARSING = frozenset(
    "loads decode encode b64decode b64encode urlsafe_b64decode int float bool str dict list tuple "
    "set len Decimal UUID fromisoformat strptime model_validate model_validate_json parse_obj "
    "parse_raw literal_eval safe_load fromhex strip split lower upper replace get isinstance "
    "unquote json body bytes items keys values append parse from_string fromstring".split()
)


class Attempt:
    """One `try` body, judged by its calls."""

    def __init__(self, statement: ast.Try | ast.TryStar, file: File) -> None:
        self.statement = statement
        self._file = file

    @cached_property
    def calls(self) -> list[ast.Call]:
        """The calls of the body, in document order."""
        return calls_in(self.statement.body)

    @cached_property
    def modelled(self) -> ast.Call | None:
        """The first call that a library model knows to leave the process, through functions too."""
        return next((call for call in self.calls if self._is_modelled(call)), None)

    @cached_property
    def leaves_process(self) -> ast.Call | None:
        """The first call that asks or changes something outside, as modelled or by its shape."""
        return next((c for c in self.calls if self._is_direct(c) or self._is_shaped(c)), None)

    @cached_property
    def acts(self) -> ast.Call | None:
        """The first call that leaves the process or, by its name, does work: `send_mail(…)`."""
        if self.leaves_process is not None:
            return self.leaves_process
        return next((call for call in self.calls if self._is_action(call)), None)

    @cached_property
    def only_parses(self) -> bool:
        """Whether all it calls turns text into values, so that only the text can be wrong."""
        return bool(self.calls) and all(called_name(call) in _PARSING for call in self.calls)

    @cached_property
    def cleans_up(self) -> bool:
        """Whether it only closes or removes something, or stands where clean-up is done."""
        if stands_in_clean_up(self.statement, self._file):
            return True
        return self.acts is None and any(_is_clean_up(call) for call in self.calls)

    @cached_property
    def imports(self) -> bool:
        """Whether the body imports something that may be absent."""
        if any(words(called_name(call))[:1] == ("import",) for call in self.calls):
            return True
        return any(isinstance(node, ast.Import | ast.ImportFrom) for node in self._nodes)

    @cached_property
    def is_telemetry(self) -> bool:
        """Whether it only measures or reports what the program does."""
        place = self._file.place
        if any(_TELEMETRY_MODULES.intersection(words(p)) for p in (place.stem, place.parent.name)):
            return True
        if any(_TELEMETRY.intersection(words(name)) for name in self._names_around):
            return True
        work = self.acts
        if work is not None and _TELEMETRY.intersection(words(dotted(work.func))):
            return True
        named = (_name(node) for node in self._nodes)
        return any(_MEASURED.intersection(words(name)) for name in named if name)

    @cached_property
    def is_probe(self) -> bool:
        """Whether the function around it asks a question whose answer may be no: `is_up`."""
        function = self._file.tree.function(self.statement)
        if function is None:
            return False
        spoken = words(function.name)
        return bool(
            _PREDICATES.intersection(spoken[:1])
            or _ANSWERS.intersection(spoken[-1:])
            or _GUESSES.intersection(spoken)
            or self._file.roles.is_probe(self.statement)
            or self._file.roles.asks_for_updates
        )

    @cached_property
    def may_fail_quietly(self) -> bool:
        """Whether clean-up, telemetry, an optional import, a probe, or the name allows it."""
        if self.cleans_up or self.is_telemetry or self.imports or self.is_probe:
            return True
        function = self._file.tree.function(self.statement)
        return function is not None and bool(_MAYBE.intersection(words(function.name)))

    @cached_property
    def is_cache(self) -> bool:
        """Whether it works on a cache, where a failure may well look like a miss."""
        work = self.leaves_process
        spoken = [*self._names_around, self._file.place.stem]
        if work is not None:
            spoken.append(dotted(work.func))
        return any(_CACHES.intersection(words(name)) for name in spoken)

    @cached_property
    def has_fallback(self) -> bool:
        """Whether the failure surfaces in what follows, or another way to the same end follows.

        The next statement raises; the body tests a status, so that no answer is one of the answers
        that it is prepared for; a loop waits and tries again, or tries one candidate after the
        other; the body returns a value and something else than a bare default comes after it.
        """
        rest = self._rest
        if self.surfaces:
            return True
        if any(_reads_status(node) for node in self._nodes):
            return True
        loop = self._file.tree.loop(self.statement)
        if isinstance(loop, ast.While) and any(self._file.remote.pauses(c) for c in calls_in(rest)):
            return True
        if isinstance(loop, ast.For | ast.AsyncFor) and self._ends_loop(loop):
            return True
        returning = any(isinstance(n, ast.Return) and n.value is not None for n in self._nodes)
        return returning and bool(rest) and not is_empty_return(rest[0])

    @cached_property
    def surfaces(self) -> bool:
        """Whether the statement that comes after the `try` raises."""
        return bool(self._rest) and isinstance(self._rest[0], ast.Raise)

    @cached_property
    def _nodes(self) -> list[ast.AST]:
        return list(nodes_within(*self.statement.body))

    @cached_property
    def _rest(self) -> list[ast.stmt]:
        """The statements that come after the `try`, in its block or in the nearest around it."""
        tree = self._file.tree
        current: ast.AST | None = self.statement
        while isinstance(current, ast.stmt) and not isinstance(current, (*FUNCTIONS, ast.ClassDef)):
            block = tree.block(current)
            index = next((i for i, each in enumerate(block) if each is current), len(block))
            if index + 1 < len(block):
                return block[index + 1 :]
            current = tree.parent(current)
        return []

    def _ends_loop(self, loop: ast.For | ast.AsyncFor) -> bool:
        """Whether a success ends the loop, which therefore goes through candidates."""
        return any(
            isinstance(node, ast.Break) or (isinstance(node, ast.Return) and node.value is not None)
            for node in nodes_within(*loop.body)
        )

    @cached_property
    def _names_around(self) -> list[str]:
        around = self._file.tree.ancestors(self.statement)
        return [node.name for node in around if isinstance(node, (*FUNCTIONS, ast.ClassDef))]

    def _is_modelled(self, call: ast.Call) -> bool:
        """Whether a call leaves the process, itself or through functions of this file."""
        return self._is_direct(call) or (
            not _is_clean_up(call) and bool(self._file.remote.modelled(call))
        )

    def _is_direct(self, call: ast.Call) -> bool:
        known = self._file.call(call)
        if known is None or not known.facts.name or _is_clean_up(call) or _is_local(call):
            return False
        facts = known.facts
        if facts.body or "in-process" in facts.traits:
            return False
        return facts.effect in _WORK_EFFECTS

    def _is_shaped(self, call: ast.Call) -> bool:
        """Whether a method is called on something whose name says that it is elsewhere."""
        owner = receiver_words(call)
        if called_name(call) in _ENQUEUES and call.args and self._is_unknown(call):
            return True  # a task of another module: `send_invoice.delay(7)`
        if not owner or owner[-1] not in _ELSEWHERE or _is_local(call) or _is_clean_up(call):
            return False
        spoken = words(called_name(call))[:1]
        if owner[-1] == "service" and len(owner) > 1:
            # `pricing_service` is an object of this process more often than not
            return bool(_ACTIONS.union(_ACTIONS_OF).intersection(spoken))
        return not _COMPUTES.intersection(spoken) and self._is_unknown(call)

    def _is_action(self, call: ast.Call) -> bool:
        spoken = words(called_name(call))
        if not spoken or _is_local(call) or not (call.args or call.keywords):
            return False
        if _IN_MEMORY.intersection(receiver_words(call)[-1:]):
            return False
        if spoken[0] not in _ACTIONS:
            if spoken[0] not in _ACTIONS_OF or len(spoken) < 2 or _is_clean_up(call):
                return False
        return not _NO_OBJECT.intersection(spoken[1:]) and self._is_unknown(call)

    def _is_unknown(self, call: ast.Call) -> bool:
        """Whether neither a model nor the standard library says what a call does."""
        known = self._file.call(call)
        if known is None:
            return True
        if _NEARBY.intersection(words(known.path)):
            return False
        return not known.facts.name and known.path.partition(".")[0] not in _STANDARD


_STANDARD = sys.stdlib_module_names


def stands_in_clean_up(node: ast.AST, file: File) -> bool:
    """Whether a handler, a `finally` or a function that cleans up is around a node."""
    tree = file.tree
    child = node
    for around in tree.ancestors(node):
        if isinstance(around, ast.ExceptHandler):
            return True
        if isinstance(around, ast.Try | ast.TryStar) and isinstance(child, ast.stmt):
            if tree.block(child) is around.finalbody:
                return True
        if isinstance(around, FUNCTIONS):
            spoken = words(around.name)
            if _CLEAN_UP.intersection(spoken[:1]) or _CLEAN_UP_PLACES.intersection(spoken):
                return True
        child = around
    return False


def called_name(call: ast.Call) -> str:
    """The last name of what is called: `send` of `self.mailer.send(…)`."""
    func = call.func
    return func.attr if isinstance(func, ast.Attribute) else last_name(func)


def receiver_words(call: ast.Call) -> tuple[str, ...]:
    """The words of what a method is called on: order, repo for `self.order_repo.get(…)`."""
    if not isinstance(call.func, ast.Attribute):
        return ()
    owner = call.func.value
    while isinstance(owner, ast.Await):
        owner = owner.value
    name = last_name(owner)
    return () if name[:1].isupper() else words(name)


def is_empty_return(statement: ast.stmt) -> bool:
    """Whether a statement returns nothing: None, False, 0, an empty text or container."""
    return isinstance(statement, ast.Return) and (statement.value is None or empty(statement.value))


def _reads_status(node: ast.AST) -> bool:
    """Whether an expression reads the status of a response: `response.status_code`."""
    if not isinstance(node, ast.Attribute) or not isinstance(node.ctx, ast.Load):
        return False
    return node.attr == "status_code" or (
        node.attr == "status" and last_name(node.value) in ("response", "resp", "res", "r")
    )


def _is_local(call: ast.Call) -> bool:
    """Whether a call stays here, or talks to a peer that may leave at any time."""
    name = called_name(call)
    if name in _LOCAL_METHODS or name.endswith("_nowait") or name == "head":
        return True
    return bool(_NEARBY.intersection(receiver_words(call)[-2:]))


def _is_clean_up(call: ast.Call) -> bool:
    spoken = words(called_name(call))
    if spoken in _DELETIONS:
        return False  # a row of somebody's data, not what the code has left lying about
    return bool(_CLEAN_UP.intersection(spoken[:1]) or _CLEAN_UP_PLACES.intersection(spoken[-1:]))


def _name(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
