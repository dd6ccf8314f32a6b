"""Weak passwords that open nothing for a stranger: local, of containers, of trials.

What nobody could guess counts wherever it stands; these questions are asked of weak ones alone.
"""

from __future__ import annotations

import ast

from aiguard_flake8.facts.words import words
from aiguard_flake8.patterns import Pattern
from aiguard_flake8.secrets import literals
from aiguard_flake8.secrets.checks import WELL_KNOWN
from aiguard_flake8.secrets.literals import Named
from aiguard_flake8.tree import FUNCTIONS, Tree

_HOSTS = frozenset({"host", "hostname", "server"})
_USERS = frozenset({"user", "username", "login"})
_INSIDE = Pattern(r"[\w\-]+")  # the name of a container or of a machine in the same network
_TRIES = frozenset("test tests tester testers selftest".split())


def opens_nothing(each: Named, strong: bool, tree: Tree) -> bool:
    """Whether a literal is weak, and of no use to whoever reads it."""
    if strong and not _TRIES.intersection(words(each.value)):
        return False
    return (not strong and _is_near(each)) or _is_tried(each, tree)


def _is_near(each: Named) -> bool:
    """Whether it is given beside a host that only the developer or the neighbours reach.

    Of the neighbours' only what everybody knows counts, as in addresses: `postgres:postgres@db`.
    """
    beside = {name.lower(): value for name, value in literals.beside(each.holder) if name}
    host = _first(beside, _HOSTS)
    if host in ("localhost", "127.0.0.1"):
        return True
    known = each.value.lower() in WELL_KNOWN or each.value == _first(beside, _USERS)
    return known and _INSIDE.fullmatch(host) is not None


def _first(beside: dict[str, ast.expr], names: frozenset[str]) -> str:
    found = (beside[name] for name in names if name in beside)
    return next((literals.text(node) for node in found if isinstance(node, ast.Constant)), "")


def _is_tried(each: Named, tree: Tree) -> bool:
    """Whether a function gives it to try something out: `def add_test_users(): …`.

    Not in `test_connection()`, which tries the connection that the service runs with.
    """
    return any(
        bool(_TRIES.intersection(words(ancestor.name)[1:]))
        for ancestor in tree.ancestors(each.node)
        if isinstance(ancestor, FUNCTIONS)
    )
