"""Dicts that a file fills while it runs: who adds to them, and whether anything takes away."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from aiguard_flake8.facts.words import words
from aiguard_flake8.patterns import Pattern
from aiguard_flake8.tree import Function, nodes_within, parameters

if TYPE_CHECKING:
    from aiguard_flake8.file import File

# What comes from users has no end of different values.
_OPEN_NAME = Pattern(
    r"(.*_)?(user|customer|order|session|account|product|item|message|document|doc|thread|chat|post"
    r"|invoice|request|payment|transaction|conversation|article|ticket|booking|job"
    r"|member|patient|student|listing|property|file|image|photo|video|event|note|comment)"
    r"_?(id|uuid|key)"
    r"|(.*_)?(email|username|query|question|prompt|text|sentence|ip|ip_address|phone|search|keyword"
    r"|latitude|longitude|lat|lon|lng|address|amount)",
    re.IGNORECASE,
)
_PERSON = Pattern(r"(.*_)?(user|chat|account|member)_?(id|uuid|key|name)", re.IGNORECASE)
_ALLOWED = frozenset({"allowed", "allowlist", "whitelist", "authorized", "permitted"})
_PEOPLE = frozenset({"user", "users", "chat", "chats", "account", "accounts", "member", "members"})
_CLOSED_TYPES = frozenset({"builtins.bool", "builtins.type", "builtins.NoneType"})
_EMPTY = frozenset({"builtins.dict", "collections.defaultdict", "collections.OrderedDict"})
_READS = frozenset({"get", "keys", "values", "items", "copy", "setdefault", "__contains__"})


class Caches:
    """Answers for one file. A dict is known by its place: a global, or an attribute of `self`."""

    def __init__(self, file: File) -> None:
        self._file = file

    def place(self, node: ast.expr) -> tuple[ast.AST, str] | None:
        """Where a dict lives: the module or a class, and its name there; None if elsewhere."""
        if isinstance(node, ast.Name):
            home = self._file.scopes.home(node.id, self._file.tree.scope(node))
            return (home, node.id) if isinstance(home, ast.Module) else None
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            method = self._file.tree.function(node)
            cls = self._file.tree.enclosing_class(method) if method is not None else None
            given = parameters(method.args) if method is not None else []
            if cls is not None and given and given[0].arg == node.value.id:
                return cls, node.attr
        return None

    def only_grows(self, place: tuple[ast.AST, str]) -> bool:
        """Whether it starts empty, and every use in the file adds to it or looks something up."""
        uses = self._places.get(place, [])
        starts = [use for use in uses if isinstance(use.ctx, ast.Store)]
        return len(starts) == 1 and all(
            self._starts_empty(use) if use is starts[0] else self._keeps(use) for use in uses
        )

    def looked_up(self, place: tuple[ast.AST, str], function: Function) -> bool:
        """Whether a function looks up what is in it, rather than only adding to it."""
        return any(
            self._looks_up(use)
            for use in self._places.get(place, [])
            if self._file.tree.function(use) is function
        )

    def first_store(self, place: tuple[ast.AST, str]) -> ast.expr | None:
        """The first subscription of the file that puts something into a dict."""
        for dictionary in self._stored_into:
            if self.place(dictionary) == place:
                return dictionary
        return None

    def outlives_calls(self, owner: ast.AST) -> bool:
        """Whether a dict of this owner lasts: a global, or of an object that is one."""
        if isinstance(owner, ast.Module):
            return True
        if not isinstance(owner, ast.ClassDef):
            return False
        path = self._file.names.local_path(owner)
        return any(
            self._file.names.class_of(statement.value) == path
            for statement in self._file.tree.module.body
            if isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value is not None
        )

    def open_names(self, key: ast.expr) -> list[str]:
        """The variables of a key that may take any number of values, by what they are called."""
        found = []
        for node in (*nodes_within(key), *self._made_of(key)):
            name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", None)
            if isinstance(name, str) and _OPEN_NAME.fullmatch(name):
                if not (_PERSON.fullmatch(name) and self._lists_people):
                    found.append(name)
        return found

    @cached_property
    def _lists_people(self) -> bool:
        """Whether the file names a list of those who may use it: `ALLOWED_USER_IDS`."""
        for node in self._file.tree.of(ast.Name, ast.Attribute):
            parts = words(node.id if isinstance(node, ast.Name) else node.attr)
            if _ALLOWED.intersection(parts) and _PEOPLE.intersection(parts):
                return True
        return False

    def _made_of(self, key: ast.expr) -> Iterator[ast.AST]:
        """What the variable of a key was made of: `key = f"{user_id}:{day}"`."""
        if isinstance(key, ast.Name) and (value := self._file.flow.constant(key)) is not None:
            yield from nodes_within(value)

    def is_unbounded(self, function: Function) -> bool:
        """Whether a decorator remembers every result of a function."""
        for decorator in function.decorator_list:
            if not isinstance(decorator, ast.Call):
                facts = self._file.libraries.facts(self._file.names.path(decorator))
                # `@lru_cache` alone holds 128 results, `@cache` all of them.
                if facts is not None and "unbounded" in facts.traits:
                    return True
            elif (call := self._file.call(decorator)) is not None:
                size = call.argument("maxsize")
                if "cache-decorator" in call.facts.traits and size is not None:
                    return bool(call.literal(size) == "None")
        return False

    def open_parameters(self, function: Function) -> list[str]:
        """The parameters of a function that may take any number of values."""
        return [
            each.arg
            for each in parameters(function.args)
            if each.arg not in ("self", "cls")
            and not (each.annotation is not None and self._is_closed(each.annotation, function))
        ]

    def named_open(self, names: list[str]) -> list[str]:
        """Those of some names that stand for what users send."""
        return [name for name in names if _OPEN_NAME.fullmatch(name)]

    def _is_closed(self, annotation: ast.expr, function: Function) -> bool:
        scope = self._file.tree.scope(function)
        value = self._file.names.annotated(annotation, scope)
        if value is None:
            return False
        if not value.instance or value.path in _CLOSED_TYPES or value.path.endswith(".Literal"):
            return True
        definition = self._file.names.definition(value.path)
        if not isinstance(definition, ast.ClassDef):
            return False
        return any(base.startswith("enum.") for base in self._file.names.bases(definition))

    @cached_property
    def _places(self) -> dict[tuple[ast.AST, str], list[ast.Name | ast.Attribute]]:
        found: dict[tuple[ast.AST, str], list[ast.Name | ast.Attribute]] = defaultdict(list)
        wanted = {place for place in map(self.place, self._stored_into) if place is not None}
        names = {name for _, name in wanted}
        for node in self._file.tree.of(ast.Name, ast.Attribute):
            name = node.id if isinstance(node, ast.Name) else node.attr
            if name in names and (place := self.place(node)) in wanted and place is not None:
                found[place].append(node)
        return found

    @cached_property
    def _stored_into(self) -> list[ast.expr]:
        return [
            node.value
            for node in self._file.tree.of(ast.Subscript)
            if isinstance(node.ctx, ast.Store)
        ]

    def _starts_empty(self, target: ast.AST) -> bool:
        statement = self._file.tree.parent(target)
        if not isinstance(statement, ast.Assign | ast.AnnAssign) or statement.value is None:
            return False
        function = self._file.tree.function(target)
        if function is not None and function.name not in ("__init__", "__post_init__"):
            return False
        match statement.value:
            case ast.Dict(keys=keys):
                return not keys
            case ast.Call(func=func, args=[]):
                return self._file.names.path(func) in _EMPTY
            case ast.Call(func=func, args=[_]):
                return self._file.names.path(func) == "collections.defaultdict"
        return False

    def _keeps(self, use: ast.AST) -> bool:
        """Whether a use takes nothing away and does not hand the dict to anybody."""
        parent = self._file.tree.parent(use)
        match parent:
            case ast.Subscript(value=value, ctx=ctx) if value is use:
                return not isinstance(ctx, ast.Del)
            case ast.Compare():
                return True
            case ast.Attribute(attr=attr) if isinstance(self._file.tree.parent(parent), ast.Call):
                return attr in _READS
        return isinstance(parent, ast.Global)

    def _looks_up(self, use: ast.AST) -> bool:
        match self._file.tree.parent(use):
            case ast.Subscript(ctx=ast.Load()) | ast.Compare():
                return True
            case ast.Attribute(attr="get" | "setdefault"):
                return True
        return False
