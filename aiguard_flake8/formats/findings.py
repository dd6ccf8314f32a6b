"""Findings as SARIF and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from aiguard_flake8 import __version__
from aiguard_flake8.formats import sarif
from aiguard_flake8.formats.details import Detail
from aiguard_flake8.rule import Rule

_SECURITY = "AIG5"
# GitHub sorts security findings by such a score: 7.0 and up is high, 4.0 and up is medium.
_SEVERITIES = {"error": "8.0", "warning": "5.0", "note": "2.0"}


def sarif_of(found: Sequence[Detail]) -> str:
    """A SARIF log, with the pages of the rules that it names."""
    descriptors = {each.code: _descriptor(each) for each in found}
    ordered = [descriptors[code] for code in sorted(descriptors)]
    document = sarif.log("aiguard-flake8", __version__, ordered, map(_result, found))
    return sarif.dumps(document).removesuffix("\n")


def json_of(found: Sequence[Detail]) -> str:
    """A JSON array, one finding per line."""
    return "[" + ",".join(f"\n{line}" for line in _lines(found)) + "\n]"


def link(rule: Rule) -> str:
    """Where the page of a rule can be read."""
    return f"{sarif.HOME}/blob/main/docs/rules/{rule.code}.md"


def _descriptor(detail: Detail) -> sarif.Descriptor:
    rule = detail.rule
    if rule is None:
        return sarif.Descriptor(detail.code, level=detail.level)
    properties: dict[str, object] = {"precision": "medium" if rule.opt_in else "high"}
    if rule.code.startswith(_SECURITY):
        properties |= {"tags": ["security"], "security-severity": _SEVERITIES[rule.level]}
    return sarif.Descriptor(
        rule.code, rule.name, rule.summary, rule.page.strip(), link(rule), rule.level, properties
    )


def _result(detail: Detail) -> sarif.Result:
    return sarif.Result(
        detail.code,
        detail.level,
        detail.message,
        detail.path,
        detail.line,
        detail.character,
        detail.fingerprint,
        [sarif.Step(*call) for call in detail.way],
    )


def _lines(found: Iterable[Detail]) -> Iterable[str]:
    for detail in found:
        rule = detail.rule
        fields: dict[str, object] = {
            "code": detail.code,
            "name": rule.name if rule else None,
            "level": detail.level,
            "file": detail.path,
            "line": detail.line,
            "column": detail.column,
            "message": detail.message,
            "path": [
                {"file": call.path, "line": call.line or None, "calls": call.name}
                for call in detail.way
            ],
            "why": rule.section("Why it hurts") if rule else None,
            "fix": rule.section("Good") if rule else None,
            "link": link(rule) if rule else None,
        }
        yield json.dumps(fields, ensure_ascii=False)
