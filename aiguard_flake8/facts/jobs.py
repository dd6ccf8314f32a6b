"""Which functions a queue or a scheduler runs, which reads of them only whether they raised."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from aiguard_flake8.facts.roles import TASK
from aiguard_flake8.tree import Function, last_name, target_of

if TYPE_CHECKING:
    from aiguard_flake8.facts.handlers import Handler
    from aiguard_flake8.file import File

_QUEUES = frozenset("task shared_task periodic_task scheduled_job actor job".split())
_KEEPS = frozenset("retry update_state fail mark_failed set_failed record_failure reject".split())
_SIGNATURES = frozenset({"s", "si", "signature", "subtask"})
_SAVES = frozenset({"save", "asave"})
_STATES = frozenset("status state error failed last_error error_message failure".split())


def is_job(function: Function, file: File) -> bool:
    """Whether a queue runs it: Celery, RQ, arq, APScheduler and their like; no bot's command."""
    if file.roles.role(function) != TASK:
        return False
    decorators = [last_name(target_of(each)) for each in function.decorator_list]
    return not decorators or not _QUEUES.isdisjoint(decorators)


def keeps_state(handler: Handler) -> bool:
    """Whether a handler writes the failure down where the job's state is kept."""
    for node in handler.of(ast.Call, ast.Attribute):
        if isinstance(node, ast.Call):
            if last_name(node.func) in _KEEPS | _SAVES or _tells_state(node):
                return True
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            if node.attr in _STATES:
                return True
    return False


def _tells_state(node: ast.Call) -> bool:
    """Whether a method is told how it stands: `progress.update(state="ERROR")`."""
    if not isinstance(node.func, ast.Attribute):
        return False
    return any(each.arg in _STATES for each in node.keywords)


def hands_over(handler: Handler, file: File) -> bool:
    """Whether a handler gives the exception itself to a function that may record it."""
    for node in handler.of(ast.Call):
        assert isinstance(node, ast.Call)
        given = [*node.args, *(keyword.value for keyword in node.keywords)]
        if not any(isinstance(each, ast.Name) and each.id == handler.node.name for each in given):
            continue
        if file.log_record(node) is None and not file.names.path(node.func).startswith("builtins."):
            return True
    return False


def is_part(function: Function, file: File) -> bool:
    """Whether a job is put together with others, of which one reads what it answers."""
    for reference in file.roles.references(function):
        above = file.tree.parent(reference)
        if isinstance(above, ast.Attribute) and above.attr in _SIGNATURES:
            return True
    return file.project.mentions.is_signed(file.folder, function.name)
