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


def allowed(lines: Sequence[str], index: int) -> bool:
    """Whether a comment on a line (from 0), or on the one above it, allows what stands there."""
    line = lines[index] if index < len(lines) else ""
    if "pragma:" in line and _SAME_LINE.search(line.rstrip("\r\n")):
        return True
    above = lines[index - 1] if 0 < index <= len(lines) else ""
    return "pragma:" in above and _NEXT_LINE.search(above.rstrip("\r\n")) is not None
