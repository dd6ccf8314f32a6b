"""Known formats in a text: a prefilter of literals first, then patterns, then a second look."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise

from aiguard_flake8.facts.words import words
from aiguard_flake8.patterns import Pattern
from aiguard_flake8.secrets import shapes
from aiguard_flake8.secrets.checks import CHECKS
from aiguard_flake8.secrets.format import Format
from aiguard_flake8.secrets.formats import FORMATS
from aiguard_flake8.secrets.placeholders import entropy, is_documented, is_stand_in

# What a name must hold beside the provider's, to be the name of a credential.
_CREDENTIAL_WORDS = frozenset(
    "key keys apikey token tokens secret secrets password passwd pwd pass auth authorization pat "
    "bearer credential credentials hapikey accesskey secretkey authtoken accesstoken appid".split()
)
_NO_CREDENTIAL_WORDS = frozenset(
    "id hash sha sha1 sha256 md5 digest checksum commit revision rev version url uri endpoint host "
    "model name path file public publishable arn region bucket user username email".split()
)
_SLUG = Pattern(r"[A-Za-z]?[a-z]*([-_.][a-z]+){2,}")  # words, as in addresses of pages


class Finder:
    """One shape of one format, or its pattern."""

    def __init__(self, form: Format, shape: str) -> None:
        self.form = form
        self.shape = shape
        self.needles = (shapes.needle(shape),) if shape else form.needles

    def matches(self, text: str) -> Iterator[tuple[int, str]]:
        """Start and value of each credential in `text`."""
        pattern = shapes.compiled(self.shape) if self.shape else _compiled(self.form.pattern)
        for match in pattern.finditer(text):
            group = next(name for name in pattern.groupindex if _is_secret(name, match))
            value = match[group]
            check = CHECKS.get(self.form.type)
            if check is not None and not check(match):
                continue
            if check is None and not is_drawn(value, self.shape, self.form.floor):
                continue
            if not is_documented(value) and not _in_blob(text, match.start(group)):
                yield match.start(group), value


_BLOB = 40  # characters of base64 before a credential: it is a part of an image or a certificate
_NO_BLOB = re.compile(r"[^A-Za-z0-9+/]")


def _in_blob(text: str, start: int) -> bool:
    return start >= _BLOB and _NO_BLOB.search(text, start - _BLOB, start) is None


def _is_secret(group: str, match: re.Match[str]) -> bool:
    return group.startswith("secret") and match[group] is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def is_drawn(value: str, shape: str, floor: float) -> bool:
    """Whether the part of a credential that is not fixed looks drawn at random."""
    drawn = value
    for run in shapes.fixed(shape):
        drawn = drawn.replace(run, "", 1)
    return entropy(drawn) >= floor and not is_stand_in(drawn) and not _SLUG.fullmatch(drawn)


@cache
def finders() -> tuple[Finder, ...]:
    """The formats that are known by themselves, whatever they are given to."""
    found = []
    for form in FORMATS:
        if form.pattern:
            found.append(Finder(form, ""))
        elif not form.context:
            found.extend(Finder(form, shape) for shape in form.shapes)
    return tuple(found)


@cache
def in_context() -> tuple[Format, ...]:
    """The formats that only a name before them tells from other strings."""
    return tuple(form for form in FORMATS if form.context)


# What a credential of a known format is a part of. Without a digit and in one case it is a word.
_RUN = re.compile(r"[A-Za-z0-9_\-+/=.:~@$|!%]{16,}")
_DIGIT = re.compile(r"\d")
_NO_WORD = 30  # characters; that long, a run may hold a credential without a digit


_Needles = tuple[tuple[str, tuple[Finder, ...]], ...]


@cache
def _by_needle(of_patterns: bool) -> _Needles:
    found: dict[str, list[Finder]] = {}
    for finder in finders():
        if bool(finder.form.pattern) is of_patterns:
            for needle in finder.needles:
                found.setdefault(needle, []).append(finder)
    return tuple((needle, tuple(few)) for needle, few in found.items())


@cache
def _by_start() -> dict[tuple[str, str], _Needles]:
    """The literals of shapes by their first two characters."""
    found: dict[tuple[str, str], list[tuple[str, tuple[Finder, ...]]]] = {}
    for needle, few in _by_needle(of_patterns=False):
        found.setdefault((needle[0], needle[1]), []).append((needle, few))
    return {start: tuple(each) for start, each in found.items()}


def _is_word(run: str) -> bool:
    one_case = run.islower() or run.isupper()
    return one_case and len(run) < _NO_WORD and _DIGIT.search(run) is None


def candidates(text: str) -> tuple[Finder, ...]:
    """The finders of which a literal part is in a text, in their order; most texts have none.

    The hundreds of literals are looked for only in runs of characters that may hold a credential:
    a twentieth of the text.
    """
    runs = "\n".join(run for run in _RUN.findall(text) if not _is_word(run))
    chosen = {
        each for needle, few in _by_needle(of_patterns=True) if needle in text for each in few
    }
    by_start = _by_start()
    for start in by_start.keys() & set(pairwise(runs)):
        for needle, few in by_start[start]:
            if needle in runs:
                chosen.update(each for each in few if shapes.whole(each.shape).search(runs))
    return tuple(each for each in finders() if each in chosen) if chosen else ()


def matches(
    text: str, chosen: Iterable[Finder], below: str = ""
) -> Iterator[tuple[int, Format, str]]:
    """Start, format and value of the known credentials in a text; of two in one place the first.

    `below` are further lines, for private keys, which stand on many.
    """
    taken: list[tuple[int, int]] = []  # starts and ends, in order
    for finder in chosen:
        if not any(needle in text for needle in finder.needles):
            continue
        spread = below and finder.form.family == "private-key"
        for start, value in finder.matches(f"{text}\n{below}" if spread else text):
            index = bisect(taken, (start, 0))
            before = taken[index - 1][1] if index else 0
            after = taken[index][0] if index < len(taken) else start + len(value)
            if before <= start and start + len(value) <= after:
                taken.insert(index, (start, start + len(value)))
                yield start, finder.form, value


@lru_cache(maxsize=2048)
def for_name(name: str) -> tuple[Format, ...]:
    """The formats that the name something is given to speaks for: `HEROKU_API_KEY`."""
    lowered = name.lower()
    parts = words(name)
    if not _CREDENTIAL_WORDS.intersection(parts) or _NO_CREDENTIAL_WORDS.intersection(parts[-1:]):
        return ()
    spoken = {form for word, forms in _by_word() if _speaks(word, lowered, parts) for form in forms}
    return tuple(form for form in in_context() if form in spoken) if spoken else ()


@cache
def _by_word() -> tuple[tuple[str, tuple[Format, ...]], ...]:
    found: dict[str, list[Format]] = {}
    for form in in_context():
        for word in form.context:
            found.setdefault(word, []).append(form)
    return tuple((word, tuple(forms)) for word, forms in found.items())


def _speaks(word: str, lowered: str, parts: Sequence[str]) -> bool:
    """Short words must be words of the name; longer ones may be a part of one."""
    return word in lowered and (len(word) > 3 or word in parts)


def by_name(name: str, value: str) -> Format | None:
    """The format of a value, as the name says that it is given to; None for all others."""
    for form in for_name(name):
        for shape in form.shapes:
            if shapes.whole(shape).fullmatch(value) and is_drawn(value, shape, form.floor):
                return None if is_documented(value) else form
    return None
