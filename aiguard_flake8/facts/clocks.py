"""Reads of the clock that give a time without a zone, and where such a time is kept."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from aiguard_flake8.calls import LibraryCall
from aiguard_flake8.facts.destinations import Destination, destinations
from aiguard_flake8.facts.fields import declares_data, is_declaration
from aiguard_flake8.facts.words import words
from aiguard_flake8.tree import nodes_within

if TYPE_CHECKING:
    from aiguard_flake8.file import File

_KEPT = frozenset(
    "timestamp created updated modified deleted expires expiry expiration exp iat nbf".split()
)
_KEPT_AS_TEXT = frozenset("time date datetime ts on login seen generated".split())
_MEASURING = frozenset(  # events that tell how long something took
    {"started", "finished", "failed", "completed", "ended", "start", "end"}
)
_EXPERIMENTS = frozenset("evaluation evaluations evals eval experiments".split())
_DEFAULTS = frozenset({"default", "default_factory", "onupdate", "factory"})
_PASSING_METHODS = frozenset({"isoformat", "replace"})
_FILE_TIMES = frozenset(
    "st_mtime st_ctime st_atime st_birthtime getmtime getctime getatime".split()
)


class Reading(NamedTuple):
    """One read of the clock that gives a time without a zone."""

    function: ast.expr  # `datetime.utcnow`
    node: ast.expr  # the call, or the function itself where it is handed over
    utc: bool  # UTC numbers, else local ones
    converts: bool = False  # a timestamp that is given, rather than the present

    @property
    def handed_over(self) -> bool:
        """Whether the function itself is given away, to be called later."""
        return self.node is self.function

    def kept(self, file: File) -> str:
        """Words for a message: what is done with it that needs a zone; empty when nothing is."""
        if _is_experiment(file) or (self.converts and self._of_a_file):
            return ""
        if not self.handed_over and _meets_aware(self.node, file):
            return "is compared with a time that has a zone"
        as_text = _is_text(self.node, file)
        for found in destinations(self.node, file, _passes):
            if use := _use(found, self, as_text, file):
                return use
        return ""

    @property
    def _of_a_file(self) -> bool:
        """Whether it tells when a file was changed: people read that in their own time."""
        return any(
            getattr(node, "attr", getattr(node, "id", "")) in _FILE_TIMES
            for node in nodes_within(self.node)
        )


def reading(subject: LibraryCall | ast.keyword, file: File) -> Reading | None:
    """The read of the clock that a call is, or whose function a keyword hands over."""
    if isinstance(subject, ast.keyword):
        if subject.arg not in _DEFAULTS or not isinstance(subject.value, ast.Attribute | ast.Name):
            return None
        path = file.names.path(subject.value)
        facts = file.libraries.facts(path) if path else None
        function: ast.expr = subject.value
        node: ast.expr = subject.value
    else:
        facts = subject.facts
        function, node = subject.node.func, subject.node
    if facts is None or not {"naive-utc", "naive-now"}.intersection(facts.traits):
        return None
    if isinstance(subject, LibraryCall) and subject.gives("tz"):
        return None
    if _is_for_old_versions(function, file) or _is_a_length(node):
        return None
    return Reading(function, node, "naive-utc" in facts.traits, "from-timestamp" in facts.traits)


def _is_a_length(node: ast.expr) -> bool:
    """Whether what is turned into a time is no moment: `utcfromtimestamp(0)`, a duration."""
    match node:
        case ast.Call(args=[ast.Constant() | ast.Call(func=ast.Attribute(attr="total_seconds"))]):
            return True
    return False


def _is_for_old_versions(function: ast.expr, file: File) -> bool:
    """Whether the branch is for an interpreter that lacks what the other branch uses.

    `if hasattr(datetime, "UTC")` and `if sys.version_info < …` ask for that.
    """
    module = file.names.path(function).partition(".")[0]
    for above in file.tree.ancestors(function):
        if isinstance(above, ast.If | ast.IfExp):
            match above.test:
                case ast.Call(func=ast.Name(id="hasattr"), args=[asked, _]):
                    if file.names.path(asked).partition(".")[0] == module:
                        return True
                case ast.Compare(left=left) if file.names.path(left) == "sys.version_info":
                    return True
    return False


def _is_experiment(file: File) -> bool:
    """Whether somebody runs the file by hand and reads what it writes in his own time."""
    if file.roles.module_kind == "script":
        return True
    folders = file.place.parts[:-1]
    return file.roles.runs_as_script and bool(_EXPERIMENTS.intersection(folders))


def _use(found: Destination, read: Reading, as_text: bool, file: File) -> str:
    if found.kind == "keyword" and isinstance(found.node, ast.Call):
        if _is_text_maker(found.node):
            return ""
        if found.name in _DEFAULTS:
            return "is the default of a stored field" if is_declaration(found.node, file) else ""
    if read.handed_over:
        return ""
    if found.kind == "variable":
        cls = file.tree.parent(found.node)
        if isinstance(cls, ast.ClassDef) and declares_data(cls, file):
            return "is the default of a stored field"
        return ""
    if found.kind == "attribute" and isinstance(found.owner, ast.Name) and found.owner.id == "self":
        return ""
    if found.kind == "keyword" and _MEASURING.intersection(words(found.name)):
        return ""
    if found.kind == "returned" or not _is_kept(found.name, as_text):
        return ""
    return f"is {'sent or stored' if as_text else 'stored'} as {found.name}"


def _is_text_maker(node: ast.Call) -> bool:
    """`template.format(timestamp=…)`: shown, not kept."""
    return isinstance(node.func, ast.Attribute) and node.func.attr in ("format", "format_map")


def _is_kept(name: str, as_text: bool) -> bool:
    parts = words(name)
    if not parts:
        return False
    if as_text and parts[-1] in _KEPT_AS_TEXT:
        return True
    return parts[-1] in _KEPT or (len(parts) > 1 and parts[-1] == "at")


def _is_text(node: ast.expr, file: File) -> bool:
    parent = file.tree.parent(node)
    return isinstance(parent, ast.Attribute) and parent.attr == "isoformat"


def _meets_aware(node: ast.expr, file: File) -> bool:
    """Whether it is compared with, or taken from, a time that is known to have a zone."""
    match file.tree.parent(node):
        case ast.Compare(left=left, comparators=comparators):
            others = [left, *comparators]
        case ast.BinOp(op=ast.Sub(), left=left, right=right):
            others = [left, right]
        case _:
            return False
    return any(each is not node and _is_aware(each, file) for each in others)


def _is_aware(node: ast.expr, file: File) -> bool:
    value = file.names.value(node)
    origin = value.origin if value is not None and value.instance else None
    call = file.call(origin) if origin is not None else None
    return call is not None and "naive-now" in call.facts.traits and call.gives("tz")


def _passes(node: ast.AST, above: ast.AST) -> bool:
    match above:
        case ast.Call(func=function):
            return node is function
        case ast.Attribute(attr=attribute):
            return attribute in _PASSING_METHODS
        case ast.BinOp(op=ast.Add(), left=left):
            return node is left
        case ast.BinOp(op=ast.Sub(), left=left, right=right):
            return node is left and _is_duration(right)
        case ast.IfExp(test=test):
            return node is not test
        case ast.BoolOp() | ast.Lambda() | ast.NamedExpr():
            return True
    return False


def _is_duration(node: ast.expr) -> bool:
    function = node.func if isinstance(node, ast.Call) else None
    name = function.attr if isinstance(function, ast.Attribute) else ""
    return (function.id if isinstance(function, ast.Name) else name) == "timedelta"
