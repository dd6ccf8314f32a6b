"""The findings of an earlier state, in a process of its own that works in the mirror.

The configuration, and the files that it names, are those of now: two states of the code are
compared, not two configurations.
"""

from __future__ import annotations

import argparse
import configparser
import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from aiguard_flake8.baseline.document import Entry
from aiguard_flake8.options import configuration_file, named_files
from aiguard_flake8.since import RevisionError
from aiguard_flake8.since.export import Mirror, mirror
from aiguard_flake8.since.revision import Blob, ignored

_SELF = "aiguard_flake8.since.earlier"
_LOCAL_PLUGINS = "flake8:local-plugins"  # code of the project, which may not exist in that state


def findings_at(
    blobs: Sequence[Blob],
    files: Sequence[str],
    top: Path,
    arguments: Sequence[str],
    options: argparse.Namespace,
) -> list[Entry]:
    """The findings of some files in the state that `blobs` describe; all relative to `top`.

    `arguments` are flake8's, and `options` what it made of them. Raises RevisionError.
    """
    here = Path.cwd()
    with _undone_when_stopped(), mirror() as there:
        there.write(top, blobs)
        for path in ignored():
            there.link(top / path.rstrip("/"))
        there.path(here).mkdir(parents=True, exist_ok=True)
        request = {
            "arguments": [*arguments, *_configuration(there, options)],
            "files": {os.path.relpath(top / each, here): each for each in files},
        }
        done = subprocess.run(
            [sys.executable, "-P", "-m", _SELF],
            input=json.dumps(request),
            capture_output=True,
            text=True,
            cwd=there.path(here),
            check=False,
        )
    return [Entry(*row) for row in _answer(done)]


def _configuration(there: Mirror, options: argparse.Namespace) -> list[str]:
    """Take the configuration along. Returns the arguments that lead flake8 to it."""
    for file in (*named_files(options), *map(Path, options.append_config)):
        there.copy(file)
    used = None if options.isolated else configuration_file(options)
    if used is None:
        return ["--isolated"]
    configuration = configparser.RawConfigParser()
    configuration.read(used, encoding="utf-8")
    configuration.remove_section(_LOCAL_PLUGINS)
    target = there.path(used)
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("w", encoding="utf-8") as stream:
        configuration.write(stream)
    return ["--config", str(target)]


def _answer(done: subprocess.CompletedProcess[str]) -> Any:
    try:
        return json.loads(done.stdout.splitlines()[-1])["entries"]
    except (ValueError, KeyError, IndexError):
        said = (done.stdout + done.stderr).strip().splitlines()
        reason = said[-1] if said else f"exit code {done.returncode}"
        raise RevisionError(f"--since: the earlier state could not be checked: {reason}") from None


@contextlib.contextmanager
def _undone_when_stopped() -> Iterator[None]:
    """Leave no files behind when the process is told to end."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {}
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            number = getattr(signal, name)
            before[number] = signal.signal(number, _stop)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _stop(number: int, _: object) -> None:
    sys.exit(128 + number)


def main() -> None:
    """Read the request from stdin, check, print the entries as the last line of stdout."""
    from aiguard_flake8.baseline.present import Checker

    request = json.load(sys.stdin)
    found = Checker(request["arguments"]).check(request["files"], kept=False)
    rows = [
        Entry(request["files"][file], *key, times)
        for file, keys in found.files.items()
        for key, times in keys.items()
    ]
    print(json.dumps({"entries": rows}))


if __name__ == "__main__":
    main()
