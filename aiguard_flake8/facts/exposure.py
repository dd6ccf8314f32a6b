"""Where the text of a caught exception goes: into which expressions, by which words."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from aiguard_flake8.patterns import Pattern
from aiguard_flake8.tree import last_name, nodes_within

if TYPE_CHECKING:
    from aiguard_flake8.file import File

_TEXT_FUNCTIONS = frozenset(
    {"builtins.str", "builtins.repr", "builtins.format", "builtins.dict", "builtins.list",
     "json.dumps", "html.escape"}
)  # fmt: skip
_TEXT_METHODS = frozenset(
    "format join strip lstrip rstrip lower upper capitalize replace splitlines split encode "
    "decode title".split()
)
_TEXT_ATTRIBUTES = frozenset({"args", "message", "msg", "orig", "strerror", "stderr"})
_DEBUG = Pattern(r"(?i)(.*_)?(debug|testing|verbose|dev|development|is_dev|is_local)")


class Exposure:
    """Follows the exception that one handler (or error-handling function) holds under `name`."""

    def __init__(self, name: str, body: list[ast.stmt], file: File) -> None:
        self._file = file
        self._names = {name} - {""}
        self._body = body
        self._follow_variables()

    def text_in(self, node: ast.expr) -> ast.expr | None:
        """The first place in an expression that shows the exception's text or traceback."""
        return next(self._mentions(node), None)

    def _follow_variables(self) -> None:
        """Add the variables of the body that are given the text."""
        for node in nodes_within(*self._body):
            if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
                if isinstance(node.value, ast.Call) and self._file.answers.built(node.value):
                    continue  # the response itself is looked at where it is built
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                for target in targets:
                    if isinstance(target, ast.Name) and self.text_in(node.value) is not None:
                        self._names.add(target.id)

    def _mentions(self, root: ast.expr) -> Iterator[ast.expr]:
        for node in nodes_within(root):
            if isinstance(node, ast.Name):
                known = node.id in self._names and isinstance(node.ctx, ast.Load)
            elif isinstance(node, ast.Call):
                call = self._file.call(node)
                known = call is not None and "traceback-text" in call.facts.traits
            else:
                continue
            if known and self._shows(node, root):
                assert isinstance(node, ast.expr)
                yield node

    def _shows(self, node: ast.AST, root: ast.expr) -> bool:
        """Whether the text of `node` is still there in the value of `root`."""
        while node is not root:
            parent = self._file.tree.parent(node)
            if parent is None or not self._keeps_text(node, parent):
                return False
            node = parent
        return True

    def _keeps_text(self, child: ast.AST, parent: ast.AST) -> bool:
        match parent:
            case ast.Attribute(attr=name):
                above = self._file.tree.parent(parent)
                if isinstance(above, ast.Call) and above.func is parent:
                    return name in _TEXT_METHODS
                return name in _TEXT_ATTRIBUTES
            case ast.Call(func=func):
                return child is func or self._passes_text(parent)
            case ast.IfExp(test=test):
                return child is not test and not (reads_debug_flag(test) or asks_class(test))
            case ast.Subscript(value=value):
                return child is value
            case ast.BoolOp() | ast.BinOp() | ast.JoinedStr() | ast.FormattedValue():
                return True
            case ast.Dict() | ast.List() | ast.Tuple() | ast.Set() | ast.Starred() | ast.keyword():
                return True
        return isinstance(parent, ast.Await | ast.NamedExpr)

    def _passes_text(self, node: ast.Call) -> bool:
        """Whether what a call gives holds the text of its arguments."""
        if isinstance(node.func, ast.Attribute) and node.func.attr in _TEXT_METHODS:
            return True
        path = self._file.names.path(node.func)
        if path in _TEXT_FUNCTIONS or self._file.answers.built(node) is not None:
            return True
        # A model that is filled with the text: ErrorResponse(error=str(error)).
        name = path.rpartition(".")[2].lstrip(":") or last_name(node.func)
        return name[:1].isupper() and not name.isupper()


def reads_debug_flag(test: ast.expr) -> bool:
    """Whether a condition asks for a debug mode: what is shown under it is meant to be seen."""
    return any(
        isinstance(node, ast.Name | ast.Attribute) and bool(_DEBUG.fullmatch(last_name(node)))
        for node in nodes_within(test)
    )


def asks_class(test: ast.expr) -> bool:
    """Whether a condition asks what class an object has, or what it can do."""
    return any(
        isinstance(node, ast.Name) and node.id in ("isinstance", "hasattr")
        for node in nodes_within(test)
    )
