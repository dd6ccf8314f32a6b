"""Comments that allow a secret, as detect-secrets reads them: `# pragma: allowlist secret`."""

from __future__ import annotations

from collections.abc import Sequence

from aiguard_flake8.patterns import Pattern

_COMMENTS = (
    (r"#", ""),
    (r"//", ""),
    (r"/\*", r" *\*/"),
    (r"'", ""),
    (r"--", ""),
    (r"<!--[# \t]*?", " *?-->"),
)
_SAME_LINE = Pattern(
    "|".join(
        rf"[ \t]*{start} *pragma: ?(?:allow|white)list[ -]secret.*?{end}[ \t]*$"
        for start, end in _COMMENTS
    )
)
_NEXT_LINE = Pattern(
    "|".join(
        rf"^[ \t]*{start} *pragma: ?allowlist[ -]nextline[ -]secret.*?{end}[ \t]*$"
        for start, end in _COMMENTS
    )
)

# What others' linters read: somebody has looked at the literal, and says that it opens nothing.
_LOOKED_AT = Pattern(r"#\s*nosec\b(?:\s*$|[:\s].*\bB10[567]\b)|#\s*noqa:.*\bS10[567]\b")

_TESTS = r"(the\s+)?(unit\s+)?tests\b(?!/)"
_NOBODYS = Pattern(
    rf"(?i)\b(running|for|only\s+(used\s+)?(in|by|during))\s+{_TESTS}|"
    r"\b(is|are)\s+not\s+(a\s+)?secrets?\b"
)
_TEST_MODULE = Pattern(
    rf"(?i)\btest project\b|\bonly used (for|in|by)\s+({_TESTS}|the purpose of|translat|compil)"
)
_ABOVE = 3  # lines of comment


def allowed(lines: Sequence[str], index: int) -> bool:
    """Whether a comment on a line (from 0), or on the one above it, allows what stands there."""
    line = lines[index] if index < len(lines) else ""
    if "pragma:" in line and _SAME_LINE.search(line.rstrip("\r\n")):
        return True
    above = lines[index - 1] if 0 < index <= len(lines) else ""
    return "pragma:" in above and _NEXT_LINE.search(above.rstrip("\r\n")) is not None


def dismissed(lines: Sequence[str], around: Sequence[int]) -> bool:
    """Whether a comment allows a literal that is only assigned.

    `around`: the lines (from 0) where its statement starts, and where it starts and ends. Comments
    for other linters count here, `# nosec` and `# noqa: S105`, and those that say that it is no
    secret or that tests run with it; for known formats only ours.
    """
    return any(
        allowed(lines, index)
        or (index < len(lines) and _LOOKED_AT.search(lines[index]) is not None)
        or _is_explained(lines, index)
        for index in dict.fromkeys(around)
    )


def serves_tests(docstring: str) -> bool:
    """Whether a module's docstring says that nothing but tests or translators run with it."""
    return _TEST_MODULE.search(docstring) is not None


def _is_explained(lines: Sequence[str], index: int) -> bool:
    """Whether a comment on a line, or those right above it, say so."""
    for above in range(index, max(-1, index - _ABOVE - 1), -1):
        if above >= len(lines) or (above != index and not lines[above].lstrip().startswith("#")):
            return False
        _, sign, comment = lines[above].partition("#")
        if sign and _NOBODYS.search(comment):
            return True
    return False
