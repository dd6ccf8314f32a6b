"""A progress bar for somebody who waits: on a terminal, after two seconds, never in CI."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

_Item = TypeVar("_Item")
_SECONDS = 2


def shown(items: Iterable[_Item], total: int) -> Iterator[_Item]:
    """The items, as they come; how far they are is shown on stderr."""
    if not sys.stderr.isatty() or os.environ.get("CI"):
        yield from items
        return
    from tqdm import tqdm

    yield from tqdm(
        items, desc="aiguard check", total=total, unit="file", delay=_SECONDS, leave=False
    )
