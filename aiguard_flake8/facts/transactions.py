"""Which calls commit a transaction, whose it is, and who ends it when something fails.

Sessions that come from elsewhere are known by what people call them: `db.session.commit()`.
"""

from __future__ import annotations

import ast
import re
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from aiguard_flake8.patterns import Pattern
from aiguard_flake8.tree import FUNCTIONS, Function, nodes_within, target_of

if TYPE_CHECKING:
    from aiguard_flake8.file import File

_SESSION_NAME = Pattern(r"_*(\w+_)?(session|db|conn|connection|sess|dbsession)", re.IGNORECASE)
_ENDS = frozenset({"rollback", "close", "aclose", "remove", "abort", "expunge_all", "invalidate"})
_ENDING_NAME = Pattern(
    r"(\w*_)?(rollback|undo)(_\w+)?|_*close_(session|db|connection|conn)\w*"
    r"|_*(handle|on)_?(error|exception|failure)\w*"
)


class Commit(NamedTuple):
    """One commit: the call, and the expression that it is called on."""

    node: ast.Call
    session: ast.expr

    @property
    def name(self) -> str:
        """How a message names the session: `db.session`."""
        return ast.unparse(self.session)


class Transactions:
    """Answers for one file."""

    def __init__(self, file: File) -> None:
        self._file = file

    def commit(self, node: ast.AST) -> Commit | None:
        """The commit that a node is; None when it is something else."""
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            return None
        if node.func.attr != "commit" or node.args or node.keywords:
            return None
        call = self._file.call(node)
        if call is not None and call.facts.name:
            return Commit(node, node.func.value) if call.facts.effect == "commit" else None
        owner = node.func.value
        name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
        return Commit(node, owner) if _SESSION_NAME.fullmatch(name) else None

    def ends_in(self, statements: list[ast.stmt]) -> bool:
        """Whether statements roll back or close a session, or call something named so."""
        for node in nodes_within(*statements):
            if not isinstance(node, ast.Call):
                continue
            call = self._file.call(node)
            if call is not None and call.facts.effect == "rollback":
                return True
            if isinstance(node.func, ast.Attribute) and node.func.attr in _ENDS:
                return True
            name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            name = name or getattr(node.func, "id", "")
            if _ENDING_NAME.fullmatch(name):
                return True
        return False

    @cached_property
    def ended_with_request(self) -> bool:
        """Whether the file has a function that ends sessions after each request: a teardown."""
        return any(
            self.ends_in(function.body)
            for function in self._file.tree.of(*FUNCTIONS)
            if any(_is_teardown(decorator) for decorator in function.decorator_list)
        )

    def outlives(self, commit: Commit, statement: ast.Try | ast.TryStar) -> bool:
        """Whether the session is still used after a handler of `statement` has ended.

        Not when a `with` or a dependency of the framework ends it, or when it is a variable of
        the function whose work ends with the `try`.
        """
        function = self._file.tree.function(statement)
        if function is None or self._in_with(commit):
            return False
        if isinstance(commit.session, ast.Name):
            return self._name_outlives(commit.session, statement, function)
        return True

    def _in_with(self, commit: Commit) -> bool:
        """Whether a `with` around the commit holds the session or its transaction."""
        root = _root(commit.session)
        for ancestor in self._file.tree.ancestors(commit.node):
            if isinstance(ancestor, FUNCTIONS):
                return False
            if isinstance(ancestor, ast.With | ast.AsyncWith):
                for item in ancestor.items:
                    bound = item.optional_vars
                    if isinstance(bound, ast.Name) and bound.id == root:
                        return True
                    if _root(item.context_expr) == root or _ends_sessions(item.context_expr):
                        return True
        return False

    def _name_outlives(self, name: ast.Name, statement: ast.AST, function: Function) -> bool:
        home = self._file.scopes.home(name.id, self._file.tree.scope(name))
        if home is not function:
            return True  # of the module, or of a function around
        for binding in self._file.scopes.bindings(home, name.id):
            if binding.kind == "parameter":
                return not self._is_dependency(binding.node, binding.annotation, function)
            if binding.kind in ("with", "for"):
                return False
        # A variable of the function dies with it, unless the work goes on with the next item.
        made_in_loop = self._file.tree.loop(statement)
        return made_in_loop is not None and not any(
            self._file.tree.inside(binding.node, made_in_loop)
            for binding in self._file.scopes.bindings(home, name.id)
        )

    def _is_dependency(
        self, parameter: ast.AST, annotation: ast.expr | None, function: Function
    ) -> bool:
        """Whether a framework hands in the parameter, and ends it after the request."""
        if self._file.roles.role(function) in ("handler", "dependency"):
            return True
        arguments = function.args
        positional = [*arguments.posonlyargs, *arguments.args]
        defaults = dict(zip(reversed(positional), reversed(arguments.defaults), strict=False))
        keyword = dict(zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True))
        given = [defaults.get(parameter), keyword.get(parameter), annotation]  # type: ignore[call-overload]
        return any(
            isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Depends", "Security")
            for expression in given
            if expression is not None
            for node in nodes_within(expression)
        )


def _is_teardown(decorator: ast.expr) -> bool:
    target = target_of(decorator)
    return isinstance(target, ast.Attribute) and target.attr.startswith("teardown")


def _ends_sessions(node: ast.expr) -> bool:
    """Whether leaving a `with` ends what was opened for an application: `app.app_context()`."""
    func = node.func if isinstance(node, ast.Call) else None
    return isinstance(func, ast.Attribute) and func.attr in ("app_context", "request_context")


def _root(node: ast.expr) -> str:
    """The first name of a dotted expression: `db` of `db.session.begin()`."""
    while isinstance(node, ast.Attribute | ast.Call | ast.Await | ast.Subscript):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""
