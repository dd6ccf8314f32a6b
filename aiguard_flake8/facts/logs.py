"""Which calls write a log record, at what level, and whether with the traceback."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from aiguard_flake8.patterns import Pattern
from aiguard_flake8.tree import last_name

if TYPE_CHECKING:
    from aiguard_flake8.file import File

# A logger that comes from a module we have not read is known by its name and its method.
_LOGGER_NAME = Pattern(r"(.*_)?(log|logger|logging)", re.IGNORECASE)
_LEVELS = {
    "debug": "debug", "info": "info", "warning": "warning", "warn": "warning", "error": "error",
    "exception": "error", "critical": "critical", "fatal": "critical", "log": "info",
}  # fmt: skip


def log_record(node: ast.Call, file: File) -> tuple[str, bool] | None:
    """Level and whether the traceback is written; None when the call does not log."""
    call = file.call(node)
    if call is not None and call.facts.log:
        return call.facts.log, call.facts.traceback or _gives_traceback(node)
    if call is not None and call.facts.name:
        return None
    if not isinstance(node.func, ast.Attribute) or node.func.attr not in _LEVELS:
        return None
    if not _LOGGER_NAME.fullmatch(_logger_name(node.func.value)):
        return None
    method = node.func.attr
    return _LEVELS[method], method == "exception" or _gives_traceback(node)


def _gives_traceback(node: ast.Call) -> bool:
    for keyword in node.keywords:
        if keyword.arg in ("exc_info", "stack_info", "exception"):
            return not (isinstance(keyword.value, ast.Constant) and not keyword.value.value)
    # loguru: logger.opt(exception=True).error(…)
    inner = node.func.value if isinstance(node.func, ast.Attribute) else None
    return isinstance(inner, ast.Call) and _gives_traceback(inner)


def _logger_name(node: ast.expr) -> str:
    """The last name of what a chain starts with: `self.logger` in `self.logger.bind(…).info`."""
    while isinstance(node, ast.Call):
        node = node.func.value if isinstance(node.func, ast.Attribute) else node.func
    return last_name(node)
