"""What stays of a finding when its line moves, the file is reformatted or the message reworded.

A finding is the same if its code, the function it is in and the fingerprint of what it points at
are. The fingerprint is made of the syntax tree, so that neither layout nor quotes count, and it is
the same under every version of Python. Of a statement with a body only the head counts: who edits
one line of a loop does not make the loop a new one.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from aiguard_flake8.comments import Comment
from aiguard_flake8.tree import FUNCTIONS, Place, Tree

# Not source, or not the same in each version of Python.
_LEFT_OUT = frozenset({"ctx", "kind", "type_comment", "type_ignores"})
DEFINITIONS = (*FUNCTIONS, ast.ClassDef)
# The fields that make up the head; what is not named here counts as a whole.
_HEADS: dict[type[ast.AST], tuple[str, ...]] = {
    ast.Module: (),
    ast.FunctionDef: ("name",),
    ast.AsyncFunctionDef: ("name",),
    ast.ClassDef: ("name",),
    ast.For: ("target", "iter"),
    ast.AsyncFor: ("target", "iter"),
    ast.While: ("test",),
    ast.If: ("test",),
    ast.With: ("items",),
    ast.AsyncWith: ("items",),
    ast.Try: (),
    ast.TryStar: (),
    ast.ExceptHandler: ("type",),
    ast.Match: ("subject",),
    ast.match_case: ("pattern", "guard"),
}


class Identity(NamedTuple):
    """Beside its code, what tells a finding from others of the same file."""

    function: str  # "Client.fetch": the classes and functions around it; "" at the top of a module
    fingerprint: str  # 16 hexadecimal digits


def identity(node: ast.AST | Comment | Place, tree: Tree) -> Identity:
    """The identity of a finding that points at `node`."""
    if isinstance(node, Comment):
        words = " ".join(node.text.split())
        return Identity(_function_at(node.line, tree), _digest(("comment", words)))
    if isinstance(node, Place):
        if node.node is None:
            return Identity(_function_at(node.lineno, tree), _digest(("place",)))
        node = node.node
    if isinstance(node, ast.keyword):
        node = tree.parent(node) or node  # `verify=False` alone would be the same in each call
    return Identity(_function(node, tree), fingerprint(node))


def fingerprint(node: ast.AST) -> str:
    """The digest of a node's normalised source."""
    text = node.value if isinstance(node, ast.Expr) else node
    if isinstance(text, ast.Constant) and isinstance(text.value, str):
        # A docstring: formatters indent it anew.
        return _digest(("text", " ".join(text.value.split())))
    return _digest(_words(node))


def _function(node: ast.AST, tree: Tree) -> str:
    around = (node, *tree.ancestors(node))
    return ".".join(reversed([each.name for each in around if isinstance(each, DEFINITIONS)]))


def _function_at(line: int, tree: Tree) -> str:
    around = [
        each
        for each in tree.of(ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
        if each.lineno <= line <= (each.end_lineno or each.lineno)
    ]
    return ".".join(each.name for each in sorted(around, key=lambda each: each.lineno))


def _words(root: ast.AST) -> Iterator[str]:
    """The tree below a node as a sequence of words; different trees give different ones."""
    stack: list[object] = [root]
    heads = _HEADS.get(type(root))
    while stack:
        item = stack.pop()
        if isinstance(item, ast.Constant):
            yield _constant(item.value)
        elif isinstance(item, ast.AST):
            yield type(item).__name__
            names = heads if item is root and heads is not None else item._fields
            stack.append(_END)
            for name in reversed(names):
                value = getattr(item, name, None)
                if isinstance(item, ast.JoinedStr):
                    value = [each for each in item.values if not _is_empty(each)]
                # Later versions of Python have further fields, empty in what earlier ones parse.
                if name not in _LEFT_OUT and value is not None and value != []:
                    stack += (value, f".{name}")
        elif isinstance(item, list):
            stack.append(_END)
            stack.extend(reversed(item))
        else:
            yield str(item)


_END = ")"


def _is_empty(part: ast.expr) -> bool:
    """An empty text among the parts of an f-string, which Python 3.12 alone may add."""
    return isinstance(part, ast.Constant) and part.value == ""


def _constant(value: object) -> str:
    # The decimal digits of a very large number are refused by Python.
    text = hex(value) if type(value) is int else ascii(value)
    return f"{type(value).__name__} {text}"


def _digest(words: Iterator[str] | tuple[str, ...]) -> str:
    import hashlib  # some milliseconds, which a file without findings need not wait for

    joined = "\0".join(words).encode("utf-8", "surrogatepass")
    return hashlib.sha256(joined).hexdigest()[:16]
