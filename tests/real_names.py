"""Find the object that a dotted name stands for, in the libraries that are installed here."""

from __future__ import annotations

import ast
import importlib
import inspect
import textwrap
import threading
import warnings
from collections.abc import Callable
from functools import cache
from typing import Any

# Documented as classes, but functions in some versions of Python.
FACTORIES: dict[str, Callable[[], object]] = {
    "threading.Lock": threading.Lock,
    "threading.RLock": threading.RLock,
}

INSTANCE_ATTRIBUTE = object()  # declared or assigned in a class, without a value to look at


@cache
def set_up_django() -> None:
    """Models, views and serialisers can be imported only once settings exist."""
    try:
        settings = importlib.import_module("django.conf").settings
    except ImportError:
        return
    if not settings.configured:
        settings.configure(
            USE_TZ=True, INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth"]
        )
        importlib.import_module("django").setup()


@cache
def imported(module: str) -> Any:
    """The module, or None when there is none of this name."""
    if module.partition(".")[0] in {"django", "rest_framework"}:
        set_up_django()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return importlib.import_module(module)
    except ImportError:
        return None


class Absent(Exception):
    """A name that nothing stands for."""


def real(name: str) -> Any:
    """The object of a dotted name, or INSTANCE_ATTRIBUTE. Raises Absent."""
    return path_to(name)[-1]


@cache
def path_to(name: str) -> tuple[Any, ...]:
    """The module and the objects down to `name`. Raises Absent."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        module = imported(".".join(parts[:length]))
        if module is not None:
            break
    else:
        raise Absent(name)
    found = [module]
    for index in range(length, len(parts)):
        found.append(member(found[-1], parts[index], name))
        factory = FACTORIES.get(".".join(parts[: index + 1]))
        if factory is not None:
            found[-1] = type(factory())
    return tuple(found)


def member(owner: Any, attribute: str, name: str) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return getattr(owner, attribute)
        except Exception:  # a lazy module may raise anything for a name that is gone
            pass
    if isinstance(owner, type) and has_instance_attribute(owner, attribute):
        return INSTANCE_ATTRIBUTE
    raise Absent(name)


def has_instance_attribute(owner: type, attribute: str) -> bool:
    """Whether the class or a base declares the attribute, or a method assigns it."""
    for base in owner.__mro__:
        declared = {*vars(base).get("__annotations__", ()), *vars(base)}
        declared |= set(getattr(base, "model_fields", ())) | set(getattr(base, "__slots__", ()))
        if attribute in declared or attribute in written_attributes(base):
            return True
    return False


@cache
def written_attributes(owner: type) -> frozenset[str]:
    """What the source of a class declares in its body or assigns to `self`."""
    found = set()
    parts: list[Any] = [owner, *filter(inspect.isfunction, vars(owner).values())]
    for part in parts:
        try:
            tree = ast.parse(textwrap.dedent(inspect.getsource(part)))
        except (OSError, TypeError, SyntaxError):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
                if isinstance(node.value, ast.Name) and node.value.id == "self":
                    found.add(node.attr)
            elif isinstance(node, ast.ClassDef | ast.If):
                found |= {name.id for name in map(declared_name, node.body) if name is not None}
    return frozenset(found)


def declared_name(statement: ast.stmt) -> ast.Name | None:
    """The name of `name: type`, which leaves no trace when it stands under TYPE_CHECKING."""
    target = statement.target if isinstance(statement, ast.AnnAssign) else None
    return target if isinstance(target, ast.Name) else None


def signature_of(name: str) -> inspect.Signature | None:
    """How the object is called, without `self`; None where Python does not tell."""
    *_, owner, found = (None, *path_to(name))
    if found is INSTANCE_ATTRIBUTE or not callable(found):
        return None
    try:
        signature = inspect.signature(found)
    except Exception:  # a stand-in for an API that is gone may raise anything
        return None
    parameters = list(signature.parameters.values())
    if isinstance(owner, type) and parameters and inspect.isroutine(found):
        attribute = inspect.getattr_static(owner, name.rpartition(".")[2])
        bound = isinstance(attribute, staticmethod) or getattr(found, "__self__", None) is not None
        if not bound and parameters[0].kind is not inspect.Parameter.VAR_POSITIONAL:
            parameters = parameters[1:]
    return signature.replace(parameters=parameters)


def kinds(signature: inspect.Signature, *wanted: Any) -> list[str]:
    return [item.name for item in signature.parameters.values() if item.kind in wanted]
