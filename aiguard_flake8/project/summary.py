"""What other modules need to know of a module: a function of its bytes, without syntax nodes.

A summary holds no fact of any other module: what a function calls is written down as the path
that names it there (`:OrderRepo.get`, `app.db.get_session().execute`), to be followed when somebody
asks.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from aiguard_flake8.values import Value


class Site(NamedTuple):
    """One call in a function, as far as its effects go."""

    callee: Value
    line: int
    awaited: bool  # the result is awaited, directly or through wait_for and the like
    on_error: bool  # in an exception handler
    guarded: bool  # only when a value is not there yet: lazy initialisation, a cache
    passes: tuple[tuple[str, Value], ...]  # functions handed over: parameter name or position
    effect: str = ""  # by its shape alone, with a name for it: "read db.execute"


class FunctionSummary(NamedTuple):
    """One function or method."""

    path: str  # ":OrderRepo.get"
    line: int
    is_async: bool
    is_generator: bool
    parameters: tuple[str, ...]
    returns: Value | None
    yields: Value | None
    sites: tuple[Site, ...]
    invokes: tuple[str, ...]  # its own parameters that it calls
    role: str  # see roles
    kind: str  # "", "property", "cached", "context", "abstract"
    may_be_none: bool  # some path returns None although another returns a value
    silent: bool  # `# aiguard: no-effect` stands at the definition


class ClassSummary(NamedTuple):
    """One class: bases and the values of its attributes; methods are functions."""

    path: str
    bases: tuple[str, ...]
    attributes: dict[str, Value | None]
    abstract: bool


class ModuleSummary(NamedTuple):
    """One module."""

    functions: dict[str, FunctionSummary]
    classes: dict[str, ClassSummary]
    variables: dict[str, Value | None]  # module-level names, imports among them
    types: dict[str, Value | None]  # names that stand for a type: SessionDep = Annotated[…]
    star_imports: tuple[str, ...]
    kind: str  # see roles.module_kind


EMPTY = ModuleSummary({}, {}, {}, {}, (), "")


def encode(summary: ModuleSummary) -> list[Any]:
    """A summary as JSON takes it."""
    return [
        [_encode_function(each) for each in summary.functions.values()],
        [
            [c.path, list(c.bases), {k: _pack(v) for k, v in c.attributes.items()}, c.abstract]
            for c in summary.classes.values()
        ],
        {name: _pack(value) for name, value in summary.variables.items()},
        {name: _pack(value) for name, value in summary.types.items()},
        list(summary.star_imports),
        summary.kind,
    ]


def decode(data: list[Any]) -> ModuleSummary:
    """The summary that `encode` wrote. Raises TypeError or ValueError on anything else."""
    functions, classes, variables, types, stars, kind = data
    return ModuleSummary(
        {f.path: f for f in map(_decode_function, functions)},
        {
            path: ClassSummary(
                path, tuple(bases), {k: _unpack(v) for k, v in attributes.items()}, abstract
            )
            for path, bases, attributes, abstract in classes
        },
        {name: _unpack(value) for name, value in variables.items()},
        {name: _unpack(value) for name, value in types.items()},
        tuple(stars),
        kind,
    )


def _encode_function(function: FunctionSummary) -> list[Any]:
    sites = [
        [_pack(s.callee), s.line, s.awaited, s.on_error, s.guarded,
         [[name, _pack(value)] for name, value in s.passes], s.effect]
        for s in function.sites
    ]  # fmt: skip
    return [
        function.path, function.line, function.is_async, function.is_generator,
        list(function.parameters), _pack(function.returns), _pack(function.yields), sites,
        list(function.invokes), function.role, function.kind, function.may_be_none,
        function.silent,
    ]  # fmt: skip


def _decode_function(data: list[Any]) -> FunctionSummary:
    function = FunctionSummary(*data)
    sites = tuple(
        Site(
            _value(callee), line, awaited, on_error, guarded,
            tuple((name, _value(value)) for name, value in passes), effect,
        )
        for callee, line, awaited, on_error, guarded, passes, effect in data[7]
    )  # fmt: skip
    return function._replace(
        parameters=tuple(function.parameters),
        returns=_unpack(data[5]),
        yields=_unpack(data[6]),
        sites=sites,
        invokes=tuple(function.invokes),
    )


def _pack(value: Value | None) -> Any:
    if value is None:
        return None
    if not value.arguments:
        return value.path + " ()" if value.instance else value.path
    return [value.path, value.instance, [_pack(each) for each in value.arguments]]


def _unpack(data: Any) -> Value | None:
    return None if data is None else _value(data)


def _value(data: Any) -> Value:
    if isinstance(data, str):
        path, space, _ = data.partition(" ")
        return Value(path, bool(space))
    path, instance, arguments = data
    return Value(path, instance, None, (), tuple(map(_unpack, arguments)))
