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


def allowed(lines: Sequence[str], index: int) -> bool:
    """Whether a comment on a line (from 0), or on the one above it, allows what stands there."""
    line = lines[index] if index < len(lines) else ""
    if "pragma:" in line and _SAME_LINE.search(line.rstrip("\r\n")):
        return True
    above = lines[index - 1] if 0 < index <= len(lines) else ""
    return "pragma:" in above and _NEXT_LINE.search(above.rstrip("\r\n")) is not None


def dismissed(lines: Sequence[str], first: int, last: int) -> bool:
    """Whether a comment on one of two lines (from 0) allows a literal that is assigned there.

    Those for other linters count here, `# nosec` and `# noqa: S105`; for known formats only ours.
    """
    return any(
        allowed(lines, index)
        or (index < len(lines) and _LOOKED_AT.search(lines[index]) is not None)
        for index in (first, last)
    )
