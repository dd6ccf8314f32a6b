"""The lines of a file as flake8 reads them, so that whoever reads a file sees the same source."""

from __future__ import annotations

import io


def read_lines(data: bytes) -> list[str]:
    """Decoded, each ending in `\\n`, without a byte order mark; what is not UTF-8 is Latin-1."""
    encoding = "utf-8"
    if b"coding" in data[:1000] or data.startswith(b"\xef\xbb\xbf"):
        import tokenize

        try:
            encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        except (SyntaxError, UnicodeError):
            encoding = "latin-1"
    try:
        lines = io.TextIOWrapper(io.BytesIO(data), encoding).readlines()
    except UnicodeError:
        lines = io.TextIOWrapper(io.BytesIO(data), "latin-1").readlines()
    if lines:
        lines[0] = lines[0].removeprefix("\ufeff").removeprefix("\xef\xbb\xbf")
    return lines
