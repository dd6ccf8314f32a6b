"""What other modules need to know of a module: a function of its bytes, without syntax nodes.

A summary holds no fact of any other module: what a function calls is written down as the path
that names it there (`:OrderRepo.get`, `app.db.get_session().execute`), to be followed when somebody
asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

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


class Decorator(NamedTuple):
    """A decorator of which no library says what it makes of a function."""

    callee: Value | None
    called: bool  # `@retry(3)`: what it gives is what decorates


CACHED = frozenset({"cached", "cached property"})  # kinds of functions


class FunctionSummary(NamedTuple):
    """One function, method or lambda."""

    path: str  # ":OrderRepo.get"
    line: int
    is_async: bool
    is_generator: bool
    parameters: tuple[str, ...]
    returns: Value | None
    yields: Value | None
    sites: tuple[Site, ...]
    invokes: tuple[Invocation, ...]
    role: str  # see roles
    kind: str  # "", "property", "cached property", "cached", "context", "abstract", "lambda"
    may_be_none: bool  # some path returns None although another returns a value
    silent: bool  # `# aiguard: no-effect` stands at the definition
    decorators: tuple[Decorator, ...] = ()
    raises: tuple[Raise, ...] = ()
    passes_on: tuple[Value, ...] = ()  # the callees whose result it returns as it is
    made: Value | None = None  # the callee that made the object which it returns
    hands_out: str = ""  # the path of the function defined within that it returns, or "{parameter}"
    given_to: tuple[Value, str] | None = None  # of a lambda: the callee and the parameter
    stub: str = ""  # what it does instead of its work: "does nothing"
    rows: Rows | None = None  # that it returns
    reads: tuple[str, ...] = ()  # attributes that it goes through: "order.customer"
    loads: str = ""  # the call that loads a file, the same one each time
    executes: tuple[str, ...] = ()  # the parameters that it executes as SQL
    builds: str = ""  # the value that it puts into the SQL that it returns


class ClassSummary(NamedTuple):
    """One class: bases and the values of its attributes; methods are functions."""

    path: str
    bases: tuple[str, ...]
    attributes: dict[str, Value | None]
    abstract: bool
    relations: dict[str, Relation]  # the attributes that stand for rows of other models


class Functions:
    """The functions of a module, by path. One that is asked for is made, if it is not there yet."""

    def __init__(
        self,
        known: dict[str, FunctionSummary],
        left: set[str],
        make: Callable[[str], FunctionSummary],
    ) -> None:
        """`left` are the paths of those that `make` has still to make."""
        self.known = known
        self.left = left
        self._make = make

    def get(self, path: str) -> FunctionSummary | None:
        """The function of a path, if there is one."""
        if path in self.left:
            self.known[path] = self._make(path)
            self.left.discard(path)
        return self.known.get(path)

    def __contains__(self, path: str) -> bool:
        """Whether there is such a function; nothing is made."""
        return path in self.known or path in self.left

    def __iter__(self) -> Iterator[str]:
        """All paths; nothing is made."""
        return iter([*self.known, *self.left])

    def make_all(self) -> None:
        """Make all that are left."""
        for path in sorted(self.left):
            self.get(path)


class ModuleSummary(NamedTuple):
    """One module."""

    functions: Functions
    classes: dict[str, ClassSummary]
    variables: dict[str, Value | None]  # module-level names, imports among them
    types: dict[str, Value | None]  # names that stand for a type: SessionDep = Annotated[…]
    star_imports: tuple[str, ...]
    kind: str  # see roles.module_kind
    choices: dict[str, tuple[Value, ...]]  # tables of functions, by their places


def _make_none(path: str) -> FunctionSummary:
    raise KeyError(path)


EMPTY = ModuleSummary(Functions({}, set(), _make_none), {}, {}, {}, (), "", {})


def encode(summary: ModuleSummary) -> list[Any]:
    """A summary as JSON takes it, with the functions that are known."""
    return [
        [_encode_function(each) for each in summary.functions.known.values()],
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


def decode(data: list[Any], make: Callable[[str], FunctionSummary]) -> ModuleSummary:
    """The summary that `encode` wrote; `make` gives the functions that were not known.

    Raises TypeError or ValueError on anything else.
    """
    functions, left, classes, variables, types, stars, kind, choices = data
    known = {f.path: f for f in map(_decode_function, functions)}
    return ModuleSummary(
        Functions(known, set(left), make),
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
    sites = [
        [_pack(s.callee), s.line, s.awaited, s.on_error, s.guarded,
         [[name, _pack(value)] for name, value in s.passes], s.effect, s.reads, s.catches,
         s.fallback, s.needs, s.without]
        for s in function.sites
    ]  # fmt: skip
    given = function.given_to
    return [
        function.path, function.line, function.is_async, function.is_generator,
        function.parameters, _pack(function.returns), _pack(function.yields), sites,
        [[i.name, list(map(_pack, i.arguments)), i.guarded, i.returned] for i in function.invokes],
        function.role, function.kind, function.may_be_none, function.silent,
        [[_pack(each.callee), each.called] for each in function.decorators], function.raises,
        list(map(_pack, function.passes_on)), _pack(function.made), function.hands_out,
        None if given is None else [_pack(given[0]), given[1]], function.stub, function.rows,
        function.reads, function.loads, function.executes, function.builds,
    ]  # fmt: skip


def _decode_function(data: list[Any]) -> FunctionSummary:
    (
        path, line, is_async, is_generator, parameters, returns, yields, sites, invokes, role, kind,
        may_be_none, silent, decorators, raises, passes_on, made, hands_out, given, stub, rows,
        reads, loads, executes, builds,
    ) = data  # fmt: skip
    return FunctionSummary(
        path, line, is_async, is_generator, tuple(parameters), _unpack(returns), _unpack(yields),
        tuple(map(_decode_site, sites)),
        tuple(Invocation(n, tuple(map(_unpack, a)), g, r) for n, a, g, r in invokes),
        role, kind, may_be_none, silent,
        tuple(Decorator(_unpack(callee), called) for callee, called in decorators),
        tuple(Raise(p, s, n, tuple(caught)) for p, s, n, caught in raises),
        tuple(map(_value, passes_on)), _unpack(made), hands_out,
        None if given is None else (_value(given[0]), given[1]), stub,
        None if rows is None else Rows(*rows)._replace(eager=tuple(rows[5])),
        tuple(reads), loads, tuple(executes), builds,
    )  # fmt: skip


def _decode_site(data: list[Any]) -> Site:
    (
        callee, line, awaited, on_error, guarded, passes, effect, reads, catches, fallback, needs,
        without,
    ) = data  # fmt: skip
    handed = tuple((name, _value(value)) for name, value in passes)
    return Site(
        _value(callee), line, awaited, on_error, guarded, handed, effect, reads, tuple(catches),
        fallback, tuple(needs), tuple(without),
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
