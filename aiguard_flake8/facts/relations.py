"""Which relations models declare, and which of their parameters functions ask for relations."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from aiguard_flake8.project.stored import Relation
from aiguard_flake8.tree import FUNCTIONS, Function, last_name, parameters

if TYPE_CHECKING:
    from aiguard_flake8.file import File

_DECLARES = frozenset({"relationship", "ForeignKey", "OneToOneField", "ManyToManyField"})
_MANAGED = frozenset({"ManyToManyField", "GenericRelation"})
_WRITES = frozenset("add remove set clear create append extend update delete".split())
_ASKS_AGAIN = frozenset(
    "filter exclude values values_list order_by first last latest earliest get aggregate annotate"
    " distinct exists aexists".split()
)
# What is answered from rows that were loaded before; the rest of a manager asks again.
_MANAGERS = frozenset({"all", "count", "exists"})


def relations(cls: ast.ClassDef, file: File) -> dict[str, Relation]:
    """The relations that the body of a class declares, by attribute."""
    found: dict[str, Relation] = {}
    for statement in cls.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as call):
                annotation = None
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.Call() as call):
                annotation = statement.annotation
            case _:
                continue
        if _declares_relation(call, file):
            found[name] = _relation(call, annotation, cls, file)
    return found


def reads(function: Function, file: File) -> Iterator[str]:
    """The attributes of parameters that a function goes through: `order.customer.name`.

    Also those of the object that a method belongs to, as `self.customer`.
    """
    given = {each.arg for each in parameters(function.args)}
    seen: set[str] = set()
    for node in file.tree.own(function, ast.Attribute):
        if not isinstance(node.value, ast.Name) or node.value.id not in given:
            continue
        text = f"{node.value.id}.{node.attr}"
        if text not in seen and goes_through(node, file) and not _is_chosen(node, file):
            seen.add(text)
            yield text


def goes_through(node: ast.Attribute, file: File) -> bool:
    """Whether what an attribute holds is looked into: `order.customer.name`."""
    match file.tree.parent(node):
        case ast.Attribute(attr=attr):
            return attr not in _WRITES and attr not in _ASKS_AGAIN
        case ast.For(iter=source) | ast.comprehension(iter=source):
            return source is node
        case ast.Call(func=ast.Name(id="len" | "list" | "sorted"), args=[first]):
            return first is node
    return False


def _is_chosen(node: ast.Attribute, file: File) -> bool:
    """Whether something else than the attribute itself decides that it is read."""
    child: ast.AST = node
    for ancestor in file.tree.ancestors(node):
        if isinstance(ancestor, FUNCTIONS):
            return False
        if isinstance(ancestor, ast.If | ast.IfExp) and child is not ancestor.test:
            asked = (
                each.attr for each in ast.walk(ancestor.test) if isinstance(each, ast.Attribute)
            )
            if node.attr not in asked:
                return True
        child = ancestor
    return False


def is_asked(node: ast.Attribute, file: File) -> bool:
    """Whether a manager is asked: `book.tags.all()`."""
    match file.tree.parent(node):
        case ast.Attribute(attr=method) as above if method in _MANAGERS:
            call = file.tree.parent(above)
            if not isinstance(call, ast.Call) or call.func is not above:
                return False
            after = file.tree.parent(call)
            return not isinstance(after, ast.Attribute) or after.attr in _MANAGERS
    return False


def _declares_relation(call: ast.Call, file: File) -> bool:
    known = file.call(call)
    if known is not None and known.facts.name:
        return "relationship" in known.facts.traits
    # `db.relationship`, of an extension whose module we have not read.
    return last_name(call.func) == "relationship"


def _relation(
    call: ast.Call, annotation: ast.expr | None, cls: ast.ClassDef, file: File
) -> Relation:
    options = {each.arg: each.value for each in call.keywords}
    field = last_name(call.func).lower() if last_name(call.func) == "Relationship" else (
        last_name(call.func)
    )  # fmt: skip
    options.update(_handed_on(options.get("sa_relationship_kwargs")))
    lazy = True
    if (how := options.get("lazy")) is not None:
        lazy = isinstance(how, ast.Constant) and how.value in ("select", True)
    back = ""
    for keyword in ("related_name", "backref"):
        given = options.get(keyword)
        if isinstance(given, ast.Constant) and isinstance(given.value, str):
            back = given.value
    if not back and field in _DECLARES - {"relationship"} and "related_name" not in options:
        back = cls.name.lower() + ("" if field == "OneToOneField" else "_set")
    target = call.args[0] if call.args else options.get("to", annotation)
    managed = field in _DECLARES - {"relationship", "OneToOneField"}
    return Relation(
        target=_target(target, cls, file),
        lazy=lazy,
        managed=field in _MANAGED,
        back=back.strip("+"),
        managed_back=managed,
        django=field != "relationship",
    )


def _handed_on(given: ast.expr | None) -> dict[str | None, ast.expr]:
    """The options that SQLModel hands on: `sa_relationship_kwargs={"lazy": "selectin"}`."""
    match given:
        case ast.Dict(keys=keys, values=values):
            pairs = zip(keys, values, strict=True)
            return {str(k.value): v for k, v in pairs if isinstance(k, ast.Constant)}
        case ast.Call(func=ast.Name(id="dict"), keywords=keywords):
            return {each.arg: each.value for each in keywords}
    return {}


def _target(node: ast.expr | None, cls: ast.ClassDef, file: File) -> str:
    if node is None:
        return ""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        if node.value == "self":
            return file.names.local_path(cls)
        name = node.value.rpartition(".")[2]
        value = file.names.variable(name, file.tree.module)
        return value.path if value is not None else ""
    if isinstance(node, ast.Subscript | ast.BinOp):
        value = file.names.annotated(node, file.tree.module)
        while value is not None and value.arguments and value.arguments[-1] is not None:
            value = value.arguments[-1]
        return value.path if value is not None and value.path.startswith((":", ".")) else ""
    return file.names.path(node)
