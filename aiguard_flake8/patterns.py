"""Regular expressions that are compiled when they are first used.

Compiling all of ours at import would cost an editor more than checking a short file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator


class Pattern:
    """A regular expression with the methods of `re.Pattern` that we use."""

    def __init__(self, source: str, flags: int = 0) -> None:
        self._source = source
        self._flags = flags

    def _compiled(self) -> re.Pattern[str]:
        """The pattern itself, whose methods take the place of ours from now on."""
        made = re.compile(self._source, self._flags)
        for name in ("match", "fullmatch", "search", "finditer"):
            setattr(self, name, getattr(made, name))
        return made

    def match(self, text: str) -> re.Match[str] | None:
        """A match at the start of `text`."""
        return self._compiled().match(text)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """A match of the whole of `text`."""
        return self._compiled().fullmatch(text)

    def search(self, text: str) -> re.Match[str] | None:
        """The first match anywhere in `text`."""
        return self._compiled().search(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """All matches in `text`."""
        return self._compiled().finditer(text)

    def findall(self, text: str) -> list[str]:
        """The texts of all matches; for patterns with one group at most."""
        return [match[match.re.groups] for match in self.finditer(text)]
