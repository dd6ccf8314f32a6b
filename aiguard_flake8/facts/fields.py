"""The declared fields of models: columns, pydantic and dataclass fields, settings."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from aiguard_flake8.tree import target_of
from aiguard_flake8.values import Value

if TYPE_CHECKING:
    from aiguard_flake8.file import File

# `db.Column(db.Float)`, where `db` comes from a module that we have not read: an extension that
# shows SQLAlchemy's names as its own attributes.
_COLUMN_SHAPES = frozenset({"Column", "mapped_column"})
_FLOAT_SHAPES = frozenset({"Float", "FLOAT", "REAL", "Double", "DOUBLE"})
_MODEL_DEPTH = 5  # `Annotated[Mapped[Optional[float]], …]`: wrappers seen through


class Field:
    """One field of a class that declares data."""

    def __init__(
        self, name: str, statement: ast.Assign | ast.AnnAssign, owner: ast.ClassDef, file: File
    ) -> None:
        self.name = name
        self.statement = statement
        self.owner = owner
        self._file = file

    @property
    def annotation(self) -> ast.expr | None:
        """The annotation as written."""
        return self.statement.annotation if isinstance(self.statement, ast.AnnAssign) else None

    @cached_property
    def declaration(self) -> ast.Call | None:
        """The call that declares the field: `Column(…)`, `Field(…)`, `FloatField(…)`."""
        value = self.statement.value
        return value if isinstance(value, ast.Call) and is_declaration(value, self._file) else None

    @cached_property
    def default(self) -> ast.expr | None:
        """The default value, or what makes it: a function, or the body of a lambda."""
        if self.declaration is None:
            return self.statement.value
        call = self._file.call(self.declaration)
        given = call.argument("default") if call is not None else None
        for keyword in self.declaration.keywords:
            if keyword.arg == "default":
                return keyword.value
            if keyword.arg in ("default_factory", "factory"):
                made = keyword.value
                return made.body if isinstance(made, ast.Lambda) else made
        return given

    @cached_property
    def is_float(self) -> bool:
        """Whether its values are binary floating point, by column type or by annotation."""
        call = self._file.call(self.declaration) if self.declaration is not None else None
        if call is not None and "float-column" in call.facts.traits:
            return True
        column = [_type_path(each, self._file) for each in self._column_types()]
        if any(column):
            return any(_is_float_type(path, self._file) for path in column)
        return self.annotation is not None and self._annotated_float(self.annotation)

    def _column_types(self) -> Iterator[ast.expr]:
        """The arguments of the declaration that may be the column's type."""
        if self.declaration is None:
            return
        call = self._file.call(self.declaration)
        if call is not None and "default" in call.facts.parameters[:1]:
            return  # positional arguments are defaults
        yield from self.declaration.args
        for keyword in self.declaration.keywords:
            if keyword.arg in ("type_", "sa_type"):
                yield keyword.value
            elif keyword.arg == "sa_column" and isinstance(keyword.value, ast.Call):
                yield from keyword.value.args

    def _annotated_float(self, annotation: ast.expr) -> bool:
        if isinstance(annotation, ast.Call):  # confloat(ge=0)
            call = self._file.call(annotation)
            return call is not None and "float-column" in call.facts.traits
        value = self._file.names.annotated(annotation, self._file.tree.scope(self.statement))
        return _is_float_value(value, self._file)


def is_declaration(node: ast.Call, file: File) -> bool:
    """Whether a call declares a field of a model."""
    call = file.call(node)
    if call is not None and call.facts.name:
        return "field" in call.facts.traits
    function = node.func
    return isinstance(function, ast.Attribute) and function.attr in _COLUMN_SHAPES


def fields(file: File) -> Iterator[Field]:
    """All fields of the classes of a file that declare data, in document order."""
    for cls in file.tree.of(ast.ClassDef):
        declares = declares_data(cls, file)
        for statement in cls.body:
            match statement:
                case ast.Assign(targets=[ast.Name(id=name)]):
                    pass
                case ast.AnnAssign(target=ast.Name(id=name)):
                    pass
                case _:
                    continue
            field = Field(name, statement, cls, file)
            if declares or field.declaration is not None:
                yield field


def declares_data(cls: ast.ClassDef, file: File) -> bool:
    """Whether a class inherits from a model, or a decorator makes it one."""
    return "model" in class_traits(cls, file)


def class_traits(cls: ast.ClassDef, file: File) -> frozenset[str]:
    """The traits of the bases and of the decorators of a class."""
    found: set[str] = set()
    decorators = (target_of(each) for each in cls.decorator_list)
    for path in (*file.names.bases(cls), *map(file.names.path, decorators)):
        facts = file.libraries.facts(path) if path else None
        if facts is not None:
            found.update(facts.traits)
    return frozenset(found)


def _type_path(node: ast.expr, file: File) -> str:
    """The class that a column is declared with: of `Numeric` and of `Numeric(10, 2)`."""
    value = file.names.value(node)
    if value is not None and not value.path.startswith("builtins."):
        return value.path
    target = target_of(node)
    return target.attr if isinstance(target, ast.Attribute) else ""


def _is_float_type(path: str, file: File) -> bool:
    facts = file.libraries.facts(path)
    if facts is not None:
        return "float-column" in facts.traits
    return path.rpartition(".")[2] in _FLOAT_SHAPES


def _is_float_value(value: Value | None, file: File) -> bool:
    for _ in range(_MODEL_DEPTH):
        if value is None:
            return False
        if value.path == "builtins.float":
            return True
        facts = file.libraries.facts(value.path)
        traits = facts.traits if facts is not None else ()
        if "float-column" in traits:
            return True
        if "field-type" not in traits or len(value.arguments) != 1:
            return False
        value = value.arguments[0]
    return False
