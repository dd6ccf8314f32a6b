"""What blocks an event loop, in the words of the rules about it."""

from __future__ import annotations

import ast

from aiguard_flake8.facts.blocking import Wait

_WAITING = {
    "read": "a query",
    "write": "a query",
    "commit": "a commit",
    "http": "a request",
    "llm": "an LLM call",
    "process": "a process",
    "sleep": "a sleep",
}
_INSTEAD = {
    "process": "asyncio.create_subprocess_exec()",
    "sleep": "asyncio.sleep()",
}
WAITS = frozenset(_WAITING)  # kinds of effects that wait for something else
COMPUTES = frozenset({"cpu"})


def told(function: ast.AsyncFunctionDef, wait: Wait) -> str:
    """The message about one call of a coroutine."""
    if wait.kind in COMPUTES:
        return (
            f"{function.name}() computes on the event loop, where nothing else runs meanwhile:"
            f" {wait.way}; hand it to asyncio.to_thread"
        )
    instead = _INSTEAD.get(wait.kind, "an async client")
    return (
        f"{function.name}() blocks the event loop with {_WAITING[wait.kind]}: {wait.way}; await"
        f" {instead} instead, or hand it to asyncio.to_thread"
    )
