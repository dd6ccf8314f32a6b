"""Which file took the place of one that is gone: a renamed file keeps what was known of it.

Each file is checked by itself, so all that copied something must come to the same answer about who
inherits it. It is found from what lies on disk: for each file that is gone, those that hold the
same source are put into one order, and the first takes the entry.
"""

from __future__ import annotations

import ast
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import PurePath
from typing import TYPE_CHECKING

from aiguard_flake8.comments import comments
from aiguard_flake8.identity import DEFINITIONS, Identity, fingerprint, identity
from aiguard_flake8.parsing import parse
from aiguard_flake8.tree import Tree

if TYPE_CHECKING:
    from aiguard_flake8.baseline.known import Key


class Heirs:
    """Looks for the source of known findings in the files that the baseline does not name."""

    def __init__(
        self,
        root: str,
        known: Mapping[str, Counter[Key]],
        candidates: Callable[[str], Iterable[str]],
    ) -> None:
        self._root = root
        self._known = known
        self._find_candidates = candidates
        self._held: dict[str, frozenset[Identity]] = {}

    def inherited(
        self, place: str, wanted: Counter[Key], vanished: Mapping[str, Counter[Key]]
    ) -> Counter[Key]:
        """What a file takes over of files that are gone, among the findings it has."""
        found: Counter[Key] = Counter()
        own = frozenset(Identity(key.function, key.fingerprint) for key in wanted)
        for gone, entries in vanished.items():
            entitled = [each for each in self._candidates if each != place]
            order = {each: self._rank(each, gone, self._holds(each)) for each in entitled}
            mine = self._rank(place, gone, own | self._holds(place))
            for key in wanted:
                same = Identity(key.function, key.fingerprint)
                before = (
                    each for each in entitled if order[each] < mine and same in self._holds(each)
                )
                if key in entries and next(before, None) is None:
                    found[key] += entries[key]
        return found

    def possible(self) -> set[str]:
        """The files that hold anything of what is sought."""
        return {each for each in self._candidates if self._holds(each)} if self._sought else set()

    def _rank(
        self, place: str, gone: str, held: frozenset[Identity]
    ) -> tuple[bool, int, bool, str]:
        """The first in this order is the heir: it holds most, and is called the same."""
        entries = {Identity(key.function, key.fingerprint) for key in self._known[gone]}
        same_name = PurePath(place).name == PurePath(gone).name
        return place in self._known, -len(entries & held), not same_name, place

    @cached_property
    def _candidates(self) -> list[str]:
        """Files that the baseline knows nothing of, as it would name them."""
        found = self._find_candidates(self._root)
        places = {PurePath(os.path.relpath(each, self._root)).as_posix() for each in found}
        return sorted(places - self._known.keys())

    @cached_property
    def _sought(self) -> frozenset[Identity]:
        """What the files that are gone were known for."""
        return frozenset(
            Identity(key.function, key.fingerprint)
            for file, keys in self._known.items()
            if not os.path.lexists(os.path.join(self._root, file))
            for key in keys
        )

    @cached_property
    def _on_the_way(self) -> frozenset[str]:
        """The functions in which something is sought, and all that is around them."""
        names = {each.function for each in self._sought}
        ways = (name.split(".") for name in names)
        return frozenset(".".join(way[:end]) for way in ways for end in range(len(way) + 1))

    def _holds(self, place: str) -> frozenset[Identity]:
        if place not in self._held:
            self._held[place] = self._search(os.path.join(self._root, place))
        return self._held[place]

    def _search(self, path: str) -> frozenset[Identity]:
        """Which of what is sought the source of a file holds; nothing if it does not parse."""
        try:
            with open(path, "rb") as stream:
                source = stream.read()
            if not any(_mentioned(each.function, source) for each in self._sought):
                return frozenset()
            tree = Tree(parse(source))
        except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
            return frozenset()
        lines = source.decode("utf-8", "replace").splitlines(keepends=True)
        found = {identity(each, tree) for each in comments(lines, tree)}
        return self._sought & found.union(self._identities(tree.module))

    def _identities(self, module: ast.Module) -> Iterator[Identity]:
        """Those of all nodes in the functions that matter; to look at all would take seconds."""
        functions = {each.function for each in self._sought}
        stack: list[tuple[ast.AST, str]] = [(module, "")]
        while stack:
            node, function = stack.pop()
            if isinstance(node, DEFINITIONS):
                function = f"{function}.{node.name}".lstrip(".")
                if function not in self._on_the_way:
                    continue
            if function in functions:
                yield Identity(function, fingerprint(node))
            stack.extend((child, function) for child in ast.iter_child_nodes(node))


def _mentioned(function: str, source: bytes) -> bool:
    """Whether a file may hold this function; it is cheaper to see than to parse."""
    return function.rpartition(".")[2].encode() in source
