"""Where things are kept between runs: in the user's cache folder, never in the checkout.

A repository could ship poisoned ones. Nothing is imported here that takes time.
"""

from __future__ import annotations

import os
import sys

_HEX = "[0-9a-f]"
_OURS = (f"{_HEX}/*.json", f"{_HEX}/*.partial", f"runs/{_HEX * 16}", "runs/*.partial")


def default_folder() -> str | None:
    """The user's cache folder; None when there is none, or `AIGUARD_CACHE=off`."""
    chosen = os.environ.get("AIGUARD_CACHE", "")
    if chosen == "off":
        return None
    if chosen:
        return chosen
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA", "")
    elif sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME", "") or os.path.expanduser("~/.cache")
    return os.path.join(base, "aiguard-flake8") if os.path.isabs(base) else None


def clear(folder: str | os.PathLike[str]) -> int:
    """Remove what is kept in a folder, and nothing else. Returns the number of files."""
    from contextlib import suppress
    from pathlib import Path

    removed = 0
    for pattern in _OURS:
        for path in Path(folder).glob(pattern):
            path.unlink(missing_ok=True)
            removed += 1
    for path in Path(folder).glob("*"):
        if path.is_dir():
            with suppress(OSError):  # something else lies there
                path.rmdir()
    return removed
