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

_OF_TESTS = Pattern(r"(?i)#.*\b(running|in|for|by|during|unit)\s+(the\s+|unit\s+)?tests\b")
_ABOVE = 3  # lines of comment


def allowed(lines: Sequence[str], index: int) -> bool:
    """Whether a comment on a line (from 0), or on the one above it, allows what stands there."""
    line = lines[index] if index < len(lines) else ""
    if "pragma:" in line and _SAME_LINE.search(line.rstrip("\r\n")):
        return True
    above = lines[index - 1] if 0 < index <= len(lines) else ""
    return "pragma:" in above and _NEXT_LINE.search(above.rstrip("\r\n")) is not None


def dismissed(lines: Sequence[str], first: int, last: int) -> bool:
    """Whether a comment on one of two lines (from 0) allows a literal that is assigned there.

    Those for other linters count here, `# nosec` and `# noqa: S105`, and those that say that tests
    run with it; for known formats only ours.
    """
    return _is_of_tests(lines, first) or any(
        allowed(lines, index)
        or (index < len(lines) and _LOOKED_AT.search(lines[index]) is not None)
        for index in (first, last)
    )


def _is_of_tests(lines: Sequence[str], index: int) -> bool:
    """Whether a comment on a line, or those above it, say that it is there for tests."""
    for above in range(index, max(-1, index - _ABOVE - 1), -1):
        if above >= len(lines) or (above != index and not lines[above].lstrip().startswith("#")):
            return False
        if _OF_TESTS.search(lines[above]):
            return True
    return False
