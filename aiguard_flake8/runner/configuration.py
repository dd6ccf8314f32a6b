"""What findings depend on beside the files: options, what they name, versions."""

from __future__ import annotations

import argparse
import hashlib
import os
from collections.abc import Iterator

import flake8

from aiguard_flake8.options import Settings, located
from aiguard_flake8.project.store import digest_of, salt

# The baseline is applied to findings that are known already.
_APPLIED_LATER = frozenset({"aiguard_baseline"})


def fingerprint(options: argparse.Namespace, settings: Settings) -> str:
    """Stands for everything; it differs when anything does that may change a finding."""
    digest = hashlib.sha256(salt(flake8.__version__, os.getcwd()).encode())
    for part in _parts(options, settings):
        digest.update(part.encode("utf-8", "surrogatepass") + b"\0")
    return digest.hexdigest()


def _parts(options: argparse.Namespace, settings: Settings) -> Iterator[str]:
    yield from (rule.code for rule in settings.rules)
    yield repr(options.disable_noqa)
    for name, value in sorted(vars(options).items()):
        if name.startswith("aiguard_") and name not in _APPLIED_LATER:
            yield f"{name}={value!r}"
            for word in [value] if isinstance(value, str) else value:
                yield _content(str(word), options)


def _content(word: str, options: argparse.Namespace) -> str:
    """What stands for the content of the file that an option names, if it names one."""
    try:
        return digest_of(located(word, options).read_bytes()) if word else ""
    except (OSError, ValueError):
        return ""
