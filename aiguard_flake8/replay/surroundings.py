"""What a run depends on beside its arguments, as texts that differ when anything does.

Nothing is imported here that takes time: a run that repeats an earlier one reads no more than this.
"""

from __future__ import annotations

import os
import sys

from aiguard_flake8.project.markers import MARKERS

_VARIABLES = ("HOME", "USERPROFILE", "AIGUARD_", "PYTHON")
_GRAIN = 2_000_000_000  # nanoseconds; FAT counts in two seconds


def process_state() -> str:
    """Python, the packages that it sees (flake8 and its plugins among them), the environment."""
    found = [sys.version, sys.executable, os.getcwd(), str(sys.stdout.isatty())]
    for name, value in sorted(os.environ.items()):
        if name.startswith(_VARIABLES):
            found.append(f"{name}={value}")
    for folder in sys.path:
        found.append(folder)
        try:
            with os.scandir(folder or ".") as entries:
                found += sorted(
                    f"{each.name} {each.stat().st_mtime_ns:x}"
                    for each in entries
                    if each.name.endswith((".dist-info", ".egg-info", ".egg-link", ".pth"))
                )
        except OSError:
            continue
    return "\n".join(found)


def folder_state(way: str, folder: str) -> str:
    """What a run notices of a folder: all that it holds, what may be a module, or what marks it."""
    try:
        with os.scandir(folder) as entries:
            if way == "walked":
                found = [_kind(each) + each.name for each in entries]
            elif way == "looked into":
                found = [each.name for each in entries if _may_matter(each.name)]
            else:
                found = [each.name for each in entries if each.name in MARKERS]
    except OSError:
        return "" if way == "marks" else "/"
    return "/".join(sorted(found))


def _kind(entry: os.DirEntry[str]) -> str:
    """What a walk makes of an entry: it goes into folders, and not through links to them."""
    if not entry.is_dir():
        return ""
    return "l" if entry.is_symlink() else "d"


def _may_matter(name: str) -> bool:
    return name.endswith(".py") or "." not in name or name in MARKERS


def signature_of(stat: os.stat_result) -> str:
    """Times, size and inode of a file: they differ when its content does."""
    return f"{stat.st_mtime_ns:x} {stat.st_ctime_ns:x} {stat.st_size:x} {stat.st_ino:x}"


def is_settled(stat: os.stat_result, now: int) -> bool:
    """Whether a file or folder had been left alone for a while at the time `now`, in nanoseconds.

    Within the grain of a file system's clock it may change without a trace. Where the time of
    change is not kept, nothing is ever settled.
    """
    return os.name == "posix" and now - max(stat.st_mtime_ns, stat.st_ctime_ns) > _GRAIN
