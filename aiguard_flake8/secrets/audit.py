"""detect-secrets' own audit over a slim baseline, which lacks the line numbers that it needs.

The secrets are searched again, into a full baseline in a temporary folder; that one is audited;
its labels alone go back. An audit shows values: it runs on a terminal and nowhere else.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from aiguard_flake8.secrets import documents, engine
from aiguard_flake8.secrets.baseline import Baseline, Entry, load
from aiguard_flake8.secrets.documents import Document
from aiguard_flake8.secrets.search import Finding
from aiguard_flake8.secrets.sources import Item, Repository

with engine.requests_withheld():
    from detect_secrets.audit import common
    from detect_secrets.audit.audit import audit_baseline

_texts: dict[str, list[str]] = {}  # path -> the lines that were searched


class _Lines(common.LineGetter):
    """Shows an audit the lines as we decoded them: any encoding, notebooks cell by cell."""

    @property
    def lines(self) -> list[str]:
        """The lines of the file."""
        return _texts[self.filename]

    raw_lines = lines


def audit(
    baseline: Baseline, matched: Sequence[tuple[Finding, Entry]], repository: Repository
) -> list[Entry]:
    """Ask about each secret that has no label yet. Returns all entries, with the labels given.

    `matched` are the findings of a search with their entries. Raises KeyboardInterrupt and
    EOFError when the user leaves in the middle; no label counts then.
    """
    config = engine.config_of(baseline.data)
    by_key = {(f.path, f.type, f.hash): entry for f, entry in matched}
    with tempfile.TemporaryDirectory() as folder, engine.configured(config):
        for path in {finding.path for finding, _ in matched}:
            _remember(path, repository)
        file = Path(folder) / "full.baseline"
        engine.write_full(file, ((f, entry.label) for f, entry in matched))
        with _stage(repository.root):
            audit_baseline(str(file))
        audited = load(file).entries
    labels = {by_key[each[:3]]: each.label for each in audited if each[:3] in by_key}
    return [entry._replace(label=labels.get(entry, entry.label)) for entry in baseline.entries]


def _remember(path: str, repository: Repository) -> None:
    """Have a file's lines and what was found on them at hand."""
    item = Item(path)
    document = documents.read(path, repository.content(item))
    if isinstance(document, Document):
        _texts[path] = document.lines
        engine.remember(path, documents.find(document, item.committed))


@contextlib.contextmanager
def _stage(root: Path) -> Iterator[None]:
    """An audit looks for its files below the working directory, through a cache of one."""
    here, getter = Path.cwd(), common.LineGetter
    common.open_file.cache_clear()
    vars(common)["LineGetter"] = _Lines
    os.chdir(root)
    try:
        yield
    finally:
        os.chdir(here)
        vars(common)["LineGetter"] = getter
        common.open_file.cache_clear()
        _texts.clear()
