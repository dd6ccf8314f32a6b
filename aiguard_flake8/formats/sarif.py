"""SARIF 2.1.0, written by hand: a document for any tool of ours, from plain values.

Say what the rules are (`Descriptor`) and what was found (`Result`), and `log` makes the document:

    results = [Result("AIG502", "error", "a secret …", "app/settings.py", 3, fingerprint="9f…")]
    text = dumps(log("aiguard-flake8", __version__, descriptors, results))

Paths may be absolute or relative to the working directory; the document names them relative to the
repository, as code-scanning pages want it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from aiguard_flake8.formats.places import uri

HOME = "https://github.com/aiguard/aiguard-flake8"
SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
FINGERPRINT = "aiguard/v1"  # a new way to compute it takes a new name
_ROOT = "%SRCROOT%"

Json = dict[str, Any]


class Descriptor(NamedTuple):
    """What a document says of one rule."""

    code: str
    name: str = ""
    summary: str = ""
    page: str = ""  # Markdown
    link: str = ""  # to the page
    level: str = "warning"  # "error", "warning", "note"
    properties: Mapping[str, object] = {}  # such as GitHub's `security-severity`


class Step(NamedTuple):
    """One step on the way to what is reported."""

    path: str
    line: int  # from 1; 0 where it is not known
    text: str


class Result(NamedTuple):
    """One finding."""

    code: str
    level: str
    message: str
    path: str
    line: int  # from 1
    column: int = 0  # from 1, in characters; 0 for the whole line
    fingerprint: str = ""  # the same while the finding is the same, wherever it moves
    steps: Sequence[Step] = ()


def log(
    tool: str, version: str, descriptors: Iterable[Descriptor], results: Iterable[Result]
) -> Json:
    """The whole document: one run of one tool. The order of the results is kept."""
    rules = {each.code: each for each in descriptors}
    index = {code: number for number, code in enumerate(rules)}
    driver = {
        "name": tool,
        "version": version,
        "informationUri": HOME,
        "rules": [_descriptor(each) for each in rules.values()],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The root of the repository."}}},
        "results": [_result(each, index) for each in results],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def dumps(document: Json) -> str:
    """The document as text, with a line break at its end."""
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _descriptor(rule: Descriptor) -> Json:
    # GitHub refuses rules without any of the three texts.
    summary = {"text": rule.summary or rule.code}
    found: Json = {
        "id": rule.code,
        "shortDescription": summary,
        "fullDescription": summary,
        "help": {"text": rule.page, "markdown": rule.page} if rule.page else summary,
        "defaultConfiguration": {"level": rule.level},
    }
    if rule.name:
        found["name"] = rule.name
    if rule.link:
        found["helpUri"] = rule.link
    if rule.properties:
        found["properties"] = dict(rule.properties)
    return found


def _result(result: Result, index: Mapping[str, int]) -> Json:
    found: Json = {
        "ruleId": result.code,
        "level": result.level,
        "message": {"text": result.message},
        "locations": [_location(result.path, result.line, result.column)],
    }
    if result.code in index:
        found["ruleIndex"] = index[result.code]
    if result.fingerprint:
        found["partialFingerprints"] = {FINGERPRINT: result.fingerprint}
    if result.steps:
        steps = [{"location": _location(s.path, s.line, text=s.text)} for s in result.steps]
        found["codeFlows"] = [{"threadFlows": [{"locations": steps}]}]
    return found


def _location(path: str, line: int, column: int = 0, text: str = "") -> Json:
    place, below = uri(path)
    artifact = {"uri": place, "uriBaseId": _ROOT} if below else {"uri": place}
    physical: Json = {"artifactLocation": artifact}
    if line:
        physical["region"] = {"startLine": line} | ({"startColumn": column} if column else {})
    location: Json = {"physicalLocation": physical}
    if text:
        location["message"] = {"text": text}
    return location
