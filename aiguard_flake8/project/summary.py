"""What other modules need to know of a module: a function of its bytes, without syntax nodes.

A summary holds no fact of any other module: what a function calls is written down as the path
that names it there (`:OrderRepo.get`, `app.db.get_session().execute`), to be followed when somebody
asks.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import partial
from typing import Any, NamedTuple, Protocol

from aiguard_flake8.project.stored import Relation, Rows
from aiguard_flake8.values import Value


class Site(NamedTuple):
    """One call in a function, as far as its effects go.

    Reading a property, entering and leaving a context manager and going over an object are calls,
    too.
    """

    callee: Value
    line: int
    awaited: bool  # the result is awaited, directly or through wait_for and the like
    on_error: bool  # in an exception handler
    guarded: bool  # only when a value is not there yet: lazy initialisation, a cache
    passes: tuple[tuple[str, Value], ...]  # functions handed over: parameter name or position
    effect: str = ""  # by its shape alone, with a name for it: "read db.execute"
    reads: bool = False  # an attribute that is read: a call only where it is a property
    catches: tuple[str, ...] = ()  # the exceptions that the function catches around it
    fallback: bool = False  # only where what was looked for before is not there
    needs: tuple[str, ...] = ()  # the function's parameters without which it is not called
    without: tuple[str, ...] = ()  # the arguments that are False or None: parameter or position
    given: tuple[str, ...] | None = None  # all arguments, in the same way; None where `*` gives any


class Invocation(NamedTuple):
    """A call of something that a function, or one around it, was given."""

    name: str  # the parameter
    arguments: tuple[Value | None, ...]  # the positional ones
    guarded: bool  # as for a site
    returned: bool  # its result is the result of the function


class Raise(NamedTuple):
    """An exception that a function raises and does not catch itself."""

    path: str  # its class
    status: int | None  # of the HTTP response that it becomes, where that is known
    line: int
    catches: tuple[str, ...]  # what the function catches around it
    needs: tuple[str, ...]  # the function's parameters without which it is not raised


class Decorator(NamedTuple):
    """A decorator of which no library says what it makes of a function."""

    callee: Value | None
    called: bool  # `@retry(3)`: what it gives is what decorates


CACHED = frozenset({"cached", "cached property"})  # kinds of functions


class Inside(NamedTuple):
    """What a function does, and what comes out of it."""

    sites: tuple[Site, ...]
    invokes: tuple[Invocation, ...]
    may_be_none: bool = False  # some path returns None although another returns a value
    raises: tuple[Raise, ...] = ()
    passes_on: tuple[Value, ...] = ()  # the callees whose result it returns as it is
    made: Value | None = None  # the callee that made the object which it returns
    rows: Rows | None = None  # that it returns
    reads: tuple[str, ...] = ()  # attributes that it goes through: "order.customer"
    executes: tuple[str, ...] = ()  # the parameters that it executes as SQL
    builds: str = ""  # the value that it puts into the SQL that it returns


class Looked:
    """What is inside a function: known, or looked for when somebody asks."""

    def __init__(self, found: Inside | None, look: Callable[[], Inside]) -> None:
        self.found = found
        self._look = look

    def inside(self) -> Inside:
        """What is there."""
        if self.found is None:
            self.found = self._look()
        return self.found


class FunctionSummary(NamedTuple):
    """One function, method or lambda: how it looks from outside, and what is inside."""

    path: str  # ":OrderRepo.get"
    line: int
    is_async: bool
    is_generator: bool
    parameters: tuple[str, ...]
    returns: Value | None
    yields: Value | None
    role: str  # see roles
    kind: str  # "", "property", "cached property", "cached", "context", "abstract", "lambda"
    silent: bool  # `# aiguard: no-effect` stands at the definition
    looked: Looked
    decorators: tuple[Decorator, ...] = ()
    hands_out: str = ""  # the path of the function defined within that it returns, or "{parameter}"
    given_to: tuple[Value, str] | None = None  # of a lambda: the callee and the parameter
    stub: str = ""  # what it does instead of its work: "does nothing"
    loads: str = ""  # the call that loads a file, the same one each time
    optional: tuple[str, ...] = ()  # the parameters that are None or false where none is given

    @property
    def inside(self) -> Inside:
        """What it does, and what comes out of it."""
        return self.looked.inside()


class ClassSummary(NamedTuple):
    """One class: bases and the values of its attributes; methods are functions."""

    path: str
    bases: tuple[str, ...]
    attributes: dict[str, Value | None]
    abstract: bool
    relations: dict[str, Relation]  # the attributes that stand for rows of other models


class Maker(Protocol):
    """What makes those parts of a summary that nobody has asked for before."""

    def function(self, path: str) -> FunctionSummary:
        """One function, as it looks from outside."""

    def inside(self, path: str) -> Inside:
        """What is inside one."""


class Functions:
    """The functions of a module, by path. One that is asked for is made, if it is not there yet."""

    def __init__(
        self, known: dict[str, FunctionSummary], left: set[str], maker: Maker | None
    ) -> None:
        """`left` are the paths of those that the maker has still to make."""
        self._known = known
        self._left = left
        self._maker = maker

    @property
    def known(self) -> Collection[FunctionSummary]:
        """Those that are made."""
        return self._known.values()

    @property
    def left(self) -> Collection[str]:
        """The paths of those that are not."""
        return self._left

    def get(self, path: str) -> FunctionSummary | None:
        """The function of a path, if there is one."""
        if path in self._left and self._maker is not None:
            self._known[path] = self._maker.function(path)
            self._left.discard(path)
        return self._known.get(path)

    def __contains__(self, path: str) -> bool:
        """Whether there is such a function; nothing is made."""
        return path in self._known or path in self._left

    def __iter__(self) -> Iterator[str]:
        """All paths; nothing is made."""
        return iter([*self._known, *self._left])


class ModuleSummary(NamedTuple):
    """One module."""

    functions: Functions
    classes: dict[str, ClassSummary]
    variables: dict[str, Value | None]  # module-level names, imports among them
    types: dict[str, Value | None]  # names that stand for a type: SessionDep = Annotated[…]
    star_imports: tuple[str, ...]
    kind: str  # see roles.module_kind
    choices: dict[str, tuple[Value, ...]]  # tables of functions, by their places


EMPTY = ModuleSummary(Functions({}, set(), None), {}, {}, {}, (), "", {})


def encode(summary: ModuleSummary) -> list[Any]:
    """A summary as JSON takes it, with the functions that are known."""
    return [
        [_encode_function(each) for each in summary.functions.known],
        sorted(summary.functions.left),
        [
            [c.path, c.bases, {k: _pack(v) for k, v in c.attributes.items()}, c.abstract,
             c.relations]
            for c in summary.classes.values()
        ],
        {name: _pack(value) for name, value in summary.variables.items()},
        {name: _pack(value) for name, value in summary.types.items()},
        list(summary.star_imports),
        summary.kind,
        {name: list(map(_pack, values)) for name, values in summary.choices.items()},
    ]  # fmt: skip


def decode(data: list[Any], maker: Maker) -> ModuleSummary:
    """The summary that `encode` wrote; the maker gives what was not known.

    Raises TypeError or ValueError on anything else.
    """
    functions, left, classes, variables, types, stars, kind, choices = data
    known = {f.path: f for f in (_decode_function(each, maker) for each in functions)}
    return ModuleSummary(
        Functions(known, set(left), maker),
        {
            path: ClassSummary(
                path, tuple(bases), {k: _unpack(v) for k, v in attributes.items()}, abstract,
                {name: Relation(*each) for name, each in relations.items()},
            )
            for path, bases, attributes, abstract, relations in classes
        },
        {name: _unpack(value) for name, value in variables.items()},
        {name: _unpack(value) for name, value in types.items()},
        tuple(stars),
        kind,
        {name: tuple(map(_value, values)) for name, values in choices.items()},
    )  # fmt: skip


def _encode_function(function: FunctionSummary) -> list[Any]:
    given = function.given_to
    found = function.looked.found
    return [
        function.path, function.line, function.is_async, function.is_generator,
        function.parameters, _pack(function.returns), _pack(function.yields), function.role,
        function.kind, function.silent,
        [[_pack(each.callee), each.called] for each in function.decorators], function.hands_out,
        None if given is None else [_pack(given[0]), given[1]], function.stub, function.loads,
        function.optional,
        None if found is None else _encode_inside(found),
    ]  # fmt: skip


def _encode_inside(inside: Inside) -> list[Any]:
    sites = [
        [_pack(s.callee), s.line, s.awaited, s.on_error, s.guarded,
         [[name, _pack(value)] for name, value in s.passes], s.effect, s.reads, s.catches,
         s.fallback, s.needs, s.without, s.given]
        for s in inside.sites
    ]  # fmt: skip
    return [
        sites, [[i.name, list(map(_pack, i.arguments)), i.guarded, i.returned]
                for i in inside.invokes],
        inside.may_be_none, inside.raises, list(map(_pack, inside.passes_on)), _pack(inside.made),
        inside.rows, inside.reads, inside.executes, inside.builds,
    ]  # fmt: skip


def _decode_function(data: list[Any], maker: Maker) -> FunctionSummary:
    (
        path, line, is_async, is_generator, parameters, returns, yields, role, kind, silent,
        decorators, hands_out, given, stub, loads, optional, inside,
    ) = data  # fmt: skip
    found = None if inside is None else _decode_inside(inside)
    return FunctionSummary(
        path, line, is_async, is_generator, tuple(parameters), _unpack(returns), _unpack(yields),
        role, kind, silent, Looked(found, partial(maker.inside, path)),
        tuple(Decorator(_unpack(callee), called) for callee, called in decorators), hands_out,
        None if given is None else (_value(given[0]), given[1]), stub, loads, tuple(optional),
    )  # fmt: skip


def _decode_inside(data: list[Any]) -> Inside:
    (
        sites, invokes, may_be_none, raises, passes_on, made, rows, reads, executes, builds
    ) = data  # fmt: skip
    return Inside(
        tuple(map(_decode_site, sites)),
        tuple(Invocation(n, tuple(map(_unpack, a)), g, r) for n, a, g, r in invokes),
        may_be_none,
        tuple(Raise(p, s, n, tuple(c), tuple(needs)) for p, s, n, c, needs in raises),
        tuple(map(_value, passes_on)), _unpack(made),
        None if rows is None else Rows(*rows)._replace(eager=tuple(rows[5])),
        tuple(reads), tuple(executes), builds,
    )  # fmt: skip


def _decode_site(data: list[Any]) -> Site:
    (
        callee, line, awaited, on_error, guarded, passes, effect, reads, catches, fallback, needs,
        without, given,
    ) = data  # fmt: skip
    handed = tuple((name, _value(value)) for name, value in passes)
    return Site(
        _value(callee), line, awaited, on_error, guarded, handed, effect, reads, tuple(catches),
        fallback, tuple(needs), tuple(without), None if given is None else tuple(given),
    )  # fmt: skip


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
