"""What Python's own containers and functions give: items, keys, parts, results of methods.

`arguments` of a value are what it holds, as annotations name them: `dict[str, Order]` has two,
`tuple[Order, int]` has two, `list[Order]` one.
"""

from __future__ import annotations

from collections.abc import Callable

from aiguard_flake8.values import Value, agreed

INT = Value("builtins.int", True)
STR = Value("builtins.str", True)
TUPLE = "builtins.tuple"

_MAPPINGS = frozenset(
    {"builtins.dict", "collections.defaultdict", "collections.OrderedDict", "typing.Dict"}
    | {f"{home}.{name}" for home in ("typing", "collections.abc")
       for name in ("Mapping", "MutableMapping", "DefaultDict", "OrderedDict")}
)  # fmt: skip
_AWAITABLES = frozenset(
    f"{home}.{name}"
    for home in ("typing", "collections.abc")
    for name in ("Awaitable", "Coroutine")
) | {"asyncio.Future", "asyncio.Task"}
# Methods that give what the container holds, and those that give a container like it.
_OF_MAPPING = frozenset({"get", "pop", "setdefault"})
_OF_SEQUENCE = frozenset({"pop", "popleft"})
_COPIES = frozenset(
    "copy union difference intersection symmetric_difference __or__ __and__ __sub__".split()
)
_SAME_ITEMS = frozenset(
    f"builtins.{name}" for name in "list tuple set frozenset sorted reversed iter filter".split()
)
ITERATOR = "collections.abc.Iterator"
_BECOMES = {"builtins.sorted": "builtins.list", "builtins.reversed": ITERATOR,
            "builtins.filter": ITERATOR, "builtins.iter": ITERATOR}  # fmt: skip
_ONE_OF = frozenset({"builtins.next", "builtins.min", "builtins.max", "builtins.anext"})


def awaited(value: Value) -> Value | None:
    """What `await` makes of a value."""
    if value.instance and value.path in _AWAITABLES:
        return value.arguments[-1] if value.arguments else None
    return value


def iterated(value: Value) -> Value | None:
    """What going over an object gives, as far as its arguments say."""
    if not value.arguments:
        return STR if value == STR else None
    if value.path == TUPLE:
        return agreed(list(value.arguments))
    return value.arguments[0]


def subscribed(value: Value) -> Value | None:
    """What `value[…]` gives, as far as its arguments say."""
    if not value.arguments:
        return STR if value == STR else None
    if value.path == TUPLE:
        return agreed(list(value.arguments))
    return value.arguments[-1]


def part(value: Value, index: int) -> Value | None:
    """What the name at a place of `a, b = value` is bound to."""
    if value.path == TUPLE and len(value.arguments) > 1:
        return value.arguments[index] if index < len(value.arguments) else None
    return iterated(value)


def method(owner: Value, name: str) -> Value | None:
    """What a method of a container gives, where that depends on what it holds."""
    if name in _COPIES and owner.path.startswith("builtins."):
        return owner
    if not owner.arguments:
        return None
    if owner.path in _MAPPINGS:
        if name in _OF_MAPPING:
            return owner.arguments[-1]
        if name == "keys":
            return holding("builtins.list", owner.arguments[0])
        if name == "values":
            return holding("builtins.list", owner.arguments[-1])
        if name == "items":
            return holding("builtins.list", holding(TUPLE, *owner.arguments))
    elif name in _OF_SEQUENCE and owner.path.startswith(("builtins.", "collections.")):
        return owner.arguments[0]
    return None


def built(path: str, count: int, items: Callable[[int], Value | None]) -> Value | None:
    """What a built-in function gives for `count` arguments; `items` are those of one of them."""
    if path in _ONE_OF:
        return items(0) if count == 1 or (count and path == "builtins.next") else None
    if path in _SAME_ITEMS:
        kind = _BECOMES.get(path, path)
        return holding(kind, items(count - 1)) if count else Value(kind, True)
    if path == "builtins.enumerate" and count:
        return holding(ITERATOR, holding(TUPLE, INT, items(0)))
    if path == "builtins.zip" and count:
        return holding(ITERATOR, holding(TUPLE, *map(items, range(count))))
    return Value(ITERATOR, True) if path in ("builtins.map", "builtins.zip") else None


def holding(path: str, *arguments: Value | None) -> Value:
    """An object of a container that holds these; of unknown content when all are unknown."""
    return Value(path, True, None, (), tuple(map(bare, arguments)) if any(arguments) else ())


def bare(value: Value | None) -> Value | None:
    """A value without the syntax that made it."""
    if value is None or (value.origin is None and not value.presets):
        return value
    return Value(value.path, value.instance, None, (), value.arguments)
