"""Shapes of credentials: `ghp_{A:36}` as a regular expression, a prefilter and an example.

Alphabets: `A` letters and digits, `a` the lower-case ones, `U` the upper-case ones, `w` letters,
digits, `_` and `-`, `t` those with `.` and `~`, `h` hexadecimal, `d` digits, `b` base64, `B`
base32, `l` lower-case letters, `n` base32 in lower case. `{uuid}` is a UUID.
"""

from __future__ import annotations

import random
import re
import string
from functools import lru_cache

_ALNUM = string.ascii_letters + string.digits
_ALPHABETS = {
    "A": ("A-Za-z0-9", _ALNUM),
    "a": ("a-z0-9", string.ascii_lowercase + string.digits),
    "U": ("A-Z0-9", string.ascii_uppercase + string.digits),
    "w": (r"A-Za-z0-9_\-", _ALNUM + "_-"),
    "t": (r"A-Za-z0-9_\-.~", _ALNUM + "_-.~"),
    "h": ("a-fA-F0-9", "abcdef" + string.digits),
    "d": ("0-9", string.digits),
    "b": ("A-Za-z0-9+/", _ALNUM + "+/"),
    "B": ("A-Z2-7", string.ascii_uppercase + "234567"),
    "l": ("a-z", string.ascii_lowercase),
    "n": ("a-z2-7", string.ascii_lowercase + "234567"),
}
_PART = re.compile(r"\{([a-zA-Z]):(\d+)(?:-(\d+))?\}")
_UUID = "{h:8}-{h:4}-{h:4}-{h:4}-{h:12}"
# Nothing that could belong to the credential stands before it; in a string of JSON or of a
# notebook, the `n` of an escaped line break does not.
_BEFORE = r"(?:(?<![A-Za-z0-9])|(?<=\\[nrt]))"


def pattern(shape: str) -> str:
    """The regular expression of a shape; what could belong to it may not follow."""
    shape = _spelled(shape)
    parts, end, last = [], 0, "A-Za-z0-9"
    for match in _PART.finditer(shape):
        parts.append(re.escape(shape[end : match.start()]))
        last = _ALPHABETS[match[1]][0]
        most = f",{match[3]}" if match[3] else ""
        parts.append(f"[{last}]{{{match[2]}{most}}}")
        end = match.end()
    parts.append(re.escape(shape[end:]))
    after = last.replace(".~", "") if not shape[end:] else "A-Za-z0-9"
    if "a-f" in after or after in ("0-9", "a-z", "a-z0-9", "A-Z0-9", "A-Z2-7", "a-z2-7"):
        after = "A-Za-z0-9"
    return f"{''.join(parts)}(?![{after}])"


def needle(shape: str) -> str:
    """The longest text that every credential of this shape contains; empty when there is none."""
    return max(fixed(shape), key=len, default="")


def example(shape: str, source: random.Random) -> str:
    """A made-up credential of this shape, of the least length that it may have."""

    def drawn(match: re.Match[str]) -> str:
        return "".join(source.choices(_ALPHABETS[match[1]][1], k=int(match[2])))

    return _PART.sub(drawn, _spelled(shape))


def _spelled(shape: str) -> str:
    return shape.replace("{uuid}", _UUID)


@lru_cache(maxsize=1024)
def compiled(shape: str) -> re.Pattern[str]:
    """A pattern whose group `secret` is a credential of this shape, standing alone."""
    return re.compile(f"{_BEFORE}(?P<secret>{pattern(shape)})")


@lru_cache(maxsize=1024)
def whole(shape: str) -> re.Pattern[str]:
    """A pattern for texts that are nothing but a credential of this shape."""
    return re.compile(pattern(shape))


def fixed(shape: str) -> list[str]:
    """The texts of a shape that are always the same."""
    return [run for run in re.split(r"\{[^}]*\}", shape) if run]
