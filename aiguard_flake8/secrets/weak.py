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
_LOCAL = frozenset({"localhost", "127.0.0.1"})
_INSIDE = Pattern(r"[\w\-]+")  # the name of a container or of a machine in the same network
_TRIES = frozenset("test tests tester testers selftest".split())


def opens_nothing(each: Named, strong: bool, tree: Tree) -> bool:
    """Whether a literal is weak, and of no use to whoever reads it."""
    if strong and not _TRIES.intersection(words(each.value)):
        return False
    return (not strong and (_is_near(each) or is_own(each, tree))) or _is_tried(each, tree)


def is_own(each: Named, tree: Tree) -> bool:
    """Whether nothing but the user's name stands in for the password of a database at hand.

    `{"HOST": env("HOST", "localhost"), "USER": env("U", "shop"), "PASSWORD": env("PW", "shop")}`
    """
    holder = tree.parent(each.holder) if isinstance(each.holder, ast.Call) else None
    beside = {name.lower(): value for name, value in literals.beside(holder) if name}
    near = {_default(beside[name]) for name in _HOSTS if name in beside}
    users = {_default(beside[name]) for name in _USERS if name in beside}
    return not near.isdisjoint(_LOCAL) and each.value in users


def _default(node: ast.expr) -> str:
    """A literal, or the one that stands in when a look-up finds nothing."""
    if isinstance(node, ast.Call) and len(node.args) > 1:
        node = node.args[-1]
    return literals.text(node) if isinstance(node, ast.Constant) else ""


def _is_near(each: Named) -> bool:
    """Whether it is given beside a host that only the developer or the neighbours reach.

    Of the neighbours' only what everybody knows counts, as in addresses: `postgres:postgres@db`.
    """
    beside = {name.lower(): value for name, value in literals.beside(each.holder) if name}
    host = _first(beside, _HOSTS)
    if host in _LOCAL:
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
