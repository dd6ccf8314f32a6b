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
from aiguard_flake8.library import HELD, Libraries
from aiguard_flake8.patterns import Pattern
from aiguard_flake8.values import Value

CALLED, ITEM, SUBSCRIBED, ENTERED, ABOVE = "()", "[]", "[=]", "<>", "^"
STEP = r"\(\)|\[[=\d]*\]|<>|\^|\{\w+\}"
ENDS = (")", "]", ">", "^", "}")
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
                kind = self._libraries.canonical(facts.returns)
                held = (owner.arguments or (Value(owner.path, True),)) * self.is_holder(kind)
                return Value(kind, True, owner.origin, (), held)
            if not facts.name.endswith(".*"):
                path = facts.name
        elif owner.instance and self._is_symbolic(owner):
            suffix = "" if owner.path.endswith(ENDS) else CALLED
            path = f"{owner.path}{suffix}.{name}"
        origin = owner.origin if owner.instance else None
        return Value(path, False, origin, owner.presets, owner.arguments)

    def is_holder(self, cls: str) -> bool:
        """Whether objects of a class hold others, and going over them gives these."""
        facts = self._libraries.facts(cls)
        return cls.startswith("builtins.") or (facts is not None and facts.items == HELD)

    def called(
        self,
        callee: Value,
        call: ast.Call | None = None,
        held: tuple[Value | None, ...] = (),
    ) -> Value | None:
        """What calling something that is no object gives.

        `held` is what the arguments of the call make the result hold.
        """
        owner, _, name = callee.path.rpartition(".")
        element = containers.method(Value(owner, True, None, (), callee.arguments), name)
        if element is not None:
            return element
        facts = self._libraries.facts(callee.path)
        if facts is not None and facts.kind != "value":
            if facts.kind == "class":
                return Value(callee.path, True, call)
            if facts.returns == HELD:
                given = held or callee.arguments
                return given[0]._replace(origin=call) if given and given[0] is not None else None
            if facts.returns or facts.items:
                kind = self._libraries.canonical(facts.returns or containers.ITERATOR)
                if facts.items:
                    held = (Value(self._libraries.canonical(facts.items), True),)
                elif not facts.holds:
                    carries = self.is_holder(kind) and self.is_holder(owner)
                    held = callee.arguments if carries else ()
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

    def step(self, value: Value, token: str) -> Value | None:
        """What one step of a path makes of a value: a name, or one of the marks above."""
        if token == CALLED:
            if not value.instance:
                return self.called(value)
            method = self.member(value, "__call__")
            return None if method is None else self.called(method)
        if token == ITEM:
            return self.item(value)
        if token == SUBSCRIBED:
            return self.subscribed(value)
        if token == ENTERED:
            return self.entered(value)
        if token[-1] == "]":
            return self.part(value, int(token[1:-1]))
        return None if token[-1] in ENDS else self.member(value, token)

    def _stepped(self, value: Value, step: str) -> Value | None:
        facts = self._libraries.facts(value.path)
        if facts is not None:
            if not facts.items or facts.items == HELD:
                return None
            return Value(self._libraries.canonical(facts.items), True)
        return self._symbolic(_as_object(value), step, None) if self._may_be_ours(value) else None

    def _may_be_ours(self, value: Value) -> bool:
        """Whether another module of the project may say what a value is."""
        if value.path.endswith(ENDS):
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
    if not value.instance or value.path.endswith(ENDS):
        return value
    return value._replace(path=value.path + CALLED)


def _looks_like_class(path: str) -> bool:
    last = path.rpartition(".")[2].lstrip("_")
    return last[:1].isupper() and not last.isupper() and not last.endswith(ENDS)
