"""Commands whose failure does not matter, or is seen by the person for whom they run."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from aiguard_flake8.facts.attempts import called_name, stands_in_clean_up
from aiguard_flake8.facts.words import words
from aiguard_flake8.patterns import Pattern
from aiguard_flake8.tree import nodes_within

if TYPE_CHECKING:
    from aiguard_flake8.calls import Call
    from aiguard_flake8.file import File

_DISPENSABLE = Pattern(
    r"(sudo\s+)?(\S*/)?(clear|cls|reset|color|title|mode|stty|tput|echo|printf|open|xdg-open|start"
    r"|explorer|notepad|xset|code|vim?|nano|less|more|notify-send|touch|say|afplay|aplay|paplay"
    r"|osascript|beep|pause"
    r"|p?kill(all)?|taskkill|rm|rmdir|del|umount|which|where|sleep|renice|nice|purge|sync"
    r"|tmux|screen|play|powershell|cowsay|figlet|pmset|diff|flask|streamlit|npx|attrib|\"?\$\{?EDITOR)\b.*",
    re.IGNORECASE | re.DOTALL,
)
# What is raised when a program cannot be started or takes too long.
_NOT_RUN = frozenset(
    {"builtins.OSError", "builtins.FileNotFoundError", "builtins.PermissionError",
     "subprocess.SubprocessError", "subprocess.TimeoutExpired"}
)  # fmt: skip
_SHOWS = frozenset("editor pager viewer browser player sound".split())
_ENDING = frozenset(
    "rm stop down kill delete remove rmi prune uninstall shutdown close disable view "
    "serve runserver daemon-reload".split()
)


def is_dispensable(call: Call, file: File) -> bool:
    """Whether a process may fail unnoticed."""
    if stands_in_clean_up(call.node, file):
        return True
    if _is_tolerated(call.node, file):
        return True
    function = file.tree.function(call.node)
    if file.runs_from_command(function):
        return True  # its output is seen
    if function is not None and function.name.startswith("test_"):
        return True
    if not call.node.args:
        return False
    if any(_SHOWS.intersection(words(name)) for name in _names_near(call.node, file)):
        return True
    command = _words(call.node.args[0])
    if not any(command):
        return True  # whoever gave the command sees what comes of it
    return bool(_DISPENSABLE.fullmatch(command[0])) or bool(_ENDING.intersection(command[1:3]))


def _is_tolerated(node: ast.Call, file: File) -> bool:
    """Whether the program is prepared: a handler lets it pass, or it looks for the file."""
    statement = file.tree.statement(node)
    around = file.tree.parent(statement) if statement is not None else None
    if isinstance(around, ast.Try):
        handlers = [each for each in file.handlers if each.statement is around]
        if handlers and all(each.idle or set(each.exceptions) <= _NOT_RUN for each in handlers):
            return True
    block = file.tree.block(statement) if statement is not None else []
    index = next((i for i, each in enumerate(block) if each is statement), len(block))
    tests = (each.test for each in block[index + 1 : index + 3] if isinstance(each, ast.If))
    return any(
        isinstance(node, ast.Call) and called_name(node) in ("exists", "is_file", "isfile")
        for test in tests
        for node in nodes_within(test)
    )


def _names_near(node: ast.Call, file: File) -> list[str]:
    """The names in the command, and of the function around it."""
    found = [each.id for each in nodes_within(node.args[0]) if isinstance(each, ast.Name)]
    function = file.tree.function(node)
    return found if function is None else [*found, function.name]


def _words(node: ast.expr) -> list[str]:
    """The literal words of a command: of its list, or of its text."""
    match node:
        case ast.Constant(value=str(text)):
            return text.split()
        case ast.JoinedStr(values=[ast.Constant(value=str(text)), *_]):
            return text.split()
        case ast.List(elts=items) | ast.Tuple(elts=items):
            return [_text(item) for item in items]
        case ast.BinOp(left=left) | ast.Call(func=ast.Attribute(value=left, attr="format")):
            return _words(left)
        case ast.IfExp(body=body):
            return _words(body)
    return []


def _text(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
