"""What runs over and over: for each request that a service answers, for each item of a loop.

Callers are followed within the file. A path ends where what is built is kept: in an attribute or a
global variable, behind a cached function, at start-up.
"""

from __future__ import annotations

import ast
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from aiguard_flake8.facts.roles import COMMAND, HANDLER, STARTUP, TASK, TEST
from aiguard_flake8.patterns import Pattern
from aiguard_flake8.tree import COMPREHENSIONS, FUNCTIONS, Function, nodes_within

if TYPE_CHECKING:
    from aiguard_flake8.file import File

REQUEST, ITEM = "request", "item"
_PER_REQUEST = frozenset({HANDLER, TASK, "middleware", "dependency"})
_ONCE = frozenset({STARTUP, COMMAND, TEST, "cached", "cleanup", "fixture"})
_PLACES = (ast.Attribute, ast.Subscript)
_VIEWS = frozenset({"items", "keys", "values"})
_ONE_SHOT_MODULES = frozenset({"test", "script", "migration", "page"})
# What people do now and then: they sign in, or change what is installed.
_SELDOM = Pattern(
    r"(^|_)(import|install|uninstall|oauth\w*|sso|oidc|callback|login|logout|authori[sz]e|setup"
    r"|onboard\w*|restart|upgrade|migrate|migrations?|backup|restore|export|plugins?|marketplace"
    r"|extensions?|start|launch|flush|clear|reset|reload|server_info)(_|$)"
    # What hardly changes is to be kept itself, rather than its client.
    r"|(^|_)(load|fetch|get)_(\w+_)?(prompts?|config\w*|templates?|settings|schema|manifest)(_|$)"
)


class Repeat(NamedTuple):
    """Why something runs over and over."""

    kind: str  # REQUEST or ITEM
    role: str  # of the function that starts it: handler, task, middleware, dependency; or empty
    function: Function | None  # that function; the one that holds the loop


class Repeats:
    """Answers for one file."""

    def __init__(self, file: File) -> None:
        self._file = file
        self._remembering: dict[Function, bool] = {}

    def of(self, node: ast.AST, carried: bool = False) -> Repeat | None:
        """Why a node runs over and over, or None when nothing in this file says so.

        `carried`: the function around the node returns what the node builds, so that a caller
        that keeps it ends the path.
        """
        roles = self._file.roles
        if roles.module_kind in _ONE_SHOT_MODULES or roles.in_cli_folder:
            return None
        waiting, seen = [(node, carried, True)], set()
        while waiting:
            current, carried, certain = waiting.pop(0)
            function = self._file.tree.function(current)
            if function is None:
                continue
            each_time = certain and self._each_time(current)
            if self._per_item(current) and COMMAND not in roles.reaching(function):
                # What a loop reaches only under a condition may run for none of its items.
                if current is node or each_time:
                    return Repeat(ITEM, "", function)
            if function in seen:
                continue
            seen.add(function)
            role = roles.role(function)
            if role in _PER_REQUEST:
                if not roles.is_for_administrators(function):
                    return Repeat(REQUEST, role, function)
            elif role not in _ONCE and not self._remembers(function):
                waiting += [(*each, each_time) for each in self._callers(function, carried)]
        return None

    def is_seldom(self, node: ast.AST, repeat: Repeat) -> bool:
        """Whether a node runs now and then, by the names of its function, its starter and its file.

        A coroutine within the handler that is not awaited goes on when the request is answered.
        """
        around = self._file.tree.function(node)
        names = [each.name for each in (around, repeat.function) if each is not None]
        names.append(PurePath(self._file.path).stem)
        if any(map(_SELDOM.search, names)):
            return True
        return around is not repeat.function and self._in_background(around)

    def _in_background(self, function: Function | None) -> bool:
        if not isinstance(function, ast.AsyncFunctionDef):
            return False
        if self._file.tree.function(function) is None or self._file.tree.own(function, ast.Yield):
            return False
        for reference in self._file.roles.references(function):
            for ancestor in self._file.tree.ancestors(reference):
                if isinstance(ancestor, ast.Await):
                    return False
                if isinstance(ancestor, ast.stmt):
                    break
        return True

    def of_object(self, cls: ast.ClassDef) -> Repeat | None:
        """Why objects of a class are made over and over, as `of` says it."""
        for call, carried in self._callers(cls, True):
            if isinstance(call, ast.Call) and (repeat := self.of(call, carried)) is not None:
                return repeat
        return None

    def _callers(
        self, definition: Function | ast.ClassDef, carried: bool
    ) -> list[tuple[ast.AST, bool]]:
        """The calls of a definition that do not keep its result, and whether they pass it on."""
        found: list[tuple[ast.AST, bool]] = []
        for reference in self._file.roles.references(definition):
            call = self._file.tree.parent(reference)
            if not isinstance(call, ast.Call) or call.func is not reference:
                found.append((reference, False))
                continue
            if self._once(call):
                continue
            kinds = {use.kind for use in self._file.flow.uses(call)} if carried else set()
            if "stored" not in kinds:
                found.append((call, "returned" in kinds))
        return found

    def _remembers(self, function: Function) -> bool:
        """Whether a function returns what it stored the time before: `return self._keys`."""
        if function not in self._remembering:
            own = self._file.tree.own
            given = [each.value for each in own(function, ast.Return)]
            returned = {ast.unparse(each) for each in given if isinstance(each, _PLACES)}
            self._remembering[function] = bool(returned) and any(
                isinstance(target, _PLACES) and ast.unparse(target) in returned
                for assignment in own(function, ast.Assign)
                for target in assignment.targets
            )
        return self._remembering[function]

    def _once(self, call: ast.Call) -> bool:
        """Whether the result is kept and only asked for while it is missing.

        `if self._index is None: self._index = load()`
        """
        statement = self._file.tree.statement(call)
        if not isinstance(statement, ast.Assign):
            return False
        targets = {ast.unparse(target) for target in statement.targets}
        for ancestor in self._file.tree.ancestors(statement):
            if isinstance(ancestor, ast.If):
                for node in nodes_within(ancestor.test):
                    if isinstance(node, ast.Name | ast.Attribute) and ast.unparse(node) in targets:
                        return True
            elif isinstance(ancestor, FUNCTIONS):
                break
        return False

    def _each_time(self, node: ast.AST) -> bool:
        """Whether a node runs in each call of its function, or each round of the loop around it.

        Not so in a branch, or after a branch that returns an answer it has already.
        """
        child = node
        for ancestor in self._file.tree.ancestors(node):
            if isinstance(ancestor, ast.If | ast.IfExp) and child is not ancestor.test:
                return False
            if isinstance(ancestor, ast.ExceptHandler | ast.match_case):
                return False
            if isinstance(child, ast.stmt) and self._answered_before(child):
                return False
            if isinstance(ancestor, (*FUNCTIONS, ast.Lambda, ast.For, ast.AsyncFor)):
                return True
            if isinstance(ancestor, COMPREHENSIONS):
                return True
            child = ancestor
        return True

    def _answered_before(self, statement: ast.stmt) -> bool:
        for each in self._file.tree.block(statement):
            if each is statement:
                break
            if isinstance(each, ast.If) and isinstance(each.body[-1], ast.Return):
                # `return None` for an item that cannot be used is no answer, `return` is an end.
                if not isinstance(each.body[-1].value, ast.Constant):
                    return True
        return False

    def _per_item(self, node: ast.AST) -> bool:
        """Whether a loop over items, or a comprehension, of the same function holds the node."""
        child = node
        for ancestor in self._file.tree.ancestors(node):
            if isinstance(ancestor, (*FUNCTIONS, ast.Lambda, ast.ClassDef)):
                return False
            if isinstance(ancestor, ast.For | ast.AsyncFor) and child in ancestor.body:
                if self._goes_over_items(ancestor):
                    return True
            if isinstance(ancestor, COMPREHENSIONS):
                sources = [each.iter for each in ancestor.generators]
                if child not in ancestor.generators and not any(map(self._is_fixed, sources)):
                    return True
            child = ancestor
        return False

    def _goes_over_items(self, loop: ast.For | ast.AsyncFor) -> bool:
        """Whether a loop does the same for each item, rather than trying until one succeeds."""
        if self._is_fixed(loop.iter) or _enters_rounds(loop):
            return False
        if not self._file.item_loops.goes_over_items(loop):
            return False
        leaves = (ast.Return, ast.Break)
        return not any(isinstance(each, leaves) for each in nodes_within(*loop.body))

    def _is_fixed(self, source: ast.expr) -> bool:
        """A number of rounds or a few choices that stand in the code."""
        if isinstance(source, ast.Name):
            value = self._file.flow.constant(source)
            # A list may grow, unless it is written as a constant.
            kinds = (ast.Tuple, ast.Set, *((ast.List, ast.Dict) if source.id.isupper() else ()))
            return isinstance(value, kinds) and len(ast.unparse(value)) > len("()")
        if isinstance(source, ast.List | ast.Tuple | ast.Set | ast.Dict | ast.Constant):
            return True
        if isinstance(source, ast.Call) and isinstance(source.func, ast.Name):
            if source.func.id == "range":
                return True
            return source.func.id in ("enumerate", "zip") and any(map(self._is_fixed, source.args))
        if isinstance(source, ast.Call) and isinstance(source.func, ast.Attribute):
            return source.func.attr in _VIEWS and self._is_fixed(source.func.value)
        return False


def _enters_rounds(loop: ast.For | ast.AsyncFor) -> bool:
    """Whether each round is a context of its own, as in `for attempt in …: with attempt:`."""
    match loop:
        case (
            ast.For(target=ast.Name(id=name), body=[ast.With() | ast.AsyncWith() as block])
            | ast.AsyncFor(target=ast.Name(id=name), body=[ast.With() | ast.AsyncWith() as block])
        ):
            given = [item.context_expr for item in block.items]
            return any(isinstance(each, ast.Name) and each.id == name for each in given)
    return False
