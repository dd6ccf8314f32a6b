"""What callers of a function, in its own file, make of a value that tells of a failure."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from aiguard_flake8.facts.roles import HANDLER
from aiguard_flake8.tree import Function, nodes_within

if TYPE_CHECKING:
    from aiguard_flake8.file import File


class Callers:
    """Answers for one file."""

    def __init__(self, file: File) -> None:
        self._file = file

    def misled(self, function: Function) -> str:
        """What a request handler makes of every failure that `function` returns as a value.

        It sends the value with a status of success, or lets the client take the blame (4xx). Empty
        when none in the file does.
        """
        for reference in self._file.roles.references(function):
            call = self._file.tree.parent(reference)
            caller = self._file.tree.function(reference)
            if not isinstance(call, ast.Call) or call.func is not reference or caller is None:
                continue
            if self._file.roles.role(caller) != HANDLER:
                continue
            statuses = self._statuses(call)
            if statuses and all(status < 500 for status in statuses):
                return f"{caller.name}() answers it with {min(statuses)}"
        return ""

    def _statuses(self, call: ast.Call) -> set[int]:
        """The statuses under which a handler answers when the value of a call tells of a failure.

        Empty when one is not known, or when the handler does something else with the value.
        """
        uses = self._file.flow.uses(call)
        asked = {id(each): each for use in uses if (each := self._condition(use.node)) is not None}
        if asked:
            found: set[int | None] = set()
            for condition in asked.values():
                found |= self._answered(condition)
            errors = {status for status in found if status is not None and status >= 400}
            return set() if None in found else errors
        answers = [self._sent(use.node) for use in uses]
        known = {status for status in answers if status is not None}
        return known if len(known) == 1 and None not in answers else set()

    def _condition(self, node: ast.AST) -> ast.If | ast.IfExp | None:
        """The condition that a use of the value stands in."""
        child = node
        for ancestor in (node, *self._file.tree.ancestors(node)):
            if isinstance(ancestor, ast.If | ast.IfExp):
                return ancestor if ancestor is node or child is ancestor.test else None
            if isinstance(ancestor, ast.stmt):
                return None
            child = ancestor
        return None

    def _answered(self, condition: ast.If | ast.IfExp) -> set[int | None]:
        answers = self._file.answers
        if isinstance(condition, ast.IfExp):
            return {answers.status(condition.body), answers.status(condition.orelse)}
        ends = [
            answers.of(node)
            for node in nodes_within(*condition.body, *condition.orelse)
            if isinstance(node, ast.Return | ast.Raise)
        ]
        return {None if answer is None else answer.status for answer in ends}

    def _sent(self, node: ast.AST) -> int | None:
        """The status under which a use sends the whole value."""
        statement = self._file.tree.statement(node)
        if not isinstance(statement, ast.Return):
            return None
        answer = self._file.answers.of(statement)
        if answer is None or answer.status is None or not answer.succeeds:
            return None
        built = isinstance(node, ast.Call) and self._file.answers.built(node) is not None
        return answer.status if built or node is statement else None
