"""Finds credentials in any text, and in the syntax tree of Python."""

from __future__ import annotations

import ast
import re
from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple
from urllib.parse import unquote

from aiguard_flake8.facts.words import is_secret
from aiguard_flake8.parsing import parse
from aiguard_flake8.secrets import known, lines, literals, places, pragmas, shown, weak
from aiguard_flake8.secrets.assigned import Verdict, judge, stands_in
from aiguard_flake8.secrets.format import Format
from aiguard_flake8.secrets.formats import ASSIGNED_CREDENTIAL
from aiguard_flake8.secrets.literals import Named
from aiguard_flake8.secrets.placeholders import entropy
from aiguard_flake8.secrets.seeds import seeds
from aiguard_flake8.tree import Tree, spelled

LONGEST_LINE = lines.LONGEST_LINE
# Characters; a longer file is data, and its tree would take four hundred times as many bytes.
LONGEST_PYTHON = 1_000_000
_MINIFIED = 5_000  # characters; a longer line of a script was written by a program
_KEY_LINES = 8  # how far below its header the first line of a private key may stand
# Formats that are no provider's: tests, examples and documentation are full of made-up ones.
_MADE_UP = frozenset({"jwt", "connection"})
_HINTS = re.compile(r"(?i)pass|pwd|secret|token|key|cred|auth|pat\b|pepper|salt|appid")
_COMMENT = re.compile(r"\s*(#|//|/\*|\*|--|;|<!--|%|rem\b)", re.IGNORECASE)
_NAME = re.compile(r"[\w.\-$@/\[\]]{1,80}")  # of a variable, a header, a setting; no prose
_LINE_BREAK = re.compile(r"\r\n|\r|\n")


class Secret(NamedTuple):
    """A credential that was found. Its value never goes into a message."""

    line: int  # from 1
    column: int  # from 0
    format: Format
    value: str
    name: str = ""  # what it is assigned to, where there is one

    @property
    def type(self) -> str:
        """The type, as baselines hold it."""
        return self.format.type

    @property
    def tier(self) -> str:
        """`known` for known formats, `assigned` for literals given to a secret's name."""
        return self.format.tier

    def __repr__(self) -> str:
        """All but the value: a traceback or a log must not show it."""
        return f"Secret({self.line}:{self.column} {self.type}, {self.name!r})"


def find_in_text(text: str, filename: str) -> Iterator[Secret]:
    """All credentials of a text, in order. `filename` is relative to the project.

    Python is parsed, so that the editor and the hook find the same; everything else, and Python
    that does not parse or is too long for it, is read line by line.
    """
    source = split(text, filename)
    if places.is_python(filename) and len(text) <= LONGEST_PYTHON:
        try:
            tree = Tree(parse(text))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            pass
        else:
            yield from find_in_tree(tree, source, filename)
            return
    yield from first_of_each(_in_lines(source, filename))


def split(text: str, filename: str) -> list[str]:
    """The lines as editors count them: Python knows fewer line breaks than other text."""
    return _LINE_BREAK.split(text) if places.is_python(filename) else text.splitlines() or [""]


def find_in_tree(tree: Tree, source: Sequence[str], filename: str) -> Iterator[Secret]:
    """All credentials of parsed Python, in order."""
    named = list(literals.named(tree))
    found = list(known_in_tree(tree, named, source, filename))
    if places.serves(filename) and not shown.is_of_tests(tree):
        found += (
            _secret(each, ASSIGNED_CREDENTIAL)
            for each in _given_in_tree(tree, named)
            if not shown.is_shown(each.node, tree) and not is_dismissed(source, each.node, tree)
        )
    yield from first_of_each(found)


def _given_in_tree(tree: Tree, named: Sequence[Named]) -> Iterator[Named]:
    """The literals that are given to secrets' names, or let somebody in from the start."""
    compared = shown.compared(tree)
    given = {each.node: each for each in named}
    for node, _ in seeds(tree, named):
        yield given.get(node) or Named(node, "", literals.text(node), "")
    for each, verdict in judged(named, tree):
        if verdict is Verdict.CREDENTIAL and each.node.value not in compared:
            yield each


def beyond_cap(lines: Sequence[str]) -> list[int]:
    """The numbers of the lines of which only the first LONGEST_LINE characters are searched."""
    return [number for number, line in enumerate(lines, 1) if len(line) > LONGEST_LINE]


def first_of_each(found: Iterable[Secret]) -> Iterator[Secret]:
    """Of credentials that are found twice on a line, the first; known formats go first."""
    seen: set[tuple[int, str]] = set()
    for secret in sorted(found, key=lambda each: (each.line, each.tier != "known", each.column)):
        if (secret.line, secret.value) not in seen:
            seen.add((secret.line, secret.value))
            yield secret


# -- Python ------------------------------------------------------------------------------------


def known_in_tree(
    tree: Tree, named: Sequence[Named], source: Sequence[str], filename: str
) -> Iterator[Secret]:
    """The credentials of known formats, wherever they stand: in comments and docstrings too."""
    # Code holds credentials in its texts and comments only, which are a part of its lines.
    remarks = (line for line in source if "#" in line)
    chosen = known.candidates("\n".join([*literals.texts(tree), *remarks]))
    found = list(_known(source, chosen, filename)) if chosen else []
    found += list(_in_joined(tree, chosen, found, source, filename)) if chosen else []
    told = _told_lines(tree) if any(x.format.family in _MADE_UP for x in found) else frozenset()
    yield from (each for each in found if not _is_told(each, told, source))
    for each in named:
        forms = (known.by_name(name, each.value) for name in _names(each))
        form_of_name = next(filter(None, forms), None)
        if form_of_name is not None and not _is_allowed(source, each.node):
            yield _secret(each, form_of_name)


def _in_joined(
    tree: Tree,
    chosen: Sequence[known.Finder],
    found: Iterable[Secret],
    source: Sequence[str],
    filename: str,
) -> Iterator[Secret]:
    """The credentials that no line holds in one piece; `found` are those that one does."""
    places_of = {(each.value, each.line) for each in found}
    for each in literals.joined(tree):
        if len(each.value) < _SHORTEST_KNOWN:
            continue
        for _, form, value in known.matches(each.value, chosen):
            seen = any((value, number) in places_of for number in _lines_of(each.node))
            counts = places.serves(filename) or not _is_made_up(form, value)
            if counts and not seen and not _is_allowed(source, each.node):
                yield Secret(each.node.lineno, each.node.col_offset, form, value, each.name)


def _names(each: Named) -> Iterator[str]:
    """What may say whose key a literal is: `PINECONE_KEY`, `pinecone.init(api_key=…)`."""
    if each.how == literals.POSITION:
        yield f"{each.name}.key"
        return
    yield each.name
    if isinstance(each.holder, ast.Call) and is_secret(each.name):
        yield f"{spelled(each.holder.func)}.{each.name}"


def _is_told(secret: Secret, told: frozenset[int], source: Sequence[str]) -> bool:
    """Whether something made up stands where the code tells how things look."""
    family = secret.format.family
    if family == "connection" and not _is_strong(secret.value):
        return secret.line in told or "#" in source[secret.line - 1][: secret.column]
    of_header = secret.type in ("Bearer token", "Basic authorization header")
    return (family == "jwt" or of_header) and secret.line in told


def _told_lines(tree: Tree) -> frozenset[int]:
    """The lines of docstrings, of texts in paragraphs, and of examples that are shown."""
    texts = [each.value for each in tree.of(ast.Expr) if isinstance(each.value, ast.Constant)]
    texts += [
        each
        for each in tree.of(ast.Constant)
        if isinstance(each.value, str) and ("\n\n" in each.value or shown.is_shown(each, tree))
    ]
    return frozenset(line for each in texts for line in _lines_of(each))


def _lines_of(node: ast.Constant) -> range:
    return range(node.lineno, (node.end_lineno or node.lineno) + 1)


def judged(named: Iterable[Named], tree: Tree) -> Iterator[tuple[Named, Verdict]]:
    """The literals that are given to secrets' names, and what they are."""
    for each in named:
        if each.how == literals.POSITION or _NAME.fullmatch(each.name) is None:
            continue
        if not is_secret(each.name) or literals.is_member(each, tree):
            continue
        if literals.names_all(each) or weak.opens_nothing(each, _is_strong(each.value), tree):
            continue
        if literals.reads_environment(each, tree):
            yield each, stands_in(each.name, each.value)
        else:
            loose = each.how == literals.FALLBACK or literals.logs_in(each)
            yield each, judge(each.name, each.value, loose, label=each.how == literals.ITEM)


_SHORTEST_KNOWN = 16  # characters


def _secret(each: Named, form: Format) -> Secret:
    return Secret(each.node.lineno, each.node.col_offset, form, each.value, each.name)


def _is_allowed(source: Sequence[str], node: ast.Constant) -> bool:
    """Whether a pragma allows a literal: on its first line, or on the one where it ends."""
    last = (node.end_lineno or node.lineno) - 1
    return pragmas.allowed(source, node.lineno - 1) or pragmas.allowed(source, last)


def is_dismissed(source: Sequence[str], node: ast.expr, tree: Tree) -> bool:
    """The same for a literal that is only assigned: comments for other linters count too."""
    statement = tree.statement(node)
    first = node.lineno if statement is None else statement.lineno
    last = node.end_lineno or node.lineno
    return pragmas.dismissed(source, (first - 1, node.lineno - 1, last - 1))


# -- lines -------------------------------------------------------------------------------------


def _in_lines(source: Sequence[str], filename: str) -> list[Secret]:
    chosen = known.candidates("\n".join(source))
    found = list(_known(source, chosen, filename)) if chosen else []
    if not places.is_lock(filename) and not places.is_generated(filename):
        found.extend(_assigned(source, filename))
    return found


def _known(
    source: Sequence[str], chosen: Sequence[known.Finder], filename: str
) -> Iterator[Secret]:
    serves = places.serves(filename)
    for index in _lines_with({needle for each in chosen for needle in each.needles}, source):
        line = source[index][:LONGEST_LINE]
        found = [
            Secret(index + 1, min(start, len(line)), form, value)
            for start, form, value in known.matches(line, chosen, _below(source, index))
            if serves or not _is_made_up(form, value)
        ]
        if found and not pragmas.allowed(source, index):
            yield from found


def _lines_with(needles: Iterable[str], source: Sequence[str]) -> list[int]:
    """The indices of the lines that hold one of some texts, found without a look at each line."""
    text, ends = "".join(source), list(accumulate(map(len, source)))
    found: set[int] = set()
    for needle in needles:
        start = text.find(needle)
        while start >= 0:
            index = bisect(ends, start)
            found.add(index)
            start = text.find(needle, ends[index])
    return sorted(found)


def _below(source: Sequence[str], index: int) -> str:
    """The lines that may belong to a private key whose header stands on a line."""
    if "PRIVATE KEY" not in source[index]:
        return ""
    return "\n".join(line[:LONGEST_LINE] for line in source[index + 1 : index + _KEY_LINES])


def _is_made_up(form: Format, value: str) -> bool:
    """Whether what stands in a test or in a document is nobody's password."""
    return form.family in _MADE_UP and not (form.type == "Password in a URL" and _is_strong(value))


def _is_strong(value: str) -> bool:
    plain = unquote(value)
    digits = sum(character.isdigit() for character in plain)
    return 0 < digits < len(plain) >= 10 and entropy(plain) >= 3.2


def _assigned(source: Sequence[str], filename: str) -> Iterator[Secret]:
    script = places.is_script(filename)
    for index, line in enumerate(source):
        if len(line) > _MINIFIED and script:
            continue
        if _HINTS.search(line[:LONGEST_LINE]) is None:
            if not (index and "alue:" in line and _HINTS.search(source[index - 1])):
                continue
        found = list(_assigned_on(source, index, filename))
        if found and not pragmas.allowed(source, index):
            yield from found


def _assigned_on(source: Sequence[str], index: int, filename: str) -> Iterator[Secret]:
    serves = places.serves(filename) and _COMMENT.match(source[index]) is None
    loose = places.holds_settings(filename)
    bare = places.has_bare_values(filename)
    for each in lines.assignments(source, index):
        form = known.by_name(each.name, each.value)
        if form is None:
            if not serves or not (each.quoted or bare) or each.sign == "==":
                continue
            label = each.sign == ":"
            if judge(each.name, each.value, loose, label) is not Verdict.CREDENTIAL:
                continue
            form = ASSIGNED_CREDENTIAL
        yield Secret(index + 1, each.column, form, each.value, each.name)
