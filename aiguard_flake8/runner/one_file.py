"""Checks one file the way flake8 would, with our rules alone."""

from __future__ import annotations

import argparse
import ast
from pathlib import Path

from aiguard_flake8 import plugin
from aiguard_flake8.runner.flake8_inside import open_source, open_stdin
from aiguard_flake8.runner.results import FileResult


def check_file(path: str, options: argparse.Namespace) -> FileResult:
    """The findings of a file before selection and `# noqa`; `-` is stdin."""
    try:
        if path == "-":
            source = open_stdin(options)
        else:
            source = open_source(path, Path(path).read_bytes(), options)
    except OSError as error:
        return FileResult(path, (), 0, f"{type(error).__name__}: {error.strerror or error}")
    name, lines = source.filename, source.lines
    if source.should_ignore_file():
        return FileResult(name, (), len(lines))
    try:
        tree = ast.parse("".join(lines))
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        return FileResult(name, (), len(lines), _reason(error))
    results = tuple(
        (each.code, each.line, each.column, each.message, source.noqa_line_for(each.line),
         each.function, each.fingerprint)
        for each in plugin.new(plugin.findings(tree, name, lines), name, source.noqa_line_for)
    )  # fmt: skip
    return FileResult(name, results, len(lines))


def _reason(error: Exception) -> str:
    if isinstance(error, SyntaxError):
        return f"{type(error).__name__}: {error.msg} (line {error.lineno})"
    return f"{type(error).__name__}: {error}"
