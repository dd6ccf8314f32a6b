"""Every bundled library model, held against the library that it describes.

A library that is not installed is skipped by name; the test extra installs enough of them.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import sys
import textwrap
import threading
import warnings
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from aiguard_flake8.library import (
    BUNDLED,
    CLIENTS,
    EFFECTS,
    FOREVER,
    ROLES,
    Facts,
    Libraries,
    Library,
    read_library,
)

DOCS = Path(__file__).parent.parent / "docs" / "libraries.md"
MODULES = sorted(path.name.removesuffix(".toml") for path in BUNDLED.glob("*.toml"))
ENOUGH_INSTALLED = 25

# Names that cannot be looked up in the installed version, by prefix, each with the reason.
NOT_TO_BE_FOUND: dict[str, str] = {
    "django.db.models.Model.objects": "each model gets it from its metaclass",
    "pydantic.BaseSettings": "its place before pydantic 2",
    "boto3.resources.base.ServiceResource": "members are made at run time for each service",
    "botocore.client.BaseClient.generate_presigned_url": "added to each client at run time",
    "botocore.client.BaseClient.generate_presigned_post": "added to each client at run time",
}

# Documented as classes, but functions in some versions of Python.
FACTORIES: dict[str, Callable[[], object]] = {
    "threading.Lock": threading.Lock,
    "threading.RLock": threading.RLock,
}

INSTANCE_ATTRIBUTE = object()  # declared or assigned in a class, without a value to look at
STANDARD = re.compile(r"\w+(\.\w+)+")

by_library = pytest.mark.parametrize("module", MODULES)


@cache
def library(module: str) -> Library:
    return read_library(BUNDLED / f"{module}.toml")


@cache
def set_up_django() -> None:
    """Models, views and serialisers can be imported only once settings exist."""
    try:
        from django.conf import settings
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


def installed(module: str) -> Library:
    """The model of a library that can be imported here; otherwise the test is skipped."""
    if imported(module) is None:
        pytest.skip(f"{module} is not installed")
    return library(module)


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
    for part in (owner, *filter(inspect.isfunction, vars(owner).values())):
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


def excused(name: str) -> bool:
    return any(name == head or name.startswith(head + ".") for head in NOT_TO_BE_FOUND)


def modelled(module: str) -> Iterator[tuple[Facts, Any]]:
    """The facts of an installed library, each with the real object; wildcards left out."""
    for facts in installed(module).facts.values():
        if facts.name.endswith(".*") or excused(facts.name):
            continue
        try:
            yield facts, real(facts.name)
        except Absent:
            continue  # test_every_name_exists tells


def signature_of(name: str) -> inspect.Signature | None:
    """How the object is called, without `self`; None where Python does not tell."""
    *_, owner, found = (None, *path_to(name))
    if found is INSTANCE_ATTRIBUTE or not callable(found):
        return None
    try:
        signature = inspect.signature(found)
    except (ValueError, TypeError):
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


@by_library
def test_every_name_exists(module: str) -> None:
    missing = []
    for facts in installed(module).facts.values():
        name = facts.name.removesuffix(".*")
        if excused(name):
            continue
        try:
            found = real(name)
        except Absent:
            missing.append(name)
            continue
        if facts.kind == "class" and not isinstance(found, type):
            missing.append(f"{name} is not a class")
        if name != facts.name and not isinstance(found, type):
            missing.append(f"{facts.name}: {name} is not a class")
    assert not missing


@by_library
def test_positional_parameters_are_in_the_real_order(module: str) -> None:
    wrong = []
    for facts, _ in modelled(module):
        signature = signature_of(facts.name) if facts.parameters else None
        if signature is None:
            continue
        kind = inspect.Parameter
        order = kinds(signature, kind.POSITIONAL_ONLY, kind.POSITIONAL_OR_KEYWORD)
        if kinds(signature, kind.VAR_POSITIONAL):
            claimed = list(facts.parameters[: len(order)])
        else:
            claimed = list(facts.parameters)
        if claimed != order[: len(claimed)]:
            wrong.append(f"{facts.name}: {claimed}, in truth {order}")
    assert not wrong


def named_arguments(facts: Facts) -> set[str]:
    named = {*facts.timeout, *facts.dsn, *facts.registers}
    if facts.kind != "value":
        named |= {*facts.off}
    return named | {facts.response[key] for key in ("body", "status") if key in facts.response}


@by_library
def test_named_arguments_are_accepted(module: str) -> None:
    wrong = []
    for facts, _ in modelled(module):
        signature = signature_of(facts.name) if named_arguments(facts) else None
        if signature is None or kinds(signature, inspect.Parameter.VAR_KEYWORD):
            continue
        unknown = named_arguments(facts) - set(signature.parameters)
        if kinds(signature, inspect.Parameter.VAR_POSITIONAL):
            unknown -= set(facts.parameters)
        if unknown:
            wrong.append(f"{facts.name}: {sorted(unknown)} not in {[*signature.parameters]}")
    assert not wrong


@by_library
def test_a_wait_for_ever_has_no_limit_by_default(module: str) -> None:
    wrong = []
    for facts, _ in modelled(module):
        signature = signature_of(facts.name) if facts.waits == FOREVER else None
        for name in facts.timeout if signature is not None else ():
            default = signature.parameters[name].default if name in signature.parameters else None
            limit = isinstance(default, int | float) and not isinstance(default, bool)
            if limit and default > 0 and default not in facts.unlimited:
                wrong.append(f"{facts.name}: {name} is {default} by default")
    assert not wrong


@by_library
def test_coroutines_are_marked_awaited(module: str) -> None:
    wrong = [
        facts.name
        for facts, found in modelled(module)
        if facts.kind == "call" and inspect.iscoroutinefunction(found) and not facts.awaited
    ]
    assert not wrong


@by_library
def test_aliases_lead_from_real_names_to_modelled_ones(module: str) -> None:
    wrong = []
    known = Libraries()
    for alias, target in installed(module).aliases.items():
        for name in (alias, target):
            try:
                if not excused(name):
                    real(name)
            except Absent:
                wrong.append(f"{name} does not exist")
        if known.canonical(alias) != known.canonical(target):
            wrong.append(f"{alias} is not led to {target}")
        if not leads_somewhere(known.canonical(target)):
            wrong.append(f"nothing is known of {target}")
    assert not wrong


def leads_somewhere(name: str) -> bool:
    """Whether the name, or something below it, is modelled."""
    names = (fact for module in MODULES for fact in library(module).facts)
    return name in MODULES or any(fact == name or fact.startswith(name + ".") for fact in names)


@by_library
def test_classes_that_are_referred_to_exist(module: str) -> None:
    wrong = []
    for facts, found in modelled(module):
        for name in filter(None, (facts.returns, facts.enters, facts.items, *facts.bases)):
            if excused(name) or not reachable(name):
                continue
            try:
                target = real(name)
            except Absent:
                wrong.append(f"{facts.name}: {name} does not exist")
                continue
            if name in facts.bases and not inherits(found, target):
                wrong.append(f"{facts.name} does not inherit from {name}")
    assert not wrong


def reachable(name: str) -> bool:
    """False where the library of this name is not installed."""
    return imported(name.partition(".")[0]) is not None


def inherits(found: Any, base: Any) -> bool:
    return not isinstance(found, type) or not isinstance(base, type) or issubclass(found, base)


@by_library
def test_closing_methods_exist(module: str) -> None:
    wrong = []
    for facts, found in modelled(module):
        owner = facts.name if isinstance(found, type) else facts.returns
        for method in facts.closed_by if owner and not excused(owner) else ():
            try:
                real(f"{owner}.{method}")
            except Absent:
                wrong.append(f"{facts.name}: {owner}.{method} does not exist")
    assert not wrong


@by_library
def test_values_that_disarm_exist(module: str) -> None:
    wrong = []
    for facts in installed(module).facts.values():
        for value in (item for values in facts.off.values() for item in values):
            if isinstance(value, str) and STANDARD.fullmatch(value) and reachable(value):
                try:
                    real(value)
                except Absent:
                    wrong.append(f"{facts.name}: {value} does not exist")
    assert not wrong


@by_library
def test_the_link_is_a_secure_address(module: str) -> None:
    assert library(module).link.startswith("https://")


@by_library
def test_roles_are_in_the_vocabulary(module: str) -> None:
    for facts in library(module).facts.values():
        assert {*facts.registers.values(), *facts.handles.values()} <= ROLES, facts.name


def documented_traits() -> set[str]:
    """The words of the table under "Traits"."""
    rows = DOCS.read_text(encoding="utf-8").partition("## Traits")[2].splitlines()
    cells = [row.split("|")[1] for row in rows if row.startswith("| `")]
    return {word for cell in cells for word in re.findall(r"`([^`]+)`", cell)}


def all_facts() -> Iterator[Facts]:
    for module in MODULES:
        yield from library(module).facts.values()


def test_traits_and_their_documentation_are_the_same_set() -> None:
    used = {trait for facts in all_facts() for trait in facts.traits}
    assert used == documented_traits()


def test_every_word_of_the_vocabulary_is_used_and_documented() -> None:
    used = set()
    for facts in all_facts():
        used |= {facts.effect, facts.client, facts.decorates}
        used |= {*facts.registers.values(), *facts.handles.values()}
    assert used - {""} == EFFECTS | CLIENTS | ROLES
    documented = set(re.findall(r"`([a-z_]+)`", DOCS.read_text(encoding="utf-8")))
    assert documented >= EFFECTS | CLIENTS | ROLES


def test_enough_libraries_are_installed_to_be_held_against() -> None:
    third_party = [name for name in MODULES if name.partition(".")[0] not in sys.stdlib_module_names]
    found = [name for name in third_party if imported(name) is not None]
    assert len(found) >= ENOUGH_INSTALLED
