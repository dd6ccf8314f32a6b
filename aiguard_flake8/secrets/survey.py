"""What a search comes to when a baseline is held against it: what is new, what is gone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from aiguard_flake8.secrets.baseline import Baseline, Entry, is_foreign
from aiguard_flake8.secrets.search import Finding, Outcome


@dataclass
class Survey:
    """All that a run has found; reports are made from it."""

    findings: list[Finding] = field(default_factory=list)  # not set aside
    set_aside: list[tuple[Finding, Entry]] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)  # one for each file, without findings
    gone: list[Entry] = field(default_factory=list)  # entries of which the secret is gone

    @property
    def failed(self) -> bool:
        """Whether a file could not be searched through a fault of ours."""
        return any(outcome.failure for outcome in self.outcomes)

    def notes(self) -> list[str]:
        """What else the user should know, a line each."""
        return [note for outcome in self.outcomes for note in _notes(outcome)]


def _notes(outcome: Outcome) -> Iterable[str]:
    path = shown(outcome.path)
    if outcome.unreadable:
        yield f"{path} was not searched: it {outcome.unreadable}"
    if outcome.failure:
        yield (
            f"{path} was not searched: our scanner failed on it ({outcome.failure});"
            " please report this to aiguard-flake8 with the file, if it holds no secret"
        )
    if outcome.cut:
        lines = ", ".join(map(str, outcome.cut[:5])) + (", …" if len(outcome.cut) > 5 else "")
        yield f"{path}: only the start of overlong lines was searched (line {lines})"


def shown(text: str) -> str:
    """A name as it may go to a terminal: on one line, without control characters."""
    return text if text.isprintable() else text.encode("unicode_escape").decode("ascii")


def survey(
    outcomes: Iterable[Outcome],
    baseline: Baseline | None,
    exists: Callable[[str], bool],
) -> Survey:
    """Sort findings into those that are new and those that the baseline sets aside."""
    result = Survey()
    seen: set[tuple[str, str, str]] = set()
    for outcome in outcomes:
        for finding in outcome.findings:
            # A history tells of a secret once: where it came in.
            known = (finding.path, finding.type, finding.hash)
            if finding.commit and known in seen:
                continue
            seen.add(known)
            entry = baseline and baseline.entry_of(*known, exists)
            if entry:
                result.set_aside.append((finding, entry))
            else:
                result.findings.append(finding)
        result.outcomes.append(outcome._replace(findings=()))
    return result


def gone(result: Survey, baseline: Baseline, exists: Callable[[str], bool]) -> list[Entry]:
    """The entries of which nothing is left in the files that were searched, or no file at all.

    Entries that other tools wrote are only judged where their file is gone: they may set aside what
    we do not look for.
    """
    used = {entry for _, entry in result.set_aside}
    searched = {outcome.path for outcome in result.outcomes if outcome.encoding}
    return [
        entry
        for entry in baseline.entries
        if entry not in used
        and (not exists(entry.path) or (entry.path in searched and not is_foreign(entry.type)))
    ]
