"""What a file says of stored data, put together for its summary."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from aiguard_flake8.facts import fixed_files, sql_text
from aiguard_flake8.facts.relations import reads, relations
from aiguard_flake8.project.stored import Rows, Stored
from aiguard_flake8.tree import FUNCTIONS

if TYPE_CHECKING:
    from aiguard_flake8.file import File


def stored(file: File) -> Stored:
    """Rows, relations, loads and statements of a file."""
    rows: dict[str, Rows] = {}
    asked: dict[str, tuple[str, ...]] = {}
    executes: dict[str, tuple[str, ...]] = {}
    builds: dict[str, str] = {}
    for function in file.tree.of(*FUNCTIONS):
        path = file.names.local_path(function)
        if (returned := file.rows.returned(function)) is not None:
            rows[path] = returned
        if attributes := tuple(reads(function, file)):
            asked[path] = attributes
        if given := tuple(sql_text.executed_parameters(function, file)):
            executes[path] = given
        if file.rows.holds_sql and (value := sql_text.built(function, file)):
            builds[path] = value
    declared = {}
    for cls in file.tree.of(ast.ClassDef):
        if found := relations(cls, file):
            declared[file.names.local_path(cls)] = found
    return Stored(rows, declared, asked, fixed_files.loads(file), executes, builds)
