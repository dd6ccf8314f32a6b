"""Layer 3: what a library call does, read from `libraries/*.toml`.

One file per library; the file's name is the dotted module it models (`requests.toml`,
`google.cloud.storage.toml`). A file is read only when a name below its module is asked for,
so a run pays for the libraries that its code imports and for no other.

`docs/libraries.md` describes the vocabulary; `Facts` is that vocabulary as a type.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import takewhile
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from aiguard_flake8.patterns import Pattern

BUNDLED = Path(__file__).parent / "libraries"

EFFECTS = frozenset(
    "read stage write commit rollback http llm process sleep file cpu spawn loop".split()
)
CLIENTS = frozenset("http database cache mail broker llm cloud ssh".split())
ROLES = frozenset(
    "handler startup command task test fixture middleware error_handler dependency "
    "abstract overload cached retry property cleanup validator".split()
)

FOREVER = "forever"
HELD = "[]"  # instead of a class: that of what the object holds
NOTHING = "nothing"  # that is known of what the result holds, though the object may hold something

# grpcio-tools generates a module for each service; its stubs hold one callable per method.
_STUB_METHOD = Pattern(r"_pb2_grpc\.\w+Stub\.\w+$")
_STUB_CALL = "grpc.UnaryUnaryMultiCallable.__call__"


class LibraryError(Exception):
    """A library file that cannot be read or does not keep to the vocabulary; names the file."""


class Facts(NamedTuple):
    """What is known of one dotted name. Every field but the first two may be absent."""

    name: str
    kind: str  # "call", "class" or "value"
    # -- what happens
    effect: str = ""  # one of EFFECTS
    awaited: bool = False  # it returns an awaitable; the effect happens when that is awaited
    detached: bool = False  # the work is done later, elsewhere: nobody waits for it here
    may_be_none: bool = False
    pure_value: bool = False  # the result is all that matters (a dropped one is a mistake)
    # -- arguments
    parameters: tuple[str, ...] = ()  # the positional ones, in order, as far as needed
    # -- waiting
    timeout: tuple[str, ...] = ()  # arguments, any of which bounds the wait
    waits: str | float = ""  # without them: "forever", or the default limit in seconds
    unlimited: tuple[Any, ...] = ()  # values beside None that mean "for ever" for `timeout`
    dsn: tuple[str, ...] = ()  # arguments (URL, options) that may carry a limit within
    # -- types
    returns: str = ""  # an object of this class
    enters: str = ""  # what `with … as x` gives, where that is another class
    items: str = ""  # what iterating over it gives; HELD: what it holds
    holds: str = ""  # the argument that says what the result holds: `select(Order)`; or NOTHING
    bases: tuple[str, ...] = ()  # where members that are not listed are looked up
    # -- resources
    client: str = ""  # one of CLIENTS: built once, shared
    closed_by: tuple[str, ...] = ()  # methods that release what it holds
    # -- functions handed over
    decorates: str = ""  # as a decorator it gives the function this role (ROLES)
    registers: Mapping[str, str] = MappingProxyType({})  # argument -> role of that function
    handles: Mapping[str, str] = MappingProxyType({})  # method of a subclass -> role
    # -- HTTP
    response: Mapping[str, Any] = MappingProxyType({})  # body, status: arguments; code: default
    http_error: bool = False  # raising or calling it ends the request with a status
    body: bool = False  # it reads the body of a response
    checks_status: bool = False  # it raises, or tells, when the status is an error
    request: bool = False  # a value that the client of this service sent
    # -- observability
    log: str = ""  # level: debug, info, warning, error, critical
    traceback: bool = False  # the log call writes the traceback by itself
    captures: bool = False  # hands the current exception to an error tracker
    # -- anything else that a rule asks by name; docs/libraries.md lists the words
    traits: tuple[str, ...] = ()
    off: Mapping[str, tuple[Any, ...]] = MappingProxyType({})  # argument -> values that disarm it


class Library(NamedTuple):
    """One file, checked."""

    module: str
    link: str
    distribution: str  # on PyPI; empty for the standard library
    aliases: Mapping[str, str]  # another public way -> the name that is modelled
    facts: Mapping[str, Facts]


def read_library(path: Path) -> Library:
    """Read and check one file. Raises LibraryError with one line that names the file."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LibraryError(f"{path}: {error}") from error
    try:
        return _library(path.name.removesuffix(".toml"), data)
    except (TypeError, ValueError, KeyError) as error:
        raise LibraryError(f"{path}: {error}") from error


def _library(module: str, data: dict[str, Any]) -> Library:
    known = {"link", "distribution", "alias", "call", "class", "value"}
    if unknown := sorted(data.keys() - known):
        raise ValueError(f"unknown table or key {', '.join(unknown)}")
    if not isinstance(data.get("link"), str):
        raise ValueError("`link`, the page that proves the model, is missing")
    facts: dict[str, Facts] = {}
    for kind in ("class", "call", "value"):
        for entry in data.get(kind, ()):
            for item in _facts(kind, dict(entry)):
                if item.name in facts:
                    raise ValueError(f"{item.name} is described twice")
                facts[item.name] = item
    return Library(module, data["link"], data.get("distribution", ""), data.get("alias", {}), facts)


def _facts(kind: str, entry: dict[str, Any]) -> Iterator[Facts]:
    names = entry.pop("names", None)
    if not names or not isinstance(names, list):
        raise ValueError(f"a [[{kind}]] without `names`")
    label = str(names[0])
    if unknown := sorted(entry.keys() - set(Facts._fields[2:])):
        raise ValueError(f"{label}: unknown key {', '.join(unknown)}")
    for key, vocabulary in _VOCABULARIES.items():
        if entry.get(key, "") not in vocabulary | {""}:
            raise ValueError(f"{label}: {key} = {entry[key]!r} is not in the vocabulary")
    fields = {key: _checked(label, key, value) for key, value in entry.items()}
    for pattern in names:
        for name in expand(pattern):
            yield Facts(name, kind, **fields)


_VOCABULARIES = {"effect": EFFECTS, "client": CLIENTS, "decorates": ROLES}


def _checked(label: str, key: str, value: Any) -> Any:
    """Hold a TOML value against the type of the field it fills."""
    default = Facts._field_defaults[key]
    if key == "off":
        return MappingProxyType({name: tuple(values) for name, values in value.items()})
    if isinstance(default, tuple):
        if not isinstance(value, list):
            raise ValueError(f"{label}: {key} must be a list")
        return tuple(value)
    if isinstance(default, Mapping):
        if not isinstance(value, dict):
            raise ValueError(f"{label}: {key} must be a table")
        return MappingProxyType(value)
    if key == "waits":
        if value != FOREVER and not isinstance(value, int | float):
            raise ValueError(f'{label}: waits must be "{FOREVER}" or seconds')
        return value
    if not isinstance(value, type(default)):
        raise ValueError(f"{label}: {key} must be {type(default).__name__}")
    return value


def expand(pattern: str) -> Iterator[str]:
    """`a.{b,c}.d` stands for `a.b.d` and `a.c.d`."""
    match = re.search(r"\{([^{}]*)\}", pattern)
    if match is None:
        yield pattern
        return
    for choice in match[1].split(","):
        yield from expand(pattern[: match.start()] + choice.strip() + pattern[match.end() :])


class Libraries:
    """The bundled libraries and the user's own, asked by dotted name."""

    def __init__(self, extra: tuple[Path, ...] = ()) -> None:
        """Raises LibraryError when one of the user's files is not a library."""
        self._extra = tuple(read_library(path) for path in extra)
        self._modules = self._by_first_part()
        self._facts: dict[str, Facts | None] = {}
        self._canonical: dict[str, str] = {}

    @property
    def fingerprint(self) -> str:
        """What the user's own libraries say; the bundled ones change with the package."""
        return repr([(each.aliases, each.facts) for each in self._extra])

    def facts(self, name: str) -> Facts | None:
        """What is known of `name`: itself, through an alias, or inherited from a base."""
        if name not in self._facts:
            self._facts[name] = self._find(name)
        return self._facts[name]

    def canonical(self, name: str) -> str:
        """The name under which something is modelled: `requests.api.get` -> `requests.get`."""
        found = self._canonical.get(name)
        if found is None:
            found = self._canonical[name] = self._resolve_aliases(name)
        return found

    def ancestors(self, name: str) -> tuple[str, ...]:
        """The class and its modelled bases, nearest first."""
        found: list[str] = []
        waiting = [self.canonical(name)]
        while waiting:
            current = waiting.pop(0)
            if current in found:
                continue
            found.append(current)
            facts = self._lookup(current)
            if facts is not None:
                waiting.extend(self.canonical(base) for base in facts.bases)
        return tuple(found)

    def knows(self, module: str) -> bool:
        """Whether any library models `module` or a module below or above it."""
        return next(self._libraries_of(module), None) is not None

    def _find(self, name: str) -> Facts | None:
        name = self.canonical(name)
        owner, _, member = name.rpartition(".")
        direct = self._lookup(name)
        if direct is not None or not owner:
            return direct
        for ancestor in self.ancestors(owner):
            found = self._lookup(f"{ancestor}.{member}") or self._lookup(f"{ancestor}.*")
            if found is not None:
                return found
        stub = self._lookup(_STUB_CALL) if _STUB_METHOD.search(name) else None
        return stub and stub._replace(name=name)

    def _lookup(self, name: str) -> Facts | None:
        for library in self._libraries_of(name):
            found = library.facts.get(name)
            if found is not None:
                return found
        return None

    def _resolve_aliases(self, name: str) -> str:
        for _ in range(5):  # aliases may lead into another library; a cycle ends here
            replaced = self._replace_prefix(name)
            if replaced == name:
                break
            name = replaced
        return name

    def _replace_prefix(self, name: str) -> str:
        for library in self._libraries_of(name):
            head = name
            while head:
                if head in library.aliases:
                    return library.aliases[head] + name[len(head) :]
                head = head.rpartition(".")[0]
        return name

    def _libraries_of(self, name: str) -> Iterator[Library]:
        """The libraries that may model a name, the user's first, then the longest module name."""
        modules = self._modules.get(name.partition(".")[0])
        if modules is None:
            return
        for module, library in modules:
            if name == module or name.startswith(f"{module}."):
                yield library or _bundled(module)

    def _by_first_part(self) -> dict[str, list[tuple[str, Library | None]]]:
        """First part of a name -> the modules that start with it; bundled ones are not read yet."""
        found: dict[str, list[tuple[str, Library | None]]] = {}
        for library in self._extra:
            for first, module in _modules_of(library):
                found.setdefault(first, []).append((module, library))
        for module in sorted(_bundled_files(), key=len, reverse=True):
            found.setdefault(module.partition(".")[0], []).append((module, None))
        return found


def _modules_of(library: Library) -> Iterator[tuple[str, str]]:
    """The modules that a user's file describes, whatever it is called, each with its first part."""
    owners: dict[str, list[list[str]]] = {}
    for name in (*library.facts, *library.aliases):
        parts = name.split(".")
        owners.setdefault(parts[0], []).append(parts[:-1] or parts)
    for first, of_first in owners.items():
        alike = takewhile(lambda parts: len(set(parts)) == 1, zip(*of_first, strict=False))
        yield first, ".".join(parts[0] for parts in alike)


@cache
def _bundled_files() -> frozenset[str]:
    return frozenset(path.name.removesuffix(".toml") for path in BUNDLED.glob("*.toml"))


@cache
def _bundled(module: str) -> Library:
    return read_library(BUNDLED / f"{module}.toml")


def bundled_libraries() -> tuple[Library, ...]:
    """Every library that comes with us, for documentation and tests."""
    return tuple(_bundled(module) for module in sorted(_bundled_files()))
