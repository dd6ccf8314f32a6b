"""Whether the text of an exception can tell where in a `try` body it came from.

One request or one file that is opened explains itself: the text names the host or the path. A body
of many steps does not, and neither does a call that changes something in the program's own code.
"""

from __future__ import annotations

import ast
import sys
from typing import TYPE_CHECKING

from aiguard_flake8.facts.attempts import called_name
from aiguard_flake8.facts.words import words

if TYPE_CHECKING:
    from aiguard_flake8.facts.handlers import Handler
    from aiguard_flake8.file import File

MANY = 5  # steps of a body above which its failures are not told apart by their texts

# Methods that fail for nothing, or for a reason that their text holds.
_PLAIN = frozenset(
    "add append extend update pop setdefault copy get items keys values join format split strip "
    "lower upper title replace startswith endswith splitlines encode decode isoformat json loads "
    "dumps raise_for_status read write readline read_text write_text read_bytes write_bytes open "
    "exists is_file is_dir mkdir touch stat is_set total_seconds model_dump dict super".split()
)
# What only hands a coroutine over, which fails elsewhere.
_SCHEDULES = frozenset("create_task ensure_future run_coroutine_threadsafe start_soon".split())
# The first word of a function that does what somebody asked for.
_CHANGES = frozenset(
    "save send publish notify enqueue execute store persist upload sync process charge refund pay "
    "submit post put patch export import ingest deliver transfer reserve book approve assign push "
    "train generate run handle create insert update delete apply index register migrate commit "
    "reload reply".split()
)


def steps(handler: Handler, file: File) -> list[ast.expr]:
    """What may fail in the `try` body and lies outside the standard library.

    A chain of calls (`query(…).filter(…).all()`) is one step; taking an item is one, too.
    """
    inner = {_receiver(node) for node in handler.tried if isinstance(node, ast.Call)}
    return [
        node
        for node in handler.tried
        if isinstance(node, ast.Call | ast.Subscript)
        and node not in inner
        and _may_fail(node, file)
    ]


def changes(step: ast.expr) -> bool:
    """Whether a step, by its name, does something rather than asks for it: `send_mail(…)`."""
    if not isinstance(step, ast.Call):
        return False
    return bool(_CHANGES.intersection(words(called_name(step))[:1]))


def _receiver(call: ast.Call) -> ast.expr | None:
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    while isinstance(owner, ast.Await):
        owner = owner.value
    return owner


def _may_fail(node: ast.Call | ast.Subscript, file: File) -> bool:
    if isinstance(node, ast.Subscript):
        if not isinstance(node.ctx, ast.Load) or isinstance(node.slice, ast.Slice):
            return False
        return file.names.path(node.value).partition(".")[0] not in _STANDARD
    if called_name(node) in _PLAIN or file.log_record(node) is not None:
        return False
    above = file.tree.parent(node)
    if isinstance(above, ast.Call) and called_name(above) in _SCHEDULES:
        return False
    call = file.call(node)
    if call is None:
        return True
    return call.path.partition(".")[0] not in _STANDARD


_STANDARD = sys.stdlib_module_names
