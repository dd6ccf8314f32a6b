"""What bounds the wait of a call beside its own arguments."""

from __future__ import annotations

import ast
import re
from functools import cached_property
from typing import TYPE_CHECKING

from aiguard_flake8.library import FOREVER
from aiguard_flake8.patterns import Pattern
from aiguard_flake8.tree import FUNCTIONS, nodes_within

if TYPE_CHECKING:
    from aiguard_flake8.calls import Call
    from aiguard_flake8.file import File

_TIMEOUT = Pattern(r"time_?out", re.IGNORECASE)
_NO_HOST = Pattern(r"[\w+]*:(memory:|//(/|$))")  # sqlite:///orders.db, :memory:


class Limits:
    """Answers for one file: a process-wide limit, a session's adapter, a context around a call."""

    def __init__(self, file: File) -> None:
        self._file = file

    @cached_property
    def process_wide(self) -> bool:
        """Whether the file sets a limit for every socket of the process."""
        return any("default-timeout" in call.facts.traits for call in self._file.calls)

    def elsewhere(self, call: Call) -> bool:
        """Whether something other than its arguments limits a call, or may."""
        return (
            self.process_wide
            or self._by_receiver(call)
            or self._by_later_call(call)
            or self.around(call.node)
        )

    def may_stand_in_dsn(self, call: Call) -> bool:
        """Whether a URL or an options argument holds a limit, or cannot be read here.

        A URL of a database within this process counts: nothing is waited for.
        """
        for name in call.facts.dsn:
            given = call.argument(name)
            if given is None:
                continue
            text = self._literal_text(given)
            if text is None or _TIMEOUT.search(text) or _NO_HOST.match(text):
                return True
        return False

    def _literal_text(self, node: ast.expr) -> str | None:
        """All constants of a literal in one string; None when a part of it is not one."""
        if isinstance(node, ast.Name):
            node = self._file.flow.constant(node) or node
        parts = []
        for each in nodes_within(node):
            if isinstance(each, ast.Constant):
                parts.append(str(each.value))
            elif not isinstance(each, ast.Dict):
                return None
        return "\n".join(parts)

    def around(self, node: ast.AST) -> bool:
        """Whether a call or a `with` around a node limits how long it may take."""
        child = node
        for ancestor in self._file.tree.ancestors(node):
            if isinstance(ancestor, (*FUNCTIONS, ast.Lambda)):
                return False
            if isinstance(ancestor, ast.With | ast.AsyncWith) and isinstance(child, ast.stmt):
                if any(self._is_limit(item.context_expr) for item in ancestor.items):
                    return True
            if isinstance(ancestor, ast.Call) and ancestor is not node:
                if self._is_limit(ancestor):
                    return True
            child = ancestor
        return False

    def _is_limit(self, node: ast.expr) -> bool:
        call = self._file.call(node) if isinstance(node, ast.Call) else None
        return call is not None and "time-limit" in call.facts.traits

    def _by_receiver(self, call: Call) -> bool:
        """Whether the object that a method is called on brings a limit of its own, or may."""
        if call.receiver is None:
            return False
        owner = self._file.names.value(call.receiver)
        if owner is None or not owner.instance:
            return False
        if owner.local or owner.path in self._adapted:
            return True
        facts = self._file.libraries.facts(owner.path)
        return facts is not None and bool(facts.timeout)

    def _by_later_call(self, call: Call) -> bool:
        """Whether what a call gives is limited afterwards (`sock.settimeout(5)`) or a stream."""
        for use in self._file.flow.uses(call.node):
            if use.kind == "iterated":
                return True  # a stream lasts as long as it has something to say
            if use.kind == "method" and isinstance(use.node, ast.Call):
                later = self._file.call(use.node)
                if later is not None and "limits-waits" in later.facts.traits:
                    return True
        return False

    @cached_property
    def _adapted(self) -> frozenset[str]:
        """Classes of which some object in this file sends in another way than its library's."""
        names = self._file.names
        found = set()
        for call in self._file.calls:
            if "adapter" in call.facts.traits and call.receiver is not None:
                adapter = call.argument("adapter")
                value = names.value(adapter) if adapter is not None else None
                # The library's own adapter retries or pools; it limits no wait.
                if value is None or self._file.libraries.facts(value.path) is None:
                    found.add(names.class_of(call.receiver))
        for target in self._file.tree.of(ast.Attribute):
            if isinstance(target.ctx, ast.Store) and (owner := names.class_of(target.value)):
                facts = self._file.libraries.facts(f"{owner}.{target.attr}")
                if facts is not None and facts.kind == "call":
                    found.add(owner)  # session.request = partial(session.request, timeout=10)
        return frozenset(found)

    def repeated_on_stub(self, call: Call) -> bool:
        """Whether an earlier call on the same generated stub of this file has no limit either.

        Stubs have a method for each operation of a service, and one cure for all of them.
        """
        owner = self._stub_of(call)
        return bool(owner) and self._first_on_stub[owner] is not call.node

    def _stub_of(self, call: Call) -> str:
        owner = self._file.names.class_of(call.receiver) if call.receiver is not None else ""
        return owner if owner and self._file.libraries.facts(owner) is None else ""

    @cached_property
    def _first_on_stub(self) -> dict[str, ast.Call]:
        found: dict[str, ast.Call] = {}
        for call in self._file.calls:
            if call.facts.effect and call.facts.timeout and call.waits_forever():
                if not self.elsewhere(call):
                    found.setdefault(self._stub_of(call), call.node)
        return found

    def given_by_uses(self, call: Call) -> bool:
        """Whether a method of what a call builds is given a limit of its own."""
        return any(
            keyword.arg in call.facts.timeout
            for use in self._file.flow.uses(call.node)
            if use.kind == "method" and isinstance(use.node, ast.Call)
            for keyword in use.node.keywords
        )

    def given_by_calls(self, owner: str) -> bool:
        """Whether some call on an object of this class in the file passes its own limit."""
        return any(
            call.receiver is not None
            and call.facts.timeout
            and call.facts.waits == FOREVER
            and call.gives(*call.facts.timeout)
            and self._file.names.class_of(call.receiver) == owner
            for call in self._file.calls
        )
