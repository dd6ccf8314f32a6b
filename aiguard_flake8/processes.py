"""Commands whose failure does not matter: clean-up, and what only shows something to a person."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from aiguard_flake8.attempts import stands_in_clean_up
from aiguard_flake8.patterns import Pattern
from aiguard_flake8.tree import nodes_within
from aiguard_flake8.words import words

if TYPE_CHECKING:
    from aiguard_flake8.calls import Call
    from aiguard_flake8.file import File

_DISPENSABLE = Pattern(
    r"(sudo\s+)?(\S*/)?(clear|cls|reset|color|title|mode|stty|tput|echo|printf|open|xdg-open|start"
    r"|explorer|notepad|xset|code|vim?|nano|less|more|notify-send|touch|say|afplay|aplay|paplay"
    r"|osascript|beep|pause"
    r"|p?kill(all)?|taskkill|rm|rmdir|del|umount|which|where|sleep|renice|nice|purge|sync"
    r"|tmux|screen|play|powershell|cowsay|figlet)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_SHOWS = frozenset("editor pager viewer browser player sound".split())
_ENDING = frozenset("rm stop down kill delete remove rmi prune uninstall shutdown close".split())


def is_dispensable(call: Call, file: File) -> bool:
    """Whether a process may fail unnoticed."""
    if stands_in_clean_up(call.node, file):
        return True
    if not call.node.args:
        return False
    if any(_SHOWS.intersection(words(name)) for name in _names_near(call.node, file)):
        return True
    command = _words(call.node.args[0])
    if not command:
        return False
    return bool(_DISPENSABLE.fullmatch(command[0])) or bool(_ENDING.intersection(command[1:3]))


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
