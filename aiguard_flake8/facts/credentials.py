"""The credentials of a file: known formats, and literals that are given to secrets' names."""

from __future__ import annotations

import ast
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from aiguard_flake8.secrets import literals, places, scan, shown, weak
from aiguard_flake8.secrets.assigned import Verdict
from aiguard_flake8.secrets.literals import Named
from aiguard_flake8.secrets.scan import Secret
from aiguard_flake8.secrets.seeds import seeds

if TYPE_CHECKING:
    from aiguard_flake8.file import File


class Suspect(NamedTuple):
    """A literal that may be a credential: by its format, its name, or what it stands in for."""

    node: ast.Constant


class Given(NamedTuple):
    """A literal that is given to a secret's name, and what it is."""

    named: Named
    verdict: Verdict


class Credentials:
    """Answers for one file; the literals are looked at once."""

    def __init__(self, file: File) -> None:
        self._file = file
        self._path = str(file.place)

    @cached_property
    def literals(self) -> list[Named]:
        """The text literals that are given to something, with the name of that."""
        return list(literals.named(self._file.tree))

    @cached_property
    def suspects(self) -> list[Suspect]:
        """All literals that may be credentials: one in a thousand."""
        found = (*self._file.literal_fallbacks, *self._by_literal, *self.given, *self.seeds)
        return [Suspect(each) for each in dict.fromkeys(found) if isinstance(each, ast.Constant)]

    @cached_property
    def known(self) -> list[Secret]:
        """The credentials of known formats, in comments and docstrings too."""
        tree, lines = self._file.tree, self._file.lines
        found = scan.known_in_tree(tree, self.literals, lines, self._path)
        return [
            each for each in scan.first_of_each(found) if not self._is_known(each.value, each.type)
        ]

    def of(self, literal: ast.Constant) -> list[Secret]:
        """The credentials of known formats in a literal."""
        return self._by_literal.get(literal, []) if self.known else []

    @cached_property
    def outside(self) -> list[Secret]:
        """The credentials of known formats that stand in no literal: those in comments."""
        held = {id(secret) for secrets in self._by_literal.values() for secret in secrets}
        return [secret for secret in self.known if id(secret) not in held]

    @cached_property
    def _by_literal(self) -> dict[ast.AST, list[Secret]]:
        found: dict[ast.AST, list[Secret]] = defaultdict(list)
        for secret in self.known:
            literal = self._literal_of(secret)
            if literal is not None:
                found[literal].append(secret)
        return found

    def _literal_of(self, secret: Secret) -> ast.Constant | None:
        """The literal that a credential stands in; a part of it, when it is joined from several."""
        around = self._by_line[secret.line]
        for node in around:
            value = node.value if isinstance(node.value, str) else str(node.value)
            if secret.value in value:
                return node
        return next(
            (n for n in around if (n.lineno, n.col_offset) == (secret.line, secret.column)), None
        )

    @cached_property
    def _by_line(self) -> dict[int, list[ast.Constant]]:
        found: dict[int, list[ast.Constant]] = defaultdict(list)
        for node in self._file.tree.of(ast.Constant):
            if isinstance(node.value, str | bytes):
                for line in range(node.lineno, (node.end_lineno or node.lineno) + 1):
                    found[line].append(node)
        return found

    @cached_property
    def application(self) -> bool:
        """Whether the file belongs to what runs: no test, no example, no documentation."""
        roles = self._file.roles
        if self._file.is_test or roles.is_example or roles.module_kind == "migration":
            return False
        return places.serves(self._path) and not shown.is_of_tests(self._file.tree)

    @cached_property
    def given(self) -> dict[ast.AST, Given]:
        """What is given to secrets' names in application code and is no known format."""
        if not self.application:
            return {}
        return {
            each.node: Given(each, verdict)
            for each, verdict in scan.judged(self.literals, self._file.tree)
            if verdict is not Verdict.NOTHING
            and not self.of(each.node)
            and not self.allowed(each.node)
            and not self._is_known(each.value)
            and not shown.is_shown(each.node, self._file.tree)
        }

    def allowed(self, node: ast.expr) -> bool:
        """Whether a comment allows what stands on a node's lines, or the baseline a literal."""
        if scan.is_dismissed(self._file.lines, node, self._file.tree):
            return True
        match node:
            case ast.Constant(value=str() as value):
                return self._is_known(value)
            case ast.Constant(value=bytes() as value):
                return self._is_known(value.decode("latin-1"))
        return False

    def _is_known(self, value: str, kind: str = "") -> bool:
        """Whether the baseline of secrets sets a value aside, as one type or as any."""
        project = self._file.project
        known = project.known_secrets
        if known is None:
            return False
        root = known.root

        def exists(path: str) -> bool:
            return project.file_at(str(root / path)) is not None

        return known.sets_aside(self._file.path, value, kind, exists)

    @cached_property
    def seeds(self) -> dict[ast.AST, str]:
        """The literals that let somebody in from the start, and what each of them is."""
        if not self.application:
            return {}
        return {
            node: what
            for node, what in seeds(self._file.tree, self.literals)
            if not self.allowed(node) and not shown.is_shown(node, self._file.tree)
        }

    def is_own(self, literal: ast.Constant) -> bool:
        """Whether a literal only repeats the user's name, for a database on this machine."""
        tree = self._file.tree
        return any(each.node is literal and weak.is_own(each, tree) for each in self.literals)

    def is_compared(self, value: object) -> bool:
        """Whether the file compares something with this text: it looks whether it was replaced."""
        return value in self._compared

    @cached_property
    def _compared(self) -> frozenset[object]:
        return shown.compared(self._file.tree)
