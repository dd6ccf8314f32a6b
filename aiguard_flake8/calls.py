"""A call, resolved: what is called, what the library says of it, which argument is which."""

from __future__ import annotations

import ast
from typing import Any

from aiguard_flake8.library import FOREVER, Facts, Libraries
from aiguard_flake8.names import Names
from aiguard_flake8.values import Value

NOTHING = Facts("", "call")
UNKNOWN = object()  # a value that is not a literal


class Call:
    """A call whose callee is known by name.

    `facts` is empty (`Facts("", "call")`) when no library models the callee, so that rules may ask
    without a test.
    """

    __slots__ = ("_names", "callee", "facts", "node")

    def __init__(self, node: ast.Call, callee: Value, facts: Facts, names: Names) -> None:
        self.node = node
        self.callee = callee
        self.facts = facts
        self._names = names

    @property
    def path(self) -> str:
        """The dotted name of what is called: `requests.Session.get`."""
        return self.callee.path

    @property
    def label(self) -> str:
        """How a message names the call: the last two parts at most, `Session.get`."""
        parts = self.callee.path.lstrip(":.").split(".")
        keep = 2 if len(parts) > 1 and (parts[-2][:1].isupper() or len(parts) == 2) else 1
        return ".".join(parts[-max(keep, min(2, len(parts))) :])

    @property
    def receiver(self) -> ast.expr | None:
        """The expression before the dot."""
        return self.node.func.value if isinstance(self.node.func, ast.Attribute) else None

    @property
    def open_keywords(self) -> bool:
        """Whether `**options` may pass any argument."""
        return any(k.arg is None for call in self._all() for k in call.keywords)

    @property
    def open_positionals(self) -> bool:
        """Whether `*arguments` may pass any argument."""
        return any(isinstance(a, ast.Starred) for call in self._all() for a in call.args)

    def argument(self, name: str) -> ast.expr | None:
        """The expression given for a parameter, by keyword, by position or by `partial`."""
        for call in reversed(list(self._all())):
            for keyword in call.keywords:
                if keyword.arg == name:
                    return keyword.value
        if name not in self.facts.parameters:
            return None
        index = self.facts.parameters.index(name)
        positional = [
            *(argument for call in self.callee.presets for argument in call.args[1:]),
            *self.node.args,
        ]
        if any(isinstance(each, ast.Starred) for each in positional[: index + 1]):
            return None
        return positional[index] if index < len(positional) else None

    def gives(self, *names: str) -> bool:
        """Whether any of these parameters is given, or may be through `*` or `**`."""
        if self.open_keywords or (self.open_positionals and self.facts.parameters):
            return True
        return any(self.argument(name) is not None for name in names)

    def waits_forever(self) -> bool:
        """Whether the library sets no limit by itself and none is given here."""
        facts = self.facts
        if facts.waits != FOREVER:
            return False
        return not self.gives(*facts.timeout, *facts.dsn) if facts.timeout else True

    def unlimited(self, name: str) -> bool:
        """Whether an argument is literally a value that means "wait for ever": None, or -1."""
        given = self.argument(name)
        if given is None:
            return False
        if isinstance(given, ast.Tuple) and given.elts:
            given = given.elts[-1]  # (connect, read): what is read may never come
        value = self.literal(given)
        return value == "None" or (value is not UNKNOWN and value in self.facts.unlimited)

    def text(self, name: str) -> str:
        """The source text of an argument, for a message; empty when it is not given."""
        given = self.argument(name)
        return "" if given is None else ast.unparse(given)

    def disarmed(self) -> tuple[str, ast.expr] | None:
        """The argument that switches a protection off (`verify=False`), with its expression."""
        for name, values in self.facts.off.items():
            given = self.argument(name)
            if given is not None and self.literal(given) in values:
                return name, given
        return None

    def literal(self, node: ast.expr) -> Any:
        """A literal as the library files write it: None is "None", names are dotted paths.

        UNKNOWN for everything else.
        """
        try:
            value = ast.literal_eval(node)
        except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
            return self._names.path(node) or UNKNOWN
        return "None" if value is None else value

    def _all(self) -> list[ast.Call]:
        return [*self.callee.presets, self.node]


class LibraryCall(Call):
    """A call of something that a library models."""

    __slots__ = ()


def resolved(node: ast.Call, names: Names, libraries: Libraries) -> Call | None:
    """The call with what is known of its callee; None when the callee is not known by name."""
    callee = names.value(node.func)
    if callee is None:
        return None
    facts = libraries.facts(callee.called)
    if facts is None:
        return Call(node, callee, NOTHING, names)
    return LibraryCall(node, callee, facts, names)
