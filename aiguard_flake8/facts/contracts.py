"""Who decides what a function may return: its author, or a framework, a protocol, its callers."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from aiguard_flake8.facts.words import words
from aiguard_flake8.tree import Function, target_of

if TYPE_CHECKING:
    from aiguard_flake8.file import File

# People who write for a language model, a shell or a wire must answer with a value.
_ANSWERING = frozenset(
    "tool tools toolkit toolkits agent agents agentic mcp plugin plugins skill skills action rpc "
    "jsonrpc cli command commands repl console handler bot sandbox executor debug debugger eval "
    "evals evaluation benchmark judge guardrail guardrails step node nodes component "
    "components".split()
)
_ASKING = frozenset(
    "test check validate verify ping probe health healthcheck diagnose status try attempt is has "
    "can should preview inspect introspect ahealth acheck atest safe handle on".split()
)
_TRYING = frozenset({"test", "tests", "diagnose", "probe", "ping"})
_RUNNING = frozenset({"run", "execute", "exec", "eval", "evaluate"})
_RUN = frozenset("sql query code command script action cell snippet expression".split())
_JUDGING = frozenset("validate check verify parse lint".split())
# Words of functions, routes and modules that answer developers or our own processes: the text of
# a failure is what they ask for, or is handed on.
_FOR_OURSELVES = frozenset(
    "internal debug cli forward forwarder relay proxy diagnose diagnostics health "
    "healthcheck healthz probe".split()
)
_OUR_FOLDERS = frozenset({"internal", "sandbox", "runtime"})
_HARMLESS_DECORATORS = frozenset({"builtins.staticmethod", "builtins.classmethod"})
_HARMLESS_BASES = frozenset({"builtins.object", "abc.ABC", "typing.Generic", "typing.Protocol"})
_ROLES = frozenset({"", "dependency", "retry", "cached"})


class Contracts:
    """Answers for one file."""

    def __init__(self, file: File) -> None:
        self._file = file

    def free(self, function: Function) -> bool:
        """Whether nothing in sight asks a function to answer with a value, whatever happens."""
        if self._file.roles.role(function) not in _ROLES or self._is_nested(function):
            return False
        spoken = words(function.name)
        if _asks(function, _ASKING) or "health" in spoken:
            return False
        if function.name.startswith("__") or _ANSWERING.intersection(spoken):
            return False
        path = self._file.place
        folders = path.parts[-4:-1]
        if any(_ANSWERING.intersection(words(part)) for part in (*folders, path.stem)):
            return False
        if not all(self._harmless(each) for each in function.decorator_list):
            return False
        cls = self._file.tree.enclosing_class(function)
        return cls is None or self._own_class(cls)

    def for_ourselves(self, node: ast.AST) -> bool:
        """Whether a node answers developers or our own processes, who ask for the text of failures.

        Probes, internal routes, forwarders, what runs the client's own code or query: told by names
        and by paths of routes.
        """
        path = self._file.place
        if any(_OUR_FOLDERS.intersection(words(part)) for part in path.parts[-6:-1]):
            return True
        names = [path.stem]
        function = self._file.tree.function(node)
        if function is not None:
            spoken = words(function.name)
            runs = _RUNNING.intersection(spoken[:1]) and _RUN.intersection(spoken)
            if runs or _asks(function, _TRYING):
                return True
        while function is not None:
            names += _names(function)
            function = self._file.tree.function(function)
        return any(_FOR_OURSELVES.intersection(words(each)) for each in names)

    def debugs(self, function: Function) -> bool:
        """Whether a function is for developers, by its name or its route: `/debug/sessions`."""
        return any("debug" in words(each) for each in _names(function))

    def judges(self, function: Function | None) -> bool:
        """Whether a function says whether something is right, and why it is not."""
        return function is not None and _asks(function, _JUDGING)

    def result_tested(self, function: Function) -> bool:
        """Whether a function has callers in this file, and each looks at what it got."""
        calls = []
        for reference in self._file.roles.references(function):
            call = self._file.tree.parent(reference)
            if not isinstance(call, ast.Call) or call.func is not reference:
                return True  # handed over: who calls it is not known
            calls.append(call)
        return bool(calls) and all(self._tested(call) for call in calls)

    def _tested(self, call: ast.Call) -> bool:
        uses = self._file.flow.uses(call)
        return any(
            use.kind in ("tested", "unpacked", "argument", "stored")
            or (use.kind == "method" and use.name == "get")
            or (use.kind == "item" and self._is_outcome(use.node))
            for use in uses
        )

    def _is_outcome(self, node: ast.AST) -> bool:
        key = node.slice if isinstance(node, ast.Subscript) else None
        return isinstance(key, ast.Constant) and key.value in ("success", "ok", "status", "error")

    def _is_nested(self, function: Function) -> bool:
        return self._file.tree.function(function) is not None

    def _harmless(self, decorator: ast.expr) -> bool:
        target = target_of(decorator)
        path = self._file.names.path(target)
        facts = self._file.libraries.facts(path) if path else None
        known = facts is not None and facts.decorates in ("retry", "cached", "abstract")
        return known or path in _HARMLESS_DECORATORS

    def _own_class(self, cls: ast.ClassDef) -> bool:
        if _ANSWERING.intersection(words(cls.name)):
            return False
        return all(
            base.startswith(":") or base in _HARMLESS_BASES for base in self._base_paths(cls)
        )

    def _base_paths(self, cls: ast.ClassDef) -> list[str]:
        return [
            self._file.names.path(each.value if isinstance(each, ast.Subscript) else each)
            for each in cls.bases
        ]


def _asks(function: Function, verbs: frozenset[str]) -> bool:
    """Whether a name begins or ends with one of these: `validate_order`, `connection_test`."""
    spoken = words(function.name)
    return bool(verbs.intersection((*spoken[:1], *spoken[-1:])))


def _names(function: Function) -> list[str]:
    """The name of a function, and the paths of its routes."""
    return [function.name, *map(_route, function.decorator_list)]


def _route(decorator: ast.expr) -> str:
    """The path of a route that a decorator gives, parameters left out; empty without one."""
    first = decorator.args[0] if isinstance(decorator, ast.Call) and decorator.args else None
    if not isinstance(first, ast.Constant) or not isinstance(first.value, str):
        return ""
    return re.sub(r"\{[^}]*\}|<[^>]*>", "", first.value)
