"""Searches files, in several processes where that pays. What comes out holds no value."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager
from itertools import islice
from typing import Any, NamedTuple

from aiguard_flake8.secrets import documents, remedies
from aiguard_flake8.secrets.baseline import digest_of
from aiguard_flake8.secrets.documents import Document, Place, Unreadable
from aiguard_flake8.secrets.format import KNOWN
from aiguard_flake8.secrets.scan import Secret
from aiguard_flake8.secrets.sources import Item, Repository, SourceError

_PER_PROCESS = 40  # files; for fewer, a process costs more than it saves
# Characters. Of a shorter value not even a part of the hash is shown: somebody who guesses at
# passwords would know when a guess is right.
_TOO_LONG_TO_GUESS = 16
_AT_ONCE = 512  # files handed out before their findings are collected: bounds what is in memory


class Finding(NamedTuple):
    """A credential in a file, without its value. Findings sort by place."""

    path: str
    place: Place
    type: str
    hash: str  # as baselines hold it; never shown whole
    short: str = ""  # its first digits, where they may be shown
    prefix: str = ""  # what all credentials of this format start with
    name: str = ""  # what it is assigned to
    commit: str = ""
    line: int = 0  # of the document, which differs from the file's in notebooks


class Outcome(NamedTuple):
    """What became of one file."""

    path: str
    findings: tuple[Finding, ...] = ()
    encoding: str = ""  # empty when it was not searched
    unreadable: str = ""  # why it was not searched, as the end of a sentence
    cut: tuple[int, ...] = ()  # lines of which only the start was searched
    failure: str = ""  # our own: the kind of exception


class Searcher:
    """Searches one file after another under the settings of a baseline."""

    def __init__(self, repository: Repository, settings: Mapping[str, Any] | None) -> None:
        self._repository = repository
        self._settings = settings
        self._stack = ExitStack()
        self._engine: Any = None
        self._every_line = False
        if settings is not None:
            self.prepare()

    def prepare(self) -> None:
        """Load detect-secrets, which takes a while. Raises SettingsError."""
        from aiguard_flake8.secrets import engine

        config = engine.config_of(self._settings)
        self._stack.enter_context(engine.configured(config))
        self._every_line = engine.has_others(config)
        self._engine = engine

    def close(self) -> None:
        """Put detect-secrets' settings back, which are one per process."""
        self._stack.close()

    def search(self, item: Item) -> Outcome:
        """Search one file. Never raises for what the file holds."""
        try:
            return self._outcome(item)
        except OSError as error:
            return Outcome(item.path, unreadable=f"cannot be read ({error.strerror})")
        except Exception as error:
            if os.environ.get("AIGUARD_RAISE"):  # set in our tests
                raise
            return Outcome(item.path, failure=type(error).__name__)

    def _outcome(self, item: Item) -> Outcome:
        document = documents.read(item.path, self._repository.content(item))
        if isinstance(document, Unreadable):
            return Outcome(item.path, unreadable=document.reason)
        if document is None:
            return Outcome(item.path)
        findings = self.findings(document, item)
        for before in item.before or ():
            earlier = documents.read(item.path, before) if findings else None
            if isinstance(earlier, Document):
                had = {(f.type, f.hash) for f in self.findings(earlier, item)}
                findings = [each for each in findings if (each.type, each.hash) not in had]
        cut = tuple(documents.cut_lines(document))
        return Outcome(item.path, tuple(findings), document.encoding, cut=cut)

    def findings(self, document: Document, item: Item) -> list[Finding]:
        """The findings of a document, in order."""
        secrets = documents.find(document, item.committed)
        if secrets and self._engine is None:
            self.prepare()
        if self._engine is not None:
            secrets = self._engine.check(document, secrets, self._every_line)
        placed = document.places({secret.line for secret in secrets})
        return sorted(
            _finding(secret, document.path, placed[secret.line], item.commit) for secret in secrets
        )


def _finding(secret: Secret, path: str, place: Place, commit: str) -> Finding:
    digest = digest_of(secret.value)
    known = secret.tier == KNOWN
    return Finding(
        path,
        place,
        secret.type,
        digest,
        digest[:8] if known and len(secret.value) >= _TOO_LONG_TO_GUESS else "",
        remedies.prefix(secret.format, secret.value) if known else "",
        "" if known else remedies.told(secret.name, secret.value),
        commit,
        secret.line,
    )


def search(
    items: Iterable[Item],
    repository: Repository,
    settings: Mapping[str, Any] | None,
    processes: int = 0,
) -> Iterator[Outcome]:
    """Search files; the outcomes come in the files' order.

    `settings` are those of a baseline; `processes` 0 takes as many as pay. Raises
    SettingsError, and SourceError when one of them dies.
    """
    left = iter(items)
    first = list(islice(left, _AT_ONCE))
    processes = processes or min(_cores(), len(first) // _PER_PROCESS)
    searcher = Searcher(repository, settings)
    try:
        if processes < 2:
            for item in _chained(first, left):
                yield searcher.search(item)
            return
        searcher.prepare()  # forked processes have it then
        started = (repository, settings)
        with ProcessPoolExecutor(processes, _context(), _start, started) as pool:
            while first:
                with _interrupts_held():  # this starts the processes
                    found = pool.map(_search, first, chunksize=max(1, len(first) // 64))
                yield from found
                first = list(islice(left, _AT_ONCE))
    except BrokenProcessPool as error:
        raise SourceError("a process that searched was ended from outside") from error
    finally:
        searcher.close()


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Let Ctrl-C wait: where a process is forked, it would be lost, or leave workers behind."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _chained(first: Iterable[Item], rest: Iterable[Item]) -> Iterator[Item]:
    yield from first
    yield from rest


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _context() -> Any:
    """Fork where it is safe; elsewhere spawn. A fork server would open a socket."""
    return multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")


_worker: list[Searcher] = []  # in a worker process: its searcher


def _start(repository: Repository, settings: Mapping[str, Any] | None) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent sees to it
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _worker.append(Searcher(repository, settings))


def _end_with_parent() -> None:
    """A worker whose parent was killed would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _search(item: Item) -> Outcome:
    return _worker[0].search(item)
