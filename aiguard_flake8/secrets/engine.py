"""detect-secrets with our detectors: the one file that knows how it works inside.

Our classes are put into detect-secrets' own table of detectors, and our filters are named by their
import path, so that a baseline holds names only. Nothing here can reach a network: detect-secrets
is given a stand-in for `requests`, and its verification is never switched on.
"""

from __future__ import annotations

import copy
import json
import logging
import re
import sys
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any

from aiguard_flake8.secrets import documents
from aiguard_flake8.secrets.baseline import Entry, SettingsError
from aiguard_flake8.secrets.documents import Document
from aiguard_flake8.secrets.formats import FORMATS
from aiguard_flake8.secrets.scan import Secret, find_in_text

if TYPE_CHECKING:
    from aiguard_flake8.secrets.search import Finding


@contextmanager
def requests_withheld() -> Iterator[None]:
    """Let detect-secrets import a stand-in for `requests`.

    It wants that library for verification alone. The real one takes most of the time that
    importing detect-secrets takes, and opens a socket while it is imported.
    """
    loaded = sys.modules.get("requests")
    stand_in: Any = ModuleType("requests")
    stand_in.exceptions = SimpleNamespace(RequestException=OSError)
    stand_in.Response = object
    sys.modules["requests"] = stand_in
    try:
        yield
    finally:
        del sys.modules["requests"]
        if loaded is not None:
            sys.modules["requests"] = loaded


with requests_withheld():
    import detect_secrets.filters.common  # noqa: F401 - it wants that library too
    from detect_secrets.__version__ import VERSION
    from detect_secrets.core import baseline as stock_baseline
    from detect_secrets.core import scan
    from detect_secrets.core.log import log
    from detect_secrets.core.plugins.util import get_mapping_from_secret_type_to_class
    from detect_secrets.core.potential_secret import PotentialSecret
    from detect_secrets.core.secrets_collection import SecretsCollection
    from detect_secrets.plugins.base import RegexBasedDetector
    from detect_secrets.settings import (
        Settings,
        get_filters,
        get_plugins,
        get_settings,
        transient_settings,
    )
    from detect_secrets.util.code_snippet import CodeSnippet, get_code_snippet

    get_mapping_from_secret_type_to_class()  # imports its detectors

# Its log names values that filters drop, and repeats what we say better.
log.setLevel(logging.CRITICAL + 1)

_VERIFICATION = "detect_secrets.filters.common.is_ignored_due_to_verification_policies"
_STOCK_FILTERS = frozenset(Settings().filters) | {_VERIFICATION}
# Of detect-secrets' filters, the two that ask where a secret stands. Those that guess from the
# value are for detectors that guess: a format says itself what is no credential, for the editor
# as well. And those that look at the file on disk know nothing of an index or a history.
FILTERS = (
    "aiguard_flake8.secrets.filters.is_hash",
    "aiguard_flake8.secrets.filters.is_placeholder",
    "detect_secrets.filters.allowlist.is_line_allowlisted",
    "detect_secrets.filters.heuristic.is_lock_file",
)
# Path -> line -> what our scanner found there: in the one file at hand, or in all of an audit.
_known: dict[str, dict[int, list[Secret]]] = {}


class Detector(RegexBasedDetector):
    """Hands what our scanner found to detect-secrets; one subclass for each family of formats."""

    secret_type = ""
    denylist = ()
    family = ""

    def analyze_string(self, string: str) -> Generator[str, None, None]:
        """The values in a text of which no file is known."""
        for secret in find_in_text(string, ""):
            if secret.format.family == self.family:
                yield secret.value

    def analyze_line(
        self,
        filename: str,
        line: str,
        line_number: int = 0,
        context: CodeSnippet | None = None,  # noqa: ARG002 - detect-secrets passes it
        enable_eager_search: bool = False,
        **_: Any,
    ) -> set[PotentialSecret]:
        """What was found on a line. Only an audit searches eagerly."""
        found = set()
        for secret in _known.get(filename, {}).get(line_number, ()):
            if secret.format.family == self.family:
                each = PotentialSecret(secret.type, filename, secret.value, line_number)
                if enable_eager_search and secret.value.lower() not in line.lower():
                    # An audit highlights the value and gives up where it does not stand in the
                    # line as it is; without a value it highlights the line.
                    each.secret_value = ""
                found.add(each)
        return found


def _detectors() -> dict[str, type[Detector]]:
    """Type -> the class of its family."""
    classes: dict[str, type[Detector]] = {}
    for form in (*FORMATS, documents.ENVIRONMENT_FILE):
        name = "Aiguard" + form.family.title().replace("-", "")
        if name not in classes:
            body = {"family": form.family, "secret_type": form.type}
            classes[name] = type(name, (Detector,), body)
    by_family = {each.family: each for each in classes.values()}
    return {form.type: by_family[form.family] for form in (*FORMATS, documents.ENVIRONMENT_FILE)}


DETECTORS = _detectors()
_OURS = frozenset(each.__name__ for each in DETECTORS.values())


def config_of(baseline: Mapping[str, Any] | None) -> dict[str, Any]:
    """Settings for a run: those of a baseline of ours, or ours with what a stock one adds.

    Raises SettingsError when they are none of detect-secrets.
    """
    plugins = [{"name": name} for name in sorted(_OURS)]
    filters: list[dict[str, Any]] = [{"path": path} for path in FILTERS]
    if baseline is None:
        return {"plugins_used": plugins, "filters_used": filters}
    try:
        baseline = stock_baseline.upgrade(copy.deepcopy(dict(baseline)))
        named = [each for each in baseline["plugins_used"] if each["name"]]
        chosen = [each for each in baseline["filters_used"] if each["path"]]
    except Exception as error:  # it is read as the user left it
        raise SettingsError("the settings in it are none of detect-secrets") from error
    if any(each["name"] in _OURS for each in named):
        filters = [each for each in chosen if each["path"] != _VERIFICATION]
        return {"plugins_used": named, "filters_used": filters}
    plugins += [each for each in named if "path" in each]
    filters += [each for each in chosen if each["path"] not in _STOCK_FILTERS]
    return {"plugins_used": plugins, "filters_used": filters}


def has_others(config: Mapping[str, Any]) -> bool:
    """Whether detectors other than ours are to run; these must see every line."""
    return any(each["name"] not in _OURS for each in config["plugins_used"])


@contextmanager
def configured(config: Mapping[str, Any]) -> Iterator[None]:
    """Settings that hold inside. Raises SettingsError where detect-secrets cannot follow them.

    Settings are one per process: a worker that was not forked has to be configured too.
    """
    for plugin in config["plugins_used"]:
        path = str(plugin.get("path", "")).removeprefix("file://")
        if path and not Path(path).is_file():
            raise SettingsError(f"there is no file {path!r}, which is to hold {plugin['name']}")
    with ExitStack() as stack:
        stack.callback(get_mapping_from_secret_type_to_class.cache_clear)
        stack.callback(_known.clear)
        try:
            stack.enter_context(transient_settings(dict(config)))
            _register()
        except SettingsError:
            raise
        except Exception as error:  # whatever a setting or a team's detector may cause
            reason = " ".join(str(error).split())
            raise SettingsError(f"{type(error).__name__}: {reason}") from error
        yield


def _register() -> None:
    """Make our detectors known, and check that all that is asked for is there."""
    get_mapping_from_secret_type_to_class.cache_clear()
    settings = get_settings()
    settings.disable_filters(*Settings.DEFAULT_FILTERS)
    detectors: Any = get_mapping_from_secret_type_to_class()
    detectors.update(DETECTORS)
    known = {each.__name__ for each in detectors.values()}
    for name in settings.plugins:
        if name not in known:
            raise SettingsError(f"detect-secrets {VERSION} has no detector {name!r}")
    get_plugins()
    found = {each.path for each in get_filters()}
    for path, options in settings.filters.items():
        if path not in found:
            raise SettingsError(f"there is no filter {path!r}")
        for pattern in options.get("pattern", ()):
            re.compile(pattern)


def remember(path: str, secrets: Iterable[Secret]) -> None:
    """Have at hand what our scanner found in a file, for the detectors to tell."""
    lines: dict[int, list[Secret]] = {}
    for secret in secrets:
        lines.setdefault(secret.line, []).append(secret)
    _known[path] = lines


def check(document: Document, secrets: Sequence[Secret], every_line: bool) -> list[Secret]:
    """What detect-secrets makes of a document, of which our scanner found some `secrets`.

    Lines on which nothing was found are left out, unless there are other detectors to see them.
    """
    numbers = range(1, len(document.lines) + 1) if every_line else {s.line for s in secrets}
    if not numbers or scan._is_filtered_out(["filename"], filename=document.path):
        return []
    _known.clear()
    remember(document.path, secrets)
    by_place = {(s.line, s.type, PotentialSecret.hash_secret(s.value)): s for s in secrets}
    passed = []
    for number in sorted(numbers):
        for each in set(_on_line(document, number)):
            place = (number, each.type, each.secret_hash)
            value = each.secret_value or ""
            passed.append(by_place.get(place) or documents.foreign(number, each.type, value))
    return passed


def _on_line(document: Document, number: int) -> Iterator[PotentialSecret]:
    """The engine's loop over lines, for one line."""
    line = document.lines[number - 1].rstrip() if number <= len(document.lines) else ""
    place = {"filename": document.path, "line": line}
    context = get_code_snippet(lines=document.lines, line_number=number)
    if scan._is_filtered_out(["line"], **place, context=context):
        return
    for plugin in get_plugins():
        secrets = scan._scan_line(plugin, **place, line_number=number, context=context)
        for secret in secrets:
            value = {"secret": secret.secret_value, "plugin": plugin}
            if not scan._is_filtered_out(["context"], **place, **value, context=context):
                yield secret


def slim(config: Mapping[str, Any], entries: Iterable[Entry], version: str) -> str:
    """The text of a baseline in detect-secrets' slim form, sorted so that moved lines are no news.

    `version` is that of the baseline as it was, so that it does not change with who writes it.
    """
    secrets = _collection((*entry, 1) for entry in entries)
    with configured(config):
        output = stock_baseline.format_for_output(secrets, is_slim_mode=True)
    for found in output["results"].values():
        found.sort(key=lambda each: (each["type"], each["hashed_secret"]))
    output["version"] = version or VERSION
    return json.dumps(output, indent=2) + "\n"


def write_full(path: Path, findings: Iterable[tuple[Finding, bool | None]]) -> None:
    """Write a full baseline of some findings and their labels, under the settings that hold."""
    secrets = _collection((f.path, f.type, f.hash, label, f.line) for f, label in findings)
    stock_baseline.save_to_file(secrets, str(path))


def _collection(rows: Iterable[tuple[str, str, str, bool | None, int]]) -> SecretsCollection:
    """Secrets of which the hash is known, from path, type, hash, label and line."""
    secrets = SecretsCollection()
    for path, kind, digest, label, line in rows:
        each = PotentialSecret(kind, path, "", line, label)
        each.secret_hash = digest
        secrets[path].add(each)
    return secrets
