"""Whether somebody is seen to wait for a function: who calls it, in all modules of the project.

Measured on reports that were read: where a request leads to a function, nine of ten are worth
acting on; where only other code does, or the name is too common to tell, two of three at best.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from aiguard_flake8.facts.naming import Place, named_at, naming_files, place_of
from aiguard_flake8.facts.roles import HANDLER
from aiguard_flake8.tree import FUNCTIONS, Function, last_name, target_of
from aiguard_flake8.values import Value

if TYPE_CHECKING:
    from aiguard_flake8.file import File
    from aiguard_flake8.project.trace import Node, Trace

SERVING = frozenset({HANDLER, "middleware", "dependency"})
_MOST_FUNCTIONS = 40  # followed from one question
# Bases that call nothing by themselves.
_NO_FRAMEWORK = frozenset({"abc", "builtins", "enum", "pydantic", "typing", "typing_extensions"})
_OF_ONE = frozenset({"tool"})  # of a language model, which serves the one who runs it


class Audience(Enum):
    """What is seen of those who call a function, directly or not."""

    REQUEST = auto()  # a handler is among them
    NOBODY = auto()  # nobody calls it
    OTHERS = auto()  # it is called, and no handler is seen
    UNKNOWN = auto()  # its name, or that of a caller, is too common to tell


def has_audience(function: Function, file: File, *, direct: bool) -> bool:
    """Whether a request leads to a function, or a framework calls it, as far as anybody can tell.

    What is decorated, or belongs to a class of a framework, and is called by nobody is mostly for
    that. Other functions that nobody calls may be left over: what is done there must be done by
    themselves, `direct`.
    """
    seen = file.project.audiences.of(function, file)
    if seen is not Audience.NOBODY:
        return seen is Audience.REQUEST
    names = {last_name(target_of(each)) for each in function.decorator_list}
    if not names.isdisjoint(_OF_ONE):
        return False
    return direct or bool(names) or _is_for_framework(function, file)


def _is_for_framework(function: Function, file: File) -> bool:
    """Whether a method is one that Python calls, or its class has a base of a framework."""
    cls = file.tree.enclosing_class(function)
    if cls is None:
        return False
    if function.name.startswith("__") and function.name.endswith("__"):
        return True
    where = file.linker.resolve(Value(file.names.local_path(cls)), file.path)
    above = file.linker.ancestors(where) if where is not None else ()
    return any(not e.file and e.value.path.split(".")[0] not in _NO_FRAMEWORK for e in above)


class Audiences:
    """Answers for one run."""

    def __init__(self, trace: Trace) -> None:
        self._trace = trace
        self._known: dict[Place, tuple[Audience, Node | None]] = {}

    def of(self, function: Function, file: File) -> Audience:
        """Who is seen to call a function of the linted file; several rules ask the same."""
        place = place_of(function, file)
        return self._trace.remember(self._known, place, lambda: _audience(function, file))


def _audience(function: Function, file: File) -> Audience:
    """Who calls a function, nearest first."""
    waiting: list[Place] = [place_of(function, file)]
    seen = set(waiting)
    for path, local in waiting:
        home = file if path == file.path else file.project.layers(path)
        current = home and home.names.definition(local)
        if home is None or not isinstance(current, FUNCTIONS):
            continue
        if home.roles.role(current) in SERVING:
            return Audience.REQUEST
        callers = _callers(current, home, file) if len(seen) <= _MOST_FUNCTIONS else None
        if callers is None:
            return Audience.UNKNOWN
        waiting += [each for each in callers if each not in seen]
        seen.update(callers)
    return Audience.NOBODY if len(seen) == 1 else Audience.OTHERS


def _callers(function: Function, home: File, asked: File) -> list[Place] | None:
    """The functions that name one, each once; None if too many may."""
    files = naming_files(function, home, asked)
    if files is None:
        return None
    around = (
        (other, other.tree.function(node))
        for other in files
        for node in named_at(function, home, other)
    )
    return list(dict.fromkeys(place_of(each, other) for other, each in around if each is not None))
