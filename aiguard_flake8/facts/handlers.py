"""What an `except` handler does with the failure it caught."""

from __future__ import annotations

import ast
import re
import sys
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from aiguard_flake8.facts.attempts import Attempt, called_name
from aiguard_flake8.facts.words import words
from aiguard_flake8.patterns import Pattern
from aiguard_flake8.tree import nodes_within, running

if TYPE_CHECKING:
    from aiguard_flake8.file import File

_MAKES = frozenset({"create", "ensure", "recreate", "setup", "reconnect", "rebuild"})
BROAD = frozenset({"builtins.Exception", "builtins.BaseException"})
# Another linter was told that this handler is meant as it is.
_ACCEPTED = Pattern(r"\b(S110|S112|BLE001|E722|W070[23]|broad-ex|bare-except|nosec|B110|B112)")
# A function that promises not to fail.
_TOLERANT = Pattern(r"best[ -]effort|never (raises?|fails?)|(does not|doesn't) raise", re.I)
_TRACEBACK = Pattern(
    r"format_exc|print_exc|traceback|exc_info|(capture|report|record|notify|track)_?(exc|error)",
    re.IGNORECASE,
)
# A person says why the failure does not matter.
_SENTENCE = 7  # words, the mark among them, above which a comment is taken for a reason
_REASON = Pattern(
    r"best[ -]effort|optional|non[- ]?(critical|fatal|essential|blocking)|on purpose|by design"
    r"|not (critical|fatal|essential|available)|intentional|deliberate|expected|harmless"
    r"|(must|should|can|do|does|may|will)(n't| not|not)|can't|won't|could ?n[o']t"
    r"|\bwill\b|\bnever|\bstill\b|without|\balready\b|(is|are|it's) (ok|fine)"
    r"|continue (with|even)|even if|proceed|fall(s|ing)? ?(back|through)"
    r"|if .* (is|are)(n't| not)|because|since|due to|relies|unavailable|no big deal|for safety"
    r"|ignor(e|ing) (any )?(errors?|exceptions?|failures?) \w+ing",
    re.IGNORECASE,
)


class Record(NamedTuple):
    """One log call in a handler."""

    call: ast.Call
    level: str
    traceback: bool  # it writes the traceback too


class Handler:
    """One handler of a `try`, judged by what it does."""

    def __init__(
        self, node: ast.ExceptHandler, statement: ast.Try | ast.TryStar, file: File
    ) -> None:
        self.node = node
        self.statement = statement
        self._file = file

    @cached_property
    def exceptions(self) -> tuple[str, ...]:
        """Dotted names of what is caught; an empty string for each that is not known."""
        caught = self.node.type
        if caught is None:
            return ("builtins.BaseException",)
        each = caught.elts if isinstance(caught, ast.Tuple) else [caught]
        return tuple(self._caught(item) for item in each)

    def _caught(self, item: ast.expr) -> str:
        if not isinstance(item, ast.Name | ast.Attribute):
            return ""
        path = self._file.names.path(item)
        # A variable annotated `type[Exception]` may hold any of its subclasses.
        says = item.attr if isinstance(item, ast.Attribute) else item.id
        return path if path not in BROAD or path.endswith(f".{says}") else ""

    @cached_property
    def broad(self) -> bool:
        """Bare, `Exception` or `BaseException`, alone or among others."""
        return any(name in BROAD for name in self.exceptions)

    @cached_property
    def names_failure(self) -> bool:
        """Whether it catches an exception that says that a service or a file system failed."""
        known = (self._file.libraries.facts(name) for name in self.exceptions if name)
        return any(facts is not None and "failure" in facts.traits for facts in known)

    @cached_property
    def names_library_failure(self) -> bool:
        """Whether such an exception is one of a library, which nothing but its calls raises."""
        known = (self._file.libraries.facts(name) for name in self.exceptions if name)
        return any(
            facts is not None
            and "failure" in facts.traits
            and facts.name.partition(".")[0] not in sys.stdlib_module_names
            for facts in known
        )

    @cached_property
    def _nodes(self) -> list[ast.AST]:
        return list(running(self.node.body))

    def of(self, *kinds: type[ast.AST]) -> list[ast.AST]:
        """The nodes of these types in the body; functions defined within are left out."""
        return [node for node in self._nodes if isinstance(node, kinds)]

    @cached_property
    def raises(self) -> bool:
        """Whether some path of the body raises."""
        return any(isinstance(node, ast.Raise) for node in self._nodes)

    @cached_property
    def always_raises(self) -> bool:
        """Whether the body ends by raising, whatever happens within."""
        return _ends(self.node.body, (ast.Raise,))

    @cached_property
    def uses_exception(self) -> bool:
        """Whether the body reads the exception, by its name or through `sys.exc_info()`."""
        return any(self._is_exception(node) for node in self._nodes)

    def names_exception(self, node: ast.AST) -> bool:
        """Whether an expression of the body reads the exception by its name."""
        return any(self._is_exception(each) for each in nodes_within(node))

    def _is_exception(self, node: ast.AST) -> bool:
        if not isinstance(node, ast.Name) or node.id != self.node.name:
            return False
        return isinstance(node.ctx, ast.Load)

    @cached_property
    def records(self) -> tuple[Record, ...]:
        """The log calls of the body."""
        found = []
        for node in self.of(ast.Call):
            assert isinstance(node, ast.Call)
            record = self._file.log_record(node)
            if record is not None:
                found.append(Record(node, *record))
        return tuple(found)

    @cached_property
    def own_records(self) -> tuple[Record, ...]:
        """Those that tell of this failure: not of another one that a handler within caught."""
        inner = {
            id(node) for handler in self.of(ast.ExceptHandler) for node in nodes_within(handler)
        }
        return tuple(record for record in self.records if id(record.call) not in inner)

    @cached_property
    def uses_exception_beyond_records(self) -> bool:
        """Whether the body reads the exception elsewhere than in what it logs or prints."""
        told = [record.call for record in self.records]
        calls = (node for node in self.of(ast.Call) if isinstance(node, ast.Call))
        told += [node for node in calls if self._prints(node)]
        logged = {id(node) for call in told for node in ast.walk(call)}
        return any(
            isinstance(node, ast.Name) and node.id == self.node.name and id(node) not in logged
            for node in self._nodes
        )

    def _prints(self, node: ast.Call) -> bool:
        call = self._file.call(node)
        return call is not None and call.path == "builtins.print"

    @cached_property
    def traceback_kept(self) -> bool:
        """Whether the body logs the traceback, or hands the exception to an error tracker."""
        if any(record.traceback for record in self.records):
            return True
        return any(self._captures(node) for node in self.of(ast.Call) if isinstance(node, ast.Call))

    def _captures(self, node: ast.Call) -> bool:
        """Whether a call hands the exception on, by its model or by its name: `_format_exc()`."""
        call = self._file.call(node)
        if call is not None and call.facts.name:
            return call.facts.captures
        return bool(_TRACEBACK.search(called_name(node)))

    @cached_property
    def mends(self) -> bool:
        """Whether the body makes what it takes to be missing: `self.create_table()`."""
        for node in self.of(ast.Call):
            function = node.func if isinstance(node, ast.Call) else None
            if isinstance(function, ast.Attribute) and _MAKES.intersection(words(function.attr)):
                return True
        return False

    @cached_property
    def exits(self) -> bool:
        """Whether the body ends the process."""
        for node in self.of(ast.Call):
            call = self._file.call(node) if isinstance(node, ast.Call) else None
            if call is not None and "exit" in call.facts.traits:
                return True
        return False

    @cached_property
    def returns(self) -> tuple[ast.Return, ...]:
        """The return statements of the body."""
        return tuple(node for node in self._nodes if isinstance(node, ast.Return))

    @cached_property
    def idle(self) -> bool:
        """Whether the body does nothing: `pass`, `...`, `continue`, a docstring."""
        return all(
            isinstance(statement, ast.Pass | ast.Continue | ast.Break)
            or (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant))
            for statement in self.node.body
        )

    @cached_property
    def drops_failure(self) -> bool:
        """Whether the body is idle, or a bare `return` from a function that gives no value."""
        body = self.node.body
        if len(body) == 1 and isinstance(body[0], ast.Return) and body[0].value is None:
            return not self._file.returns.gives_value(self._file.tree.function(self.node))
        return self.idle

    @cached_property
    def attempt(self) -> Attempt:
        """The `try` body, judged by what it attempts."""
        return self._file.attempt(self.statement)

    @cached_property
    def excused(self) -> bool:
        """Whether a comment gives a reason, or tells another linter to accept the handler.

        It stands in the handler or right above the `try`; a docstring that promises not to fail
        counts as well.
        """
        return any(
            _ACCEPTED.search(text) or _REASON.search(text) or len(text.split()) > _SENTENCE
            for text in self._comments
        )

    def says(self, pattern: Pattern) -> bool:
        """Whether a comment of the handler holds a pattern."""
        return any(pattern.search(text) for text in self._comments)

    @cached_property
    def accepted(self) -> bool:
        """Whether another linter was told to accept the handler as it is."""
        return any(_ACCEPTED.search(text) for text in self._comments)

    @cached_property
    def _comments(self) -> list[str]:
        first, last = self.node.lineno, self.node.body[-1].end_lineno or self.node.lineno
        above = self.statement.lineno - 1
        texts = [each.text for each in self._file.comments if first <= each.line <= last]
        function = self._file.tree.function(self.node)
        documented = ast.get_docstring(function, clean=False) if function is not None else None
        if documented and _TOLERANT.search(documented):
            texts.append(documented)
        for each in reversed(self._file.comments):
            if each.line == above and not self._file.lines[above - 1][: each.column].strip():
                texts.append(each.text)
                above -= 1
        return texts

    @cached_property
    def tried(self) -> list[ast.AST]:
        """The nodes of the `try` body; functions defined within are left out."""
        return list(running(self.statement.body))


def _ends(body: list[ast.stmt], kinds: tuple[type[ast.stmt], ...]) -> bool:
    """Whether control cannot fall off the end of `body` other than by these statements."""
    last = body[-1] if body else None
    if isinstance(last, kinds):
        return True
    if isinstance(last, ast.If):
        return _ends(last.body, kinds) and _ends(last.orelse, kinds)
    if isinstance(last, ast.With | ast.AsyncWith):
        return _ends(last.body, kinds)
    return False
