"""The ways through a round of a loop: what follows a statement, and what leaves the loop."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from aiguard_flake8.facts.remote import dotted
from aiguard_flake8.patterns import Pattern
from aiguard_flake8.tree import LOOPS, ItemLoop, last_name, nodes_within, position

if TYPE_CHECKING:
    from aiguard_flake8.file import File

Loop = ast.For | ast.While
# What is done to what was found, if it is not shown.
_WORKS = Pattern(
    r"_*(remove|delete|send|save|create|assign|unassign|cancel|resolve|revoke|release|publish"
    r"|notify|process|handle|sync|import|apply|execute|run)(_|$)"
)
# What fills a collection, or prints.
_GATHERS = frozenset(
    "append appendleft add extend update insert setdefault writerow write print".split()
)


def leaves(body: list[ast.stmt]) -> bool:
    """Whether a block, run to its end without an exception, always leaves the loop around it."""
    for statement in body:
        match statement:
            case ast.Return() | ast.Break() | ast.Raise():
                return True
            case ast.If():
                if statement.orelse and leaves(statement.body) and leaves(statement.orelse):
                    return True
            case ast.With() | ast.AsyncWith():
                if leaves(statement.body):
                    return True
            case ast.Try(body=inner, orelse=orelse, handlers=handlers):
                if (leaves(inner) or leaves(orelse)) and all(leaves(h.body) for h in handlers):
                    return True
    return False


def following(statement: ast.stmt, loop: Loop, file: File) -> Iterator[list[ast.stmt]]:
    """What runs after a statement until the round is over, block by block."""
    current: ast.AST | None = statement
    while isinstance(current, ast.stmt) and current is not loop:
        block = file.tree.block(current)
        index = next((i for i, each in enumerate(block) if each is current), len(block))
        yield block[index + 1 :]
        current = file.tree.parent(current)


def is_exit(node: ast.AST, loop: Loop, file: File) -> bool:
    """Whether a node leaves this very loop."""
    if isinstance(node, ast.Return | ast.Raise):
        return True
    if isinstance(node, ast.Call):
        call = file.call(node)
        return call is not None and "exit" in call.facts.traits
    if not isinstance(node, ast.Break):
        return False
    return next((a for a in file.tree.ancestors(node) if isinstance(a, LOOPS)), None) is loop


def renews(node: ast.Call, loop: Loop) -> bool:
    """Whether each round writes something else than the one before.

    It gives the object of the call something new (`order.number = take()`), or looks again and may
    leave before it commits.
    """
    match node.func:
        case ast.Attribute(value=ast.Call(func=ast.Name(id="super"))):
            receiver = "self"
        case ast.Attribute(attr="commit") if _looks_again(node, loop):
            return True
        case ast.Attribute(value=value):
            receiver = dotted(value)
        case _:
            return False
    return bool(receiver) and any(
        isinstance(each, ast.Assign)
        and isinstance(each.value, ast.Call)
        and position(each.value) < position(node)
        and any(isinstance(t, ast.Attribute) and dotted(t.value) == receiver for t in each.targets)
        for each in nodes_within(*loop.body)
    )


def does_something(loop: ItemLoop, found: ast.expr, file: File) -> bool:
    """Whether a round does more than gather: a call there is made for what it does.

    Nobody takes its result, and it neither fills a collection, nor tells somebody what happens, nor
    shows what was found.
    """
    return any(
        _WORKS.match(last_name(called.func)) or not file.tree.inside(found, called)
        for called in for_its_work(loop, file)
    )


def for_its_work(loop: ItemLoop, file: File) -> Iterator[ast.Call]:
    """The calls of a round whose result nobody takes, unless they gather or tell what happens."""
    for node in file.item_loops.round(loop):
        if isinstance(node, ast.Expr):
            called = node.value.value if isinstance(node.value, ast.Await) else node.value
            if isinstance(called, ast.Call) and not _only_tells(called, file):
                yield called


def _only_tells(call: ast.Call, file: File) -> bool:
    known = file.call(call)
    if known is not None and (known.facts.http_error or "exit" in known.facts.traits):
        return True
    return last_name(call.func) in _GATHERS or file.log_record(call) is not None


def turns_away(node: ast.expr, loop: ItemLoop, file: File) -> bool:
    """Whether the answer of a call is asked for nothing but to leave the function with an error.

    `if not File.objects.filter(id=id).exists(): return JsonResponse(error)`, in a loop.
    """
    asked: list[ast.expr] = [node]
    variables = {each.id for each in file.flow.variables(node)}
    if variables:
        asked = [
            each
            for each in file.item_loops.round(loop)
            if isinstance(each, ast.Name) and each.id in variables
            if isinstance(each.ctx, ast.Load)
        ]
    return bool(asked) and all(_is_asked_to_leave(each, file) for each in asked)


def _is_asked_to_leave(node: ast.expr, file: File) -> bool:
    statement = file.tree.statement(node)
    return (
        isinstance(statement, ast.If)
        and file.tree.inside(node, statement.test)
        and isinstance(statement.body[-1], ast.Return | ast.Raise)
    )


def _looks_again(node: ast.Call, loop: Loop) -> bool:
    """Whether a round asks something first, and its answer says whether it gets to a call."""
    before = [each for each in loop.body if position(each) < position(node)]
    asked = {
        target.id
        for each in before
        if isinstance(each, ast.Assign) and isinstance(each.value, ast.Call)
        for target in each.targets
        if isinstance(target, ast.Name)
    }
    return any(
        isinstance(each, ast.If)
        and any(isinstance(name, ast.Name) and name.id in asked for name in nodes_within(each.test))
        and any(isinstance(inner, ast.Return) or inner is node for inner in nodes_within(each))
        for each in before
    )
