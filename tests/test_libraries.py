"""Every bundled library model, held against the library that it describes.

A library that is not installed is skipped by name; the test extra installs enough of them.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from real_names import Absent, imported, kinds, real, signature_of

from aiguard_flake8.library import (
    BUNDLED,
    CLIENTS,
    EFFECTS,
    FOREVER,
    HELD,
    NOTHING,
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
    "django.db.models.Model.DoesNotExist": "each model gets it from its metaclass",
    "django.db.models.Model.objects": "each model gets it from its metaclass",
    "flask_sqlalchemy.SQLAlchemy": "an object finds the names of sqlalchemy through __getattr__",
    "peewee.Model.DoesNotExist": "each model gets it from its metaclass",
    "pydantic.BaseSettings": "its place before pydantic 2",
    "mistralai.Mistral": "its place before mistralai 3",
    "langchain.chat_models.ChatOpenAI": "its place before langchain 0.2",
    "langchain.chat_models.AzureChatOpenAI": "its place before langchain 0.2",
    "langchain.llms": "its place before langchain 0.2",
    "langchain_community.chat_models.ChatOpenAI": "gone with langchain-community 0.4",
    "langchain_community.chat_models.AzureChatOpenAI": "gone with langchain-community 0.4",
    "langchain.embeddings.OpenAIEmbeddings": "its place before langchain 0.2",
    "boto3.resources.base.ServiceResource": "members are made at run time for each service",
    "botocore.client.BaseClient.generate_presigned_url": "added to each client at run time",
    "botocore.client.BaseClient.generate_presigned_post": "added to each client at run time",
}

DOTTED = re.compile(r"\w+(\.\w+)+")

by_library = pytest.mark.parametrize("module", MODULES)


@cache
def library(module: str) -> Library:
    return read_library(BUNDLED / f"{module}.toml")


def installed(module: str) -> Library:
    """The model of a library that can be imported here; otherwise the test is skipped."""
    if imported(module) is None:
        pytest.skip(f"{module} is not installed")
    return library(module)


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
        # Positional-only parameters have no name that anybody could pass: their place counts.
        unnamed = len(kinds(signature, kind.POSITIONAL_ONLY))
        claimed = order[: min(unnamed, len(claimed))] + claimed[unnamed:]
        if claimed != order[: len(claimed)]:
            wrong.append(f"{facts.name}: {claimed}, in truth {order}")
    assert not wrong


def named_arguments(facts: Facts) -> set[str]:
    named = {*facts.timeout, *facts.dsn, *facts.registers} | ({facts.holds} - {"", NOTHING})
    if facts.kind != "value":
        named |= {*facts.off}
    return named | {facts.response[key] for key in ("body", "status") if key in facts.response}


@by_library
def test_named_arguments_are_accepted(module: str) -> None:
    wrong = []
    for facts, found in modelled(module):
        signature = signature_of(facts.name) if named_arguments(facts) else None
        if signature is None or kinds(signature, inspect.Parameter.VAR_KEYWORD):
            continue
        # pydantic takes the names of fields beside their aliases
        by_field = getattr(found, "model_fields", ()) if isinstance(found, type) else ()
        by_place = facts.parameters[: len(kinds(signature, inspect.Parameter.POSITIONAL_ONLY))]
        unknown = named_arguments(facts) - {*signature.parameters, *by_field, *by_place}
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
        parameters = {} if signature is None else signature.parameters
        for name in parameters.keys() & set(facts.timeout):
            default: Any = parameters[name].default
            if type(default) in {int, float} and default > 0 and default not in facts.unlimited:
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
            if name == HELD or excused(name) or not reachable(name):
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
            if isinstance(value, str) and DOTTED.fullmatch(value) and reachable(value):
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
    found = [
        name
        for name in MODULES
        if library(name).distribution and library(name).facts and imported(name) is not None
    ]
    assert len(found) >= ENOUGH_INSTALLED
