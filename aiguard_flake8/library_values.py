"""What members, calls, items and `with` give on values that no code of the project defines.

Where no library models a value, it stays symbolic: `app.db.get_session()` is what that call gives,
`…[]` what going over it gives, `…[=]` a subscript of it, `…[1]` its second part, `…<>` what `with`
makes of it, `…^` what `super()` is in it, `…{x}` what its parameter `x` gets. The project layer
follows such paths through first-party modules; alone they match no model and are silent.
"""

from __future__ import annotations

import ast
import builtins

from aiguard_flake8 import containers
from aiguard_flake8.library import Libraries
from aiguard_flake8.patterns import Pattern
from aiguard_flake8.values import Value

CALLED, ITEM, SUBSCRIBED, ENTERED, ABOVE = "()", "[]", "[=]", "<>", "^"
STEP = r"\(\)|\[[=\d]*\]|<>|\^|\{\w+\}"
_SYMBOLIC_END = (")", "]", ">", "^", "}")
_STEPS = Pattern(STEP)
_MOST_STEPS = 12  # a symbolic path that is longer is not worth following


class LibraryValues:
    """Follows values by what the library models say."""

    def __init__(self, libraries: Libraries) -> None:
        self._libraries = libraries

    def member(self, owner: Value, name: str) -> Value | None:
        """What the attribute `name` stands for."""
        path = self._libraries.canonical(f"{owner.path}.{name}")
        facts = self._libraries.facts(path)
        if facts is not None:
            if facts.kind == "value" and facts.returns:
                return Value(self._libraries.canonical(facts.returns), True, owner.origin)
            if not facts.name.endswith(".*"):
                path = facts.name
        elif owner.instance and self._is_symbolic(owner):
            suffix = "" if owner.path.endswith(_SYMBOLIC_END) else CALLED
            path = f"{owner.path}{suffix}.{name}"
        origin = owner.origin if owner.instance else None
        held = owner.arguments if owner.instance else ()
        return Value(path, False, origin, owner.presets, held)

    def called(self, callee: Value, call: ast.Call | None = None) -> Value | None:
        """What calling something that is no object gives."""
        owner, _, name = callee.path.rpartition(".")
        element = containers.method(Value(owner, True, None, (), callee.arguments), name)
        if element is not None:
            return element
        facts = self._libraries.facts(callee.path)
        if facts is not None and facts.kind != "value":
            if facts.kind == "class":
                return Value(callee.path, True, call)
            if facts.returns or facts.items:
                kind = self._libraries.canonical(facts.returns or containers.ITERATOR)
                held = (Value(self._libraries.canonical(facts.items), True),) if facts.items else ()
                return Value(kind, True, call, (), held)
            # All that is known of it is what `with` makes of it: `entered` looks there.
            return Value(callee.path, True, call) if facts.enters else None
        if callee.path.startswith("builtins."):
            builtin = getattr(builtins, callee.path.removeprefix("builtins."), None)
            return Value(callee.path, True, call) if isinstance(builtin, type) else None
        # By convention a capitalised name is a class; nothing is claimed of its members.
        if _looks_like_class(callee.path):
            return Value(callee.path, True, call)
        return self._symbolic(callee, CALLED, call)

    def entered(self, value: Value) -> Value | None:
        """What `with value as x` gives."""
        facts = self._libraries.facts(value.path)
        if facts is not None and facts.enters:
            return Value(self._libraries.canonical(facts.enters), True, value.origin)
        if facts is None and self._may_be_ours(value):
            return self._symbolic(_as_object(value), ENTERED, value.origin)
        return value

    def item(self, value: Value) -> Value | None:
        """What going over an object gives."""
        found = containers.iterated(value)
        return self._stepped(value, ITEM) if found is None else found

    def subscribed(self, value: Value) -> Value | None:
        """What `value[…]` gives."""
        found = containers.subscribed(value)
        return self._stepped(value, SUBSCRIBED) if found is None else found

    def part(self, value: Value, index: int) -> Value | None:
        """What a name at this place of `a, b = value` is bound to."""
        found = containers.part(value, index)
        return self._stepped(value, f"[{index}]") if found is None else found

    def _stepped(self, value: Value, step: str) -> Value | None:
        facts = self._libraries.facts(value.path)
        if facts is not None:
            return Value(self._libraries.canonical(facts.items), True) if facts.items else None
        return self._symbolic(value, step, None) if self._may_be_ours(value) else None

    def _may_be_ours(self, value: Value) -> bool:
        """Whether another module of the project may say what a value is."""
        if value.path.endswith(_SYMBOLIC_END):
            return True
        return value.instance == _looks_like_class(value.path) and self._is_symbolic(value)

    def _symbolic(self, value: Value, step: str, origin: ast.Call | None) -> Value | None:
        if len(_STEPS.findall(value.path)) >= _MOST_STEPS or self._libraries.knows(value.path):
            return None
        return Value(value.path + step, True, origin)

    def _is_symbolic(self, owner: Value) -> bool:
        return not owner.path.startswith("builtins.") and not self._libraries.knows(owner.path)


def _as_object(value: Value) -> Value:
    """An object of a class, as a path: what calling the class gives."""
    if not value.instance or value.path.endswith(_SYMBOLIC_END):
        return value
    return value._replace(path=value.path + CALLED)


def _looks_like_class(path: str) -> bool:
    last = path.rpartition(".")[2].lstrip("_")
    return last[:1].isupper() and not last.isupper() and not last.endswith(_SYMBOLIC_END)
