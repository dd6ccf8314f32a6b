"""`aiguard baseline`: writes the file, and drops from it what is fixed."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from aiguard_flake8.baseline.document import BaselineError, Entry, read, write
from aiguard_flake8.baseline.flake8_side import configured
from aiguard_flake8.baseline.known import Baseline, Key, is_held
from aiguard_flake8.baseline.present import Checker
from aiguard_flake8.options import located

_OPTION = "aiguard-baseline"
_DEFAULT = "aiguard-baseline.json"  # beside flake8's configuration


def record(arguments: Sequence[str], given: str) -> int:
    """Set aside what is found now; `given` names the file. Returns the exit code.

    Files that lie outside the paths that are checked, or cannot be read, keep their entries.
    """
    checker = Checker(arguments)
    named = given or configured(_OPTION, arguments)
    path = located(named or _DEFAULT, checker.options)
    before = read(path) if path.is_file() else []
    baseline = Baseline(path.parent, before, checker.decisions)
    found = checker.check(checker.decisions.named_files())
    unread = {baseline.place(file) for file in found.unreadable}
    paths = _absolute(checker.options.filenames or ["."])
    entries = {
        each for each in before if each.file in unread or not _is_below(each.file, baseline, paths)
    }
    for file, keys in found.files.items():
        entries.update(_entries(baseline.place(file), keys))
    write(path, entries)
    print(f"{_shown(path)}: {_counted(entries)}")
    _say_what_is_left_out(found.files)
    if not named:
        print(f"flake8 uses it with this line in its configuration: {_OPTION} = ./{path.name}")
    return _say_what_is_unreadable(found.unreadable)


def prune(arguments: Sequence[str], given: str) -> int:
    """Drop what is no longer found; a renamed file's entries take its new name.

    Nothing is added. Without paths in `arguments` it looks at all that the file names.
    """
    checker = Checker(arguments)
    named = given or configured(_OPTION, arguments)
    path = located(named or _DEFAULT, checker.options)
    before = read(path)
    baseline = Baseline(path.parent, before, checker.decisions)
    paths = _absolute(checker.options.filenames or [baseline.root])
    looked_at = {each.file for each in before if _is_below(each.file, baseline, paths)}
    files = [
        os.path.relpath(os.path.join(baseline.root, file))
        for file in sorted(looked_at | baseline.possible_heirs())
    ]
    excludes = checker.decisions.excludes
    found = checker.check(each for each in files if os.path.isfile(each) and not excludes(each))
    unread = {baseline.place(file) for file in found.unreadable}
    entries = {each for each in before if each.file in unread or each.file not in looked_at}
    for file, keys in found.files.items():
        entries.update(_entries(baseline.place(file), baseline.known(file, keys)))
    write(path, entries)
    dropped = _total(before) - _total(entries)
    print(f"{_shown(path)}: {_counted(entries)}; {dropped} dropped")
    return _say_what_is_unreadable(found.unreadable)


def _entries(file: str, keys: Mapping[Key, int]) -> Iterator[Entry]:
    for key, times in keys.items():
        if is_held(key):
            yield Entry(file, *key, times)


def _absolute(paths: Iterable[str]) -> list[str]:
    if "-" in paths:
        raise BaselineError("a baseline is made of files, not of stdin")
    return [os.path.realpath(path) for path in paths]


def _is_below(file: str, baseline: Baseline, paths: Iterable[str]) -> bool:
    absolute = os.path.normpath(os.path.join(baseline.root, file))
    return any(absolute == path or absolute.startswith(os.path.join(path, "")) for path in paths)


def _counted(entries: Iterable[Entry]) -> str:
    entries = list(entries)
    files = len({each.file for each in entries})
    return f"{_many(_total(entries), 'finding')} set aside, in {_many(files, 'file')}"


def _many(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _total(entries: Iterable[Entry]) -> int:
    return sum(each.times for each in entries)


def _say_what_is_left_out(files: Mapping[str, Counter[Key]]) -> None:
    codes: Counter[str] = Counter()
    for keys in files.values():
        for key, times in keys.items():
            codes[key.code] += times if not is_held(key) else 0
    left = ", ".join(f"{code} ({times})" for code, times in sorted(codes.items()) if times)
    if left:
        print(f"never set aside here, and still reported: {left}")


def _say_what_is_unreadable(unreadable: Mapping[str, str]) -> int:
    for file, reason in sorted(unreadable.items()):
        print(f"aiguard: {file} was not checked: {reason}", file=sys.stderr)
    return 1 if unreadable else 0


def _shown(path: Path) -> str:
    """A path as a person would write it here."""
    try:
        return str(path.absolute().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
