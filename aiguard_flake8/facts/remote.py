"""Which calls talk to something outside the process, in the end.

A call that a library models is known. A call of a function of the same file is followed into it, a
few steps. What is left (a client that was handed in, a function of another module) is judged by
shape, and only on request: the verb that is called, and the name of what it is called on.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from aiguard_flake8.patterns import Pattern
from aiguard_flake8.tree import FUNCTIONS, Function, last_name, running

if TYPE_CHECKING:
    from aiguard_flake8.file import File

NETWORK = frozenset({"http", "llm", "read", "write", "commit"})
_DEPTH = 3  # functions followed from one call

_RECEIVER = Pattern(
    r"_?(\w+_)?(session|client|http|conn|connection|cursor|db|redis|producer|consumer|channel"
    r"|broker|api|llm|s3|smtp|server|bucket|collection)",
    re.IGNORECASE,
)
_RECEIVER_VERB = Pattern(
    r"a?(get|post|put|delete|patch|head|request|send\w*|execute|executemany|fetch\w*|query|connect"
    r"|publish\w*|invoke|complete|completions?|chat|generate\w*|create|call|upload\w*|download\w*"
    r"|find_one|insert_one|update_one|commit|ping|produce)"
)
_VERB = Pattern(
    r"_*(do_|make_|try_|safe_|async_)?a?(fetch|request|send|connect|reconnect|download|upload"
    r"|publish|scrape|crawl|invoke)(_\w+)?"
    r"|_*(\w+_)?(call|query|get|post|make|execute|perform)_(\w+_)?(api|llm|request|http|url|model|remote)"
    r"|_*(\w+_)?(urlopen|urlretrieve|api_call|http_get|http_post|api_request|acompletion)"
)
_SLEEP = Pattern(
    r"_*(\w+_)?(a?sleep|wait|backoff|back_off|pause|delay|throttle|cool_?down|poll|select)(_\w+)?"
)
_WAITS_WITH_TIMEOUT = frozenset({"get", "join", "acquire", "result", "recv", "read", "accept"})


class Remote:
    """Answers for one file."""

    def __init__(self, file: File) -> None:
        self._file = file
        self._reaching: dict[Function, str] = {}
        self._sleeping: dict[Function, str] = {}

    def modelled(self, node: ast.Call) -> str:
        """How a message names the remote call that a call is, or leads to in this file.

        Empty when it is none, or not known to be one.
        """
        found = self._find(node, self._modelled, self._reaching, 0)
        if found and self._callee(node) is not None:
            return f"{last_name(node.func)}() -> {found}"
        return found

    def shaped(self, node: ast.Call) -> str:
        """The name of a call that looks remote though nobody has modelled it; otherwise empty.

        Only for places where something else already says so, such as a loop that counts attempts.
        """
        name = last_name(node.func)
        if not name or self._is_known(node):
            return ""
        if _VERB.fullmatch(name):
            return f"{name}()"
        if isinstance(node.func, ast.Attribute) and _RECEIVER_VERB.fullmatch(name):
            receiver = last_name(node.func.value)
            if receiver and _RECEIVER.fullmatch(receiver):
                return f"{receiver}.{name}()"
        return ""

    def pauses(self, node: ast.Call) -> bool:
        """Whether a call takes its time by itself: it sleeps, waits or asks a person.

        A name such as `_backoff` or `wait_for_slot` is enough: this is asked to stay silent.
        """
        return bool(self._find(node, self._sleeps, self._sleeping, 0))

    # -- evidence ----------------------------------------------------------------------------

    def _find(
        self,
        node: ast.Call,
        judge: Callable[[ast.Call], str],
        memory: dict[Function, str],
        depth: int,
    ) -> str:
        """What `judge` says of a call, or of the calls that it leads to in this file."""
        found = judge(node)
        if found or depth >= _DEPTH:
            return found
        function = self._callee(node)
        if function is None:
            return ""
        if function not in memory:
            memory[function] = ""  # a function that calls itself finds nothing new
            for inner in calls_in(function.body):
                if found := self._find(inner, judge, memory, depth + 1):
                    memory[function] = found
                    break
        return memory[function]

    def _callee(self, node: ast.Call) -> Function | None:
        """The function of this file that a call runs."""
        call = self._file.call(node)
        if call is None or call.callee.instance or not call.callee.local:
            return None
        definition = self._file.names.definition(call.path)
        return definition if isinstance(definition, FUNCTIONS) else None

    def _modelled(self, node: ast.Call) -> str:
        call = self._file.call(node)
        if call is None or call.facts.effect not in NETWORK or "in-process" in call.facts.traits:
            return ""
        return f"{call.label}()"

    def _sleeps(self, node: ast.Call) -> str:
        call = self._file.call(node)
        if call is not None and (call.facts.effect == "sleep" or "console" in call.facts.traits):
            return call.label
        name = last_name(node.func)
        if _SLEEP.fullmatch(name):
            return name
        waits = name in _WAITS_WITH_TIMEOUT and any(each.arg == "timeout" for each in node.keywords)
        return name if waits and not (call is not None and call.facts.effect in NETWORK) else ""

    def _is_known(self, node: ast.Call) -> bool:
        """Whether a library or this file says what the call is, so that its shape has no say."""
        call = self._file.call(node)
        if call is None:
            return False
        return bool(call.facts.name) or call.path.startswith("builtins.")


def calls_in(statements: Iterable[ast.stmt]) -> list[ast.Call]:
    """The calls that run when some statements run."""
    return [node for node in running(statements) if isinstance(node, ast.Call)]


def dotted(node: ast.expr) -> str:
    """The names of an expression such as `self.chain.run(…).text`, calls seen through."""
    parts = []
    while isinstance(node, ast.Attribute | ast.Call | ast.Subscript | ast.Await):
        if isinstance(node, ast.Attribute):
            parts.append(node.attr)
        node = node.func if isinstance(node, ast.Call) else node.value
    if isinstance(node, ast.Name):
        parts.append(node.id)
    return ".".join(reversed(parts))
