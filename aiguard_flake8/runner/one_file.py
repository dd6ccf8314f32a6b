"""Checks one file the way flake8 would, with our rules alone."""

from __future__ import annotations

import argparse
import os
import re

from aiguard_flake8 import plugin
from aiguard_flake8.engine import OWN_FAILURE
from aiguard_flake8.parsing import parse
from aiguard_flake8.project.store import digest_of
from aiguard_flake8.project.trace import Trace, rests_on
from aiguard_flake8.runner.flake8_inside import Source, open_source, open_stdin
from aiguard_flake8.runner.physical_lines import physical_line
from aiguard_flake8.runner.results import Checked

# What a comment that takes out a whole file begins with; flake8 looks into each line for it.
_MENTIONS_FLAKE8 = re.compile(r"flake8", re.IGNORECASE)


def check_file(path: str, options: argparse.Namespace, trace: Trace) -> Checked:
    """The findings of a file, and what they rest on; `-` is stdin."""
    if path == "-":
        return _check(path, open_stdin(options))
    try:
        with open(path, "rb") as stream:
            data = stream.read()
    except OSError as error:
        return Checked(path, path, failure=f"{type(error).__name__}: {error.strerror or error}")
    before = len(trace.glances)
    own = ("source", os.path.abspath(path))  # as the project names it
    digest = digest_of(data)
    trace.note(own, digest)
    node = trace.begin()
    try:
        checked = _check(path, open_source(path, data, options))
    finally:
        trace.end(node)
    kept = node is not None and not any(each.code == OWN_FAILURE for each in checked.findings)
    if node is None or not kept or trace.torn:
        return checked
    return checked._replace(
        digest=digest,
        rests_on=tuple((each, trace.answers[each]) for each in rests_on(node) if each != own),
        glances=tuple(trace.glances[before:]),
    )


def _check(path: str, source: Source) -> Checked:
    name, lines = source.filename, source.lines
    nothing = Checked(path, name, lines=len(lines))
    text = "".join(lines)
    if _MENTIONS_FLAKE8.search(text) and source.should_ignore_file():
        return nothing
    try:
        file = plugin.opened(name, lines, lambda: parse(text))
        tree = file.tree.module
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        return nothing._replace(failure=_reason(error))
    found = plugin.findings(file)
    physical_lines = {
        number: physical_line(number, tree, lines, source.noqa_line_for)
        for number in {each.line for each in found}
    }
    return nothing._replace(findings=tuple(found), physical_lines=physical_lines)


def _reason(error: Exception) -> str:
    if isinstance(error, SyntaxError) and error.lineno is not None:  # null bytes have no line
        return f"{type(error).__name__}: {error.msg} (line {error.lineno})"
    return f"{type(error).__name__}: {error}"
