"""Shapes of credentials: `ghp_{A:36}` as a regular expression, a prefilter and an example.

Alphabets: `a` lower-case letters and digits, `A` letters and digits, `w` those with `_` and `-`,
`U` upper-case letters and digits, `h` hexadecimal, `d` digits, `b` base64, `B` base32,
`L` lower-case letters. `{uuid}` is a UUID.
"""

from __future__ import annotations

import random
import re
import string
from functools import lru_cache

_ALPHABETS = {
    "a": ("a-z0-9", string.ascii_lowercase + string.digits),
    "A": ("A-Za-z0-9", string.ascii_letters + string.digits),
    "w": (r"\w-", string.ascii_letters + string.digits + "_-"),
    "U": ("A-Z0-9", string.ascii_uppercase + string.digits),
    "h": ("a-fA-F0-9", "abcdef" + string.digits),
    "d": ("0-9", string.digits),
    "b": ("A-Za-z0-9+/", string.ascii_letters + string.digits + "+/"),
    "B": ("A-Z2-7", string.ascii_uppercase + "234567"),
    "L": ("a-z", string.ascii_lowercase),
}
_PART = re.compile(r"\{(uuid|([a-zA-Z]):(\d+)(?:-(\d+))?)\}")
_UUID = "{h:8}-{h:4}-{h:4}-{h:4}-{h:12}"


def pattern(shape: str) -> str:
    """The regular expression of a shape, without its surroundings."""
    shape = shape.replace("{uuid}", _UUID)
    parts, end = [], 0
    for match in _PART.finditer(shape):
        parts.append(re.escape(shape[end : match.start()]))
        most = f",{match[4]}" if match[4] else ""
        parts.append(f"[{_ALPHABETS[match[2]][0]}]{{{match[3]}{most}}}")
        end = match.end()
    parts.append(re.escape(shape[end:]))
    return "".join(parts)


def literal(shape: str) -> str:
    """What every credential of this shape starts with; empty when nothing is fixed."""
    match = _PART.search(shape)
    return shape[: match.start()] if match else shape


def example(shape: str, source: random.Random) -> str:
    """A made-up credential of this shape, with the least length that it may have."""

    def drawn(match: re.Match[str]) -> str:
        return "".join(source.choices(_ALPHABETS[match[2]][1], k=int(match[3])))

    return _PART.sub(drawn, shape.replace("{uuid}", _UUID))


@lru_cache(maxsize=512)
def compiled(shapes: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern whose group `secret` is a credential of one of these shapes, standing alone."""
    either = "|".join(map(pattern, shapes))
    return re.compile(rf"(?<![A-Za-z0-9])(?P<secret>{either})(?![A-Za-z0-9_])")
