"""What findings depend on beside the files: options, what they name, versions."""

from __future__ import annotations

import argparse
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

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
            yield from (digest_of(path.read_bytes()) for path in _files(value, options))


def named_files(options: argparse.Namespace) -> Iterator[str]:
    """The files that the options name, those of the configuration among them."""
    for name, value in vars(options).items():
        if name.startswith("aiguard_"):
            yield from (str(path.absolute()) for path in _files(value, options))
    for path in [options.config, *options.append_config]:
        if path:
            yield os.path.abspath(path)


def _files(value: object, options: argparse.Namespace) -> Iterator[Path]:
    """The files that the value of an option names, if it names any."""
    for word in [value] if isinstance(value, str) else value if isinstance(value, list) else []:
        path = located(word, options) if word else None
        if path is not None and path.is_file():
            yield path
