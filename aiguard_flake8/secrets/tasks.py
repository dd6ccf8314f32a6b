"""The four tasks of `aiguard secrets`, from the options of a command line to an exit code."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from aiguard_flake8.secrets import baseline as baselines
from aiguard_flake8.secrets import reports
from aiguard_flake8.secrets.baseline import (
    Baseline,
    BaselineError,
    Entry,
    SettingsError,
    is_foreign,
)
from aiguard_flake8.secrets.search import Outcome, search
from aiguard_flake8.secrets.sources import Item, Repository
from aiguard_flake8.secrets.survey import Survey, gone, shown, survey


def scan(options: argparse.Namespace) -> int:
    """Search files, folders, the index or the history."""
    return _report(options, lambda repository: repository.below(options.paths))


def hook(options: argparse.Namespace) -> int:
    """Search the files of a commit."""
    return _report(options, lambda repository: repository.named(options.paths))


def _report(options: argparse.Namespace, files: Callable[[Repository], Iterator[Item]]) -> int:
    repository = Repository()
    path = _path(options, repository)
    baseline = baselines.load(path) if path.is_file() and not options.no_baseline else None
    exists: Callable[[str], bool] = repository.exists
    if options.history is not None:
        items = repository.history(options.history)
    elif options.staged:
        items = repository.staged([] if options.paths == ["."] else options.paths)
        exists = repository.tracked().__contains__
    else:
        items = files(repository)
    items = _without(items, repository.relative(str(path)))
    outcomes = _searched(items, repository, baseline, options.jobs)
    result = survey(outcomes, baseline, exists)
    if baseline and options.history is None:
        result.gone = gone(result, baseline, exists)
    _say(result, path, options.verbose)
    try:
        print(_formatted(result, options.format, repository), end="", flush=True)
    except BrokenPipeError:
        # The reader (`head`, say) has seen enough; what was found stands. Python would complain
        # again at exit.
        sys.stdout = None
    return 2 if result.failed else int(bool(result.findings))


def _path(options: argparse.Namespace, repository: Repository) -> Path:
    """The baseline's file. Raises BaselineError for one that is named and not there, or no file."""
    path = Path(options.baseline or repository.root / baselines.NAME)
    if path.is_file():
        return path
    if os.path.lexists(path):
        raise BaselineError(f"{path}: a baseline is a file, and this is none")
    if options.baseline and options.task != "baseline":
        raise BaselineError(f"{path}: there is no such baseline; `aiguard secrets baseline` writes")
    return path


def _without(items: Iterable[Item], path: str) -> Iterator[Item]:
    return (item for item in items if item.path != path)


def _searched(
    items: Iterable[Item], repository: Repository, baseline: Baseline | None, jobs: int
) -> Iterator[Outcome]:
    """The outcomes. Raises BaselineError for settings in it that cannot be followed."""
    settings: Mapping[str, Any] | None = baseline.data if baseline else None
    try:
        yield from search(items, repository, settings, jobs)
    except SettingsError as error:
        file = baseline.file if baseline else "detect-secrets"
        raise BaselineError(f"{file}: its settings cannot be followed: {error}") from error


def _formatted(result: Survey, form: str, repository: Repository) -> str:
    if form == "json":
        return reports.as_json(result)
    if form == "sarif":
        return reports.as_sarif(result, repository)
    return reports.text(result)


def _say(result: Survey, path: Path, verbose: int) -> None:
    """What is beside the findings, on standard error."""
    lines = [*result.notes(), *reports.notes_on_gone(result.gone, path.name)]
    if result.gone:
        lines.append(f"{path.name}: `aiguard secrets baseline` drops what no longer exists")
    if verbose:
        searched = [outcome for outcome in result.outcomes if outcome.encoding]
        lines += [f"{shown(each.path)}: searched as {each.encoding}" for each in searched]
        for finding, _ in result.set_aside:
            lines.append(f"{reports.where(finding)}: {reports.summary(finding)}, set aside")
    for line in lines:
        print(f"aiguard secrets: {line}", file=sys.stderr)


def write_baseline(options: argparse.Namespace) -> int:
    """Search all that git tracks and write the baseline: slim, sorted, with the labels it had."""
    from aiguard_flake8.secrets import engine

    repository = Repository()
    path = _path(options, repository)
    old = baselines.load(path) if path.exists() else None
    items = _without(repository.below([str(repository.root)]), repository.relative(str(path)))
    result = survey(_searched(items, repository, old, options.jobs), old, repository.exists)
    if result.failed:
        _say(result, path, 0)
        return 2
    entries = _entries(result, old)
    config = engine.config_of(old.data if old else None)
    version = str(old.data.get("version", "")) if old and _is_current(old) else ""
    text = engine.slim(config, entries, version)
    before = set(old.entries) if old else set()
    _write(path, text)
    _say(result, path, 0)
    _tell(path, before, entries)
    return 0


def _is_current(baseline: Baseline) -> bool:
    """Whether a baseline was ours already, so that its version may stand."""
    return any(str(e.get("name")).startswith("Aiguard") for e in baseline.data["plugins_used"])


def _entries(result: Survey, old: Baseline | None) -> list[Entry]:
    """What the baseline is to hold: all that was found, and what could not be looked at."""
    entries = {Entry(f.path, f.type, f.hash) for f in result.findings}
    entries |= {Entry(f.path, f.type, f.hash, e.label) for f, e in result.set_aside}
    unseen = {outcome.path for outcome in result.outcomes if outcome.unreadable}
    entries |= {entry for entry in (old.entries if old else ()) if entry.path in unseen}
    return sorted(entries, key=lambda entry: entry[:3])


def _tell(path: Path, before: set[Entry], entries: list[Entry]) -> None:
    """Say what has changed; name what was dropped, since its label is lost with it."""
    old = {entry[:3] for entry in before}
    new = {entry[:3] for entry in entries}
    for place, kind, digest in sorted(old - new):
        if not any(each[2] == digest for each in new):
            print(f"dropped: {shown(place)} ({shown(kind)})")
    for place, kind, _ in sorted(new - old):
        print(f"added: {shown(place)} ({kind})")
    unlabelled = sum(entry.label is None for entry in entries)
    print(f"{path.name} sets {len(entries)} secrets aside; {unlabelled} of them were not audited")


def _write(path: Path, text: str) -> None:
    """Replace a file whole, so that a crash leaves the old one; leave it alone when it is the same.

    Raises BaselineError when that is not possible.
    """
    path = Path(os.path.realpath(path))
    try:
        if path.exists() and path.read_bytes() == text.encode():
            return
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
        with tempfile.NamedTemporaryFile(
            "w", dir=path.parent, encoding="utf-8", newline="\n", delete=False
        ) as file:
            written = Path(file.name)
            try:
                file.write(text)
                file.close()
                written.chmod(mode)
                written.replace(path)
            finally:
                written.unlink(missing_ok=True)  # gone, unless this was interrupted
    except OSError as error:
        raise BaselineError(f"{path}: cannot be written ({error.strerror})") from error


def audit(options: argparse.Namespace) -> int:
    """Label what the baseline holds, on a terminal."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise BaselineError("an audit shows values, so it runs on a terminal only")
    repository = Repository()
    path = _path(options, repository)
    if not path.is_file():
        raise BaselineError(f"{path}: there is no baseline; `aiguard secrets baseline` writes one")
    baseline = baselines.load(path)
    items = _without(repository.below([str(repository.root)]), repository.relative(str(path)))
    outcomes = _searched(items, repository, baseline, options.jobs)
    result = survey(outcomes, baseline, repository.exists)
    from aiguard_flake8.secrets import audit, engine

    ours = [(f, entry) for f, entry in result.set_aside if not is_foreign(entry.type)]
    entries = audit.audit(baseline, ours, repository)
    config = engine.config_of(baseline.data)
    _write(path, engine.slim(config, entries, str(baseline.data.get("version", ""))))
    _say(result, path, 0)
    return 0


TASKS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "scan": scan,
    "hook": hook,
    "baseline": write_baseline,
    "audit": audit,
}
