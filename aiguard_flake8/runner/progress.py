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
    from threading import Timer

    from tqdm import tqdm

    with tqdm(desc="aiguard check", total=total, unit="file", delay=_SECONDS, leave=False) as bar:

        def appear() -> None:
            bar.delay = 0  # or it would not know that there is something to clear in the end
            bar.refresh()

        # The first results of several processes may be long in coming.
        timer = Timer(_SECONDS, appear)
        timer.daemon = True
        timer.start()
        try:
            for item in items:
                yield item
                bar.update()
        finally:
            timer.cancel()
