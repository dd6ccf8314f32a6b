"""Findings for people (text) and for machines (JSON, SARIF). None of them ever holds a value."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from aiguard_flake8 import __version__
from aiguard_flake8.formats import sarif
from aiguard_flake8.secrets import remedies
from aiguard_flake8.secrets.baseline import ENVIRONMENT_FILE, Entry
from aiguard_flake8.secrets.formats import ASSIGNED_CREDENTIAL, BY_TYPE
from aiguard_flake8.secrets.search import Finding
from aiguard_flake8.secrets.sources import Repository
from aiguard_flake8.secrets.survey import Survey, shown

_VARIABLE = re.compile(r"[A-Z][A-Z0-9_]{2,60}")
_HISTORY = "git's history keeps it when the line is deleted, so whoever has the repository has it"
_END = (
    "Git's history keeps what was committed once, also when the line is deleted: replace the"
    " credential first.\nIf one is none, put `pragma: allowlist secret` into a comment on its line,"
    " or set it aside with `aiguard secrets baseline`."
)


def summary(finding: Finding) -> str:
    """What was found, in a few words."""
    prefix = f" {finding.prefix}…" if finding.prefix else ""
    digits = f" (hash {finding.short})" if finding.short else ""
    name = f": {shown(finding.name)[:80]}" if finding.name else ""
    return f"{finding.type}{prefix}{digits}{name}"


def remedy(kind: str, name: str = "") -> str:
    """What to do about a credential of a type, as one sentence without a full stop.

    `name` is what it is assigned to, if that is known.
    """
    if kind == ENVIRONMENT_FILE:
        return (
            "take it out of git (git rm --cached), name it in .gitignore, and replace every"
            " credential in it; commit a .env.example without values instead"
        )
    form = BY_TYPE.get(kind, ASSIGNED_CREDENTIAL)
    variable = name if _VARIABLE.fullmatch(name) else ""
    return f"{remedies.revoke(form)}, and {remedies.instead(form, variable)}"


def where(finding: Finding) -> str:
    """The place, as the start of a line."""
    place = finding.place
    output = ", output" if place.output else ""
    inside = f"cell {place.cell}{output}:{place.cell_line}" if place.cell else str(place.line)
    commit = f" in commit {finding.commit[:12]}" if finding.commit else ""
    return f"{shown(finding.path)}:{inside}{commit}"


def text(result: Survey) -> str:
    """For people: each finding with its remedy; nothing at all when there is none."""
    lines = []
    for finding in result.findings:
        lines.append(f"{where(finding)}: {summary(finding)}")
        lines.append(f"    {remedy(finding.type, finding.name)}")
    if lines:
        number = len(result.findings)
        lines += ["", f"{number} secret{'s' * (number > 1)} found. {_END}"]
    return "".join(f"{line}\n" for line in lines)


def as_json(result: Survey) -> str:
    """For machines. Fields that say nothing are left out."""
    document = {
        "version": 1,
        "findings": [_as_json(finding) for finding in result.findings],
        "searched": sum(bool(outcome.encoding) for outcome in result.outcomes),
        "set_aside": len(result.set_aside),
        "not_searched": [
            {"path": each.path, "reason": each.unreadable or f"our failure: {each.failure}"}
            for each in result.outcomes
            if each.unreadable or each.failure
        ],
        "cut": [{"path": e.path, "lines": list(e.cut)} for e in result.outcomes if e.cut],
        "gone": [{"path": entry.path, "type": entry.type} for entry in result.gone],
    }
    return json.dumps(document, indent=2) + "\n"


def _as_json(finding: Finding) -> dict[str, Any]:
    place = finding.place
    fields: dict[str, Any] = {
        "path": finding.path,
        "line": place.line,
        "cell": place.cell,
        "output": place.output,
        "cell_line": place.cell_line,
        "commit": finding.commit,
        "type": finding.type,
        "prefix": finding.prefix,
        "hash": finding.short,
        "name": finding.name,
        "remedy": f"{remedy(finding.type, finding.name)}; {_HISTORY}",
    }
    return {key: value for key, value in fields.items() if value}


def as_sarif(result: Survey, repository: Repository) -> str:
    """For code-scanning pages: one rule for each type that was found."""
    kinds = sorted({finding.type for finding in result.findings})
    results = (
        sarif.Result(
            _code(finding.type),
            "error",
            _message(finding),
            str(repository.root / finding.path),
            finding.place.line,
            fingerprint=fingerprint,
        )
        for finding, fingerprint in _with_fingerprints(result.findings)
    )
    rules = [_descriptor(kind) for kind in kinds]
    return sarif.dumps(sarif.log("aiguard-secrets", __version__, rules, results))


def _message(finding: Finding) -> str:
    place = finding.place
    output = "the output of " if place.output else ""
    cell = f" in {output}cell {place.cell}, line {place.cell_line}" if place.cell else ""
    commit = f" in commit {finding.commit[:12]}" if finding.commit else ""
    return f"{summary(finding)}{cell}{commit}; {remedy(finding.type, finding.name)}; {_HISTORY}"


def _descriptor(kind: str) -> sarif.Descriptor:
    form = BY_TYPE.get(kind)
    page = f"{remedy(kind)[:1].upper()}{remedy(kind)[1:]}. {_HISTORY[:1].upper()}{_HISTORY[1:]}."
    return sarif.Descriptor(
        _code(kind),
        name=kind,
        summary=f"{kind} in the repository",
        page=page,
        link=form.docs if form else "",
        level="error",
        properties={"security-severity": "8.0", "tags": ["security", "secret"]},
    )


def _code(kind: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", kind.lower()).strip("-")


def _with_fingerprints(findings: Iterable[Finding]) -> Iterator[tuple[Finding, str]]:
    """What is the same while the finding is.

    Where the hash may be shown it is made from it; elsewhere the name and a count stand in.
    """
    counts: Counter[str] = Counter()
    for finding in findings:
        basis = f"{finding.path}\0{finding.type}\0{finding.short or finding.name}"
        counts[basis] += 1
        digest = hashlib.sha256(f"{basis}\0{counts[basis]}".encode("utf-8", "surrogatepass"))
        yield finding, digest.hexdigest()[:32]


def notes_on_gone(entries: Iterable[Entry], name: str) -> Iterator[str]:
    """Names the entries of a baseline that no longer exist."""
    for entry in entries:
        yield f"{name}: this entry no longer exists: {shown(entry.path)} ({shown(entry.type)})"
