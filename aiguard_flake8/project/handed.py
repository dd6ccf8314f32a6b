"""What becomes of functions that are handed over: to decorators, and as lambdas."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from aiguard_flake8.project.summary import Decorator, Functions, FunctionSummary, Invocation, Site
from aiguard_flake8.values import Value, agreed


class Wrapper(NamedTuple):
    """What a decorator puts in the place of a function."""

    file: str
    function: FunctionSummary | None  # None: the function itself
    call: Invocation | None  # how that calls the function; None: it does not, by itself

    @property
    def keeps_result(self) -> bool:
        """Whether the result of the function is handed out."""
        return self.function is None or (self.call is not None and self.call.returned)


def wrapper(
    decorator: Decorator, found: FunctionSummary, file: str, around: Functions
) -> Wrapper | None:
    """What a decorator makes of a function; `found` is its callee, `around` the same module's."""
    function: FunctionSummary | None = found
    if decorator.called:
        function = around.get(found.hands_out)
    if function is None or not function.parameters:
        return None
    given = function.parameters[0]
    if function.hands_out == f"{{{given}}}":
        return Wrapper(file, None, None)
    inner = around.get(function.hands_out)
    if inner is None:
        return None
    calls = [each for each in inner.inside.invokes if each.name == given]
    return Wrapper(file, inner, calls[0] if calls else None)


def passed_to(function: FunctionSummary, name: str, taker: FunctionSummary) -> Value | None:
    """What a parameter of a lambda gets from the function that the lambda is handed to.

    As the module of that function names it.
    """
    if function.given_to is None or name not in function.parameters:
        return None
    parameter = parameter_named(taker, function.given_to[1])
    place = function.parameters.index(name)
    given = [
        each.arguments[place] if place < len(each.arguments) else None
        for each in taker.inside.invokes
        if each.name == parameter
    ]
    return agreed(given)


def parameter_named(function: FunctionSummary, given: str) -> str:
    """The name of the parameter that an argument is for, by place or by keyword."""
    if not given.isdigit():
        return given
    index = int(given)
    return function.parameters[index] if index < len(function.parameters) else ""


def that_matter(without: frozenset[str], function: FunctionSummary) -> frozenset[str]:
    """The parameters that a function is called without; none, if it does the same without them."""
    if not without:
        return without
    inside = function.inside
    needs = [*(each.needs for each in inside.sites), *(each.needs for each in inside.raises)]
    matters = any(not without.isdisjoint(each) for each in needs)
    handed_on = any(any(_handed_on(without, each)) for each in inside.sites)
    return without if matters or handed_on else frozenset()


def left_out(
    function: FunctionSummary, site: Site, without: frozenset[str] = frozenset()
) -> frozenset[str]:
    """The parameters that are None or false in a call: as it says, or because it gives nothing.

    `without` are those of the function around that are: what it hands on is left out as well.
    """
    given_nothing = (*site.without, *_handed_on(without, site))
    found = {parameter_named(function, each) for each in given_nothing}
    # What an unknown decorator gives in their place nobody knows.
    if site.given is not None and function.optional and not function.decorators:
        given = {parameter_named(function, each) for each in site.given}
        found |= set(function.optional) - given
    return frozenset(found)


def _handed_on(without: frozenset[str], site: Site) -> Iterator[str]:
    """The arguments of a call, by place or name, that are parameters of the function around."""
    return (name for name, value in site.passes if without and value.path.strip("{}") in without)
