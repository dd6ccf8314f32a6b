"""The state of this package. Nothing is imported here that takes time."""

from __future__ import annotations

import os

from aiguard_flake8 import __version__

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def package_state() -> str:
    """Our own version and files: whoever edits a rule is not to see what it said before."""
    found = [__version__]
    for folder, folders, names in os.walk(_PACKAGE):
        folders.sort()
        for name in sorted(names):
            if name.endswith((".py", ".toml")):
                stat = os.stat(os.path.join(folder, name))
                found.append(f"{name} {stat.st_mtime_ns:x} {stat.st_size:x}")
    return "/".join(found)
