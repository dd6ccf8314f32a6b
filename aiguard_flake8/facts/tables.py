"""Rows and relations of models, followed through the modules of the project."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from aiguard_flake8.project.link import Resolved
from aiguard_flake8.project.stored import Relation, Rows
from aiguard_flake8.project.summary import CACHED
from aiguard_flake8.values import Value
from aiguard_flake8.witness import Witness, shown

if TYPE_CHECKING:
    from aiguard_flake8.file import File

_MOST_STEPS = 5  # functions followed


class Given(NamedTuple):
    """The rows that an expression gives in the end."""

    rows: Rows  # with the conditions, limits and relations of all functions on the way
    model: Resolved | None  # their class
    way: tuple[tuple[str, str], ...]  # the functions they come through, each with its file


class Tables:
    """Answers for one file."""

    def __init__(self, file: File) -> None:
        self._file = file
        self._known: dict[ast.expr, Given | None] = {}

    def given(self, node: ast.expr) -> Given | None:
        """The rows that an expression gives, wherever they come from in the project."""
        if node not in self._known:
            rows = self._file.rows.of(node)
            self._known[node] = None if rows is None else self._follow(rows)
        return self._known[node]

    def relation(self, model: Resolved, name: str) -> Relation | None:
        """The relation that an attribute of a model stands for, its bases' included.

        Also what another model of the same module gives it: `related_name`, `backref`.
        """
        for cls in [model, *self._file.linker.ancestors(model)]:
            if not cls.file:
                continue
            classes = self._file.project.summary(cls.file).classes
            declared = classes.get(cls.value.path)
            if declared is not None and name in declared.relations:
                return declared.relations[name]
            for owner in classes.values():
                for each in owner.relations.values():
                    if each.back == name and each.target == cls.value.path:
                        return Relation(
                            owner.path, each.lazy, each.managed_back, "", False, each.django
                        )
        return None

    def is_column(self, model: Resolved, name: str) -> bool:
        """Whether a class of the project declares an attribute that may be a column.

        No property, and nothing that is bound to values of several kinds.
        """
        linker = self._file.linker
        for cls in [model, *linker.ancestors(model)]:
            if not cls.file:
                continue
            declared = self._file.project.summary(cls.file).classes.get(cls.value.path)
            if declared is not None and name in declared.attributes:
                value = declared.attributes[name]
                return value is not None and "Property" not in value.path
        return False

    def shown(self, given: Given) -> str:
        """The way as messages show it: `OrderService.all -> OrderRepo.list (repo.py)`."""
        return shown(self.witness(given), self._file.path)

    def witness(self, given: Given) -> Witness:
        """The way step by step; it has none for rows that are asked for on the spot."""
        names = tuple(name for name, _ in given.way)
        files = tuple(file for _, file in given.way)
        return Witness(names, files, (0,) * len(names))

    def _follow(self, rows: Rows) -> Given | None:
        linker, file = self._file.linker, self._file.path
        effects = self._file.project.effects
        way: list[tuple[str, str]] = []
        for _ in range(_MOST_STEPS):
            if not rows.through:
                where = linker.resolve(Value(rows.entity), file) if rows.entity else None
                model = where if where is not None and linker.cls(where) else None
                return Given(rows, model, tuple(way))
            target = linker.resolve(Value(rows.through), file)
            functions = effects.functions(target) if target is not None else []
            if len(functions) != 1:
                return None
            file, function = functions[0]
            inner = function.inside.rows
            if inner is None or function.kind in CACHED:
                return None
            way.append((function.path.lstrip(":"), file))
            rows = Rows(
                inner.entity,
                inner.label,
                inner.loaded or rows.loaded,
                inner.narrowed or rows.narrowed,
                inner.bounded or rows.bounded,
                (*inner.eager, *rows.eager),
                inner.through,
            )
        return None
