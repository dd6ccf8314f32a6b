"""What the rounds of a loop have in common: what each does again, what one needs of another."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from aiguard_flake8.facts.first_success import success_leaves
from aiguard_flake8.facts.item_loops import in_body
from aiguard_flake8.patterns import Pattern
from aiguard_flake8.tree import (
    COMPREHENSIONS,
    FUNCTIONS,
    LOOPS,
    ItemLoop,
    last_name,
    nodes_within,
    position,
)

if TYPE_CHECKING:
    from aiguard_flake8.file import File

# Each call gives something else, whatever it is given.
_TAKES = Pattern(r"(?i)(fetch(one|many|all|val)?|next|read|recv|receive|poll|get_next|pop|take)$")
_NEW = Pattern(
    r"(?i)(^|_)(next|nextval|random|rand|uuid\d?|now|sample|skip_locked|for_update)(_|$)"
)
# Between a loop and what it runs: not in each round, or at another time.
_CONDITIONS = (ast.If, ast.IfExp, ast.BoolOp, ast.Try, ast.match_case, ast.Lambda, *FUNCTIONS)


class Rounds:
    """Answers for one file."""

    def __init__(self, file: File) -> None:
        self._file = file
        self._bound_by: dict[ast.AST, frozenset[str]] = {}

    def do_the_same(self, node: ast.expr, loop: ItemLoop) -> bool:
        """Whether what a node asks depends on nothing that a round of its loop binds or changes."""
        if not self._runs_in_each_round(node, loop):
            return False
        bound = self._bound(loop)
        for each in nodes_within(node):
            if (isinstance(each, ast.Name) and each.id in bound) or _gives_something_new(each):
                return False
        if isinstance(node, ast.Call | ast.Attribute):
            site = self._file.reach.site(node)
            if site is None or site.guarded or site.on_error or _TAKES.match(last_name(node)):
                return False
        facts = self._file.reach.facts(node) if isinstance(node, ast.Call) else None
        if facts is not None and "same-row" in facts.traits:
            return False  # of an object that is at hand, to which something was done
        return not success_leaves(loop, node, self._file)

    def _runs_in_each_round(self, node: ast.expr, loop: ItemLoop) -> bool:
        """Whether a round runs a node once: under no condition, in no loop within."""
        tree = self._file.tree
        child: ast.AST = node
        for ancestor in tree.ancestors(node):
            if ancestor is loop:
                return True
            if isinstance(ancestor, _CONDITIONS):
                return False
            if isinstance(ancestor, LOOPS) and in_body(child, ancestor.body):
                return False
            if isinstance(ancestor, COMPREHENSIONS) and not tree.inside(
                node, ancestor.generators[0].iter
            ):
                return False
            child = ancestor
        return False

    def _bound(self, loop: ItemLoop) -> frozenset[str]:
        """The variables that a round binds, or puts something into: `values["id"] = row.id`."""
        if loop not in self._bound_by:
            self._bound_by[loop] = frozenset(
                name.id
                for each in (*self._file.item_loops.round(loop), *_targets(loop))
                if isinstance(each, ast.Name | ast.Subscript | ast.Attribute)
                and not isinstance(each.ctx, ast.Load)
                for name in ((each,) if isinstance(each, ast.Name) else nodes_within(each.value))
                if isinstance(name, ast.Name)
            )
        return self._bound_by[loop]

    def are_independent(self, loop: ItemLoop) -> bool:
        """Whether no round of a loop needs what the one before has found out."""
        bound: dict[str, tuple[int, int]] = {}
        round_ = self._file.item_loops.round(loop)
        for node in round_:
            if isinstance(node, ast.Break | ast.Return | ast.Yield | ast.YieldFrom | ast.AugAssign):
                return False
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                place = self._bound_at(node)
                bound[node.id] = min(place, bound.get(node.id, place))
        for node in round_:
            if isinstance(node, ast.Await):
                for each in nodes_within(node):
                    # What is bound further down only, the round before has bound.
                    if isinstance(each, ast.Name) and bound.get(each.id, (0, 0)) > position(node):
                        return False
        return True

    def _bound_at(self, name: ast.Name) -> tuple[int, int]:
        """Where a variable has its new value: behind the statement that assigns it."""
        statement = self._file.tree.statement(name)
        if isinstance(statement, ast.Assign | ast.AnnAssign):
            return statement.end_lineno or 0, statement.end_col_offset or 0
        return position(name)


def _gives_something_new(node: ast.AST) -> bool:
    """A sequence, a random row, the time, a row that is taken for oneself."""
    name = last_name(node) if isinstance(node, ast.Attribute | ast.Name) else ""
    return _NEW.search(name) is not None


def _targets(loop: ItemLoop) -> list[ast.AST]:
    """The nodes of what a loop binds in each round."""
    if isinstance(loop, ast.For | ast.AsyncFor):
        return list(nodes_within(loop.target))
    return list(nodes_within(*(each.target for each in loop.generators)))
