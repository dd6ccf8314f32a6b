"""What functions give and what they raise, as their summaries hold it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from aiguard_flake8.containers import bare
from aiguard_flake8.parsing import quoted_expression
from aiguard_flake8.project.sites import parameter_of
from aiguard_flake8.project.summary import Decorator, Invocation, Raise
from aiguard_flake8.tree import FUNCTIONS, Function, last_name, parameters, target_of
from aiguard_flake8.values import Value, is_none

if TYPE_CHECKING:
    from aiguard_flake8.file import File

_OPTIONAL = frozenset({"typing.Optional", "typing_extensions.Optional"})
_UNION = frozenset({"typing.Union", "typing_extensions.Union"})
_MOST_NAMES = 3  # that a parameter goes by
_TRANSPARENT = frozenset({"builtins.staticmethod", "builtins.classmethod", "builtins.property"})


def may_be_none(file: File, function: Function) -> bool:
    """Whether some path returns None although another returns a value, or the annotation says so.

    Where the end of a function can be reached, its annotation decides.
    """
    returns = file.tree.own(function, ast.Return)
    nothing = [each for each in returns if each.value is None or is_none(each.value)]
    if nothing and all(_answers_none(each, function, file) for each in nothing):
        return False
    if function.returns is not None and _allows_none(file, function.returns):
        return True
    if len(nothing) == len(returns) or file.tree.own(function, ast.Yield):
        return False
    # A search that finds nothing ends its loop; other ends may be out of reach.
    searched = isinstance(function.body[-1], ast.For) and _falls_through(function.body)
    return bool(nothing) or (function.returns is None and searched)


def _answers_none(statement: ast.Return, function: Function, file: File) -> bool:
    """Whether None is given back for a None that was given: `if value is None: return None`."""
    given = {each.arg for each in parameters(function.args)}
    for ancestor in file.tree.ancestors(statement):
        if isinstance(ancestor, ast.If):
            match ancestor.test:
                case ast.Compare(left=ast.Name(id=name), ops=[ast.Is()]):
                    return name in given
                case ast.UnaryOp(op=ast.Not(), operand=ast.Name(id=name)):
                    return name in given
                case ast.UnaryOp(op=ast.Not(), operand=ast.Call(args=[ast.Name(id=name), *_])):
                    return name in given
            return False
        if ancestor is function:
            break
    return False


def _allows_none(file: File, annotation: ast.expr) -> bool:
    """`X | None`, `Optional[X]`, `Union[X, None]`; not a plain `None`."""
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        held = quoted_expression(annotation.value)
        if held is None:
            return False
        annotation = held
    if isinstance(annotation, ast.BinOp) and isinstance(annotation.op, ast.BitOr):
        sides = [annotation.left, annotation.right]
        return any(is_none(each) or _allows_none(file, each) for each in sides)
    if isinstance(annotation, ast.Subscript):
        outer = file.names.path(annotation.value)
        if outer in _OPTIONAL:
            return True
        if outer in _UNION and isinstance(annotation.slice, ast.Tuple):
            return any(is_none(each) for each in annotation.slice.elts)
    return False


def _falls_through(body: list[ast.stmt]) -> bool:
    """Whether the end of a block can be reached."""
    last = body[-1]
    match last:
        case ast.Return() | ast.Raise():
            return False
        case ast.If(body=then, orelse=other):
            return not other or _falls_through(then) or _falls_through(other)
        case ast.With() | ast.AsyncWith():
            return _falls_through(last.body)
        case ast.While(test=ast.Constant(value=value)) if value:
            return any(isinstance(each, ast.Break) for each in ast.walk(last))
        case ast.Try() | ast.TryStar():
            if last.finalbody and not _falls_through(last.finalbody):
                return False
            ends = [last.orelse or last.body, *(each.body for each in last.handlers)]
            return any(_falls_through(each) for each in ends)
        case ast.Match():
            # Which cases there are nobody knows without the types; silence beats a guess.
            return False
        case ast.Expr(value=ast.Call()) | ast.Assert():
            return False  # a function that never returns: `abort(404)`, `assert_never(kind)`
    return True


def passes_on(file: File, function: Function) -> Iterator[Value]:
    """The callees whose result a function returns as it is."""
    for statement in file.tree.own(function, ast.Return):
        value = _unwaited(statement.value)
        if isinstance(value, ast.Call):
            callee = bare(file.names.value(value.func))
            if callee is not None and not callee.path.startswith("builtins."):
                yield callee


def made(file: File, function: Function) -> Value | None:
    """The callee that makes the object which a function returns, each time anew."""
    returns = [each.value for each in file.tree.own(function, ast.Return) if each.value is not None]
    found = None
    for each in returns:
        node = _unwaited(each)
        if isinstance(node, ast.Name):
            node = _unwaited(file.flow.constant(node))
        if not isinstance(node, ast.Call) or file.tree.function(node) is not function:
            return None
        callee = bare(file.names.value(node.func))
        if callee is None or found not in (None, callee):
            return None
        found = callee
    return found if found is None or not found.path.startswith("builtins.") else None


def hands_out(file: File, function: Function) -> str:
    """The function defined within that a function returns, or the parameter: `{function}`."""
    found = set()
    for statement in file.tree.own(function, ast.Return):
        if not isinstance(statement.value, ast.Name):
            return ""
        given = parameter_of(file, statement.value)
        if given is not None and given[0] is function:
            found.add(f"{{{statement.value.id}}}")
            continue
        value = file.names.value(statement.value)
        inner = file.names.definition(value.path) if value is not None and value.local else None
        if not isinstance(inner, FUNCTIONS) or file.tree.function(inner) is not function:
            return ""
        found.add(file.names.local_path(inner))
    return found.pop() if len(found) == 1 else ""


def decorators(file: File, function: Function) -> Iterator[Decorator]:
    """The decorators of which no library says what they make of the function."""
    for node in function.decorator_list:
        called = isinstance(node, ast.Call)
        target = target_of(node)
        path = file.names.path(target)
        facts = file.libraries.facts(path) if path else None
        if path in _TRANSPARENT or (facts is not None and facts.decorates):
            continue
        yield Decorator(bare(file.names.value(target)), called)


def invoked(file: File, calls: list[ast.Call]) -> Iterator[Invocation]:
    """The calls of parameters, its own or those of a function around it."""
    for node in calls:
        if isinstance(node.func, ast.Attribute):
            continue  # most calls
        name = _called_parameter(file, node.func)
        if not name:
            continue
        arguments = tuple(bare(file.names.value(each)) for each in node.args)
        guard = file.guards.of(node)
        yield Invocation(name, arguments, guard.missing, _is_returned(file, node))


def _called_parameter(file: File, callee: ast.expr, depth: int = 0) -> str:
    """The parameter that is called, for sure or where it was given: `(job or default)()`."""
    if isinstance(callee, ast.BoolOp | ast.IfExp):
        sides = callee.values if isinstance(callee, ast.BoolOp) else [callee.body, callee.orelse]
        found = {name for each in sides if (name := _called_parameter(file, each, depth))}
        return found.pop() if len(found) == 1 else ""
    if not isinstance(callee, ast.Name):
        return ""
    home = file.scopes.home(callee.id, file.tree.scope(callee))
    bindings = file.scopes.bindings(home, callee.id) if isinstance(home, FUNCTIONS) else []
    given = [each.value for each in bindings if each.kind == "assign" and each.value is not None]
    if bindings and bindings[0].kind == "parameter" and len(given) == len(bindings) - 1:
        kept = all(_is_default_for(file, callee.id, each) for each in given)
        return callee.id if kept else ""
    if len(given) == len(bindings) == 1 and depth < _MOST_NAMES:
        return _called_parameter(file, given[0], depth + 1)
    return ""


def _is_default_for(file: File, name: str, value: ast.expr) -> bool:
    """Whether a parameter gets a value only where none was given."""
    if isinstance(value, ast.BoolOp | ast.IfExp):
        sides = value.values if isinstance(value, ast.BoolOp) else [value.body, value.orelse]
        return any(isinstance(each, ast.Name) and each.id == name for each in sides)
    statement = file.tree.statement(value)
    branch = file.tree.parent(statement) if statement is not None else None
    match branch:
        case ast.If(test=ast.Compare(left=ast.Name(id=tested), ops=[ast.Is()])):
            return tested == name
        case ast.If(test=ast.UnaryOp(op=ast.Not(), operand=ast.Name(id=tested))):
            return tested == name
    return False


def _is_returned(file: File, node: ast.Call) -> bool:
    parent = file.tree.parent(node)
    if isinstance(parent, ast.Await):
        parent = file.tree.parent(parent)
    if isinstance(parent, ast.Return):
        return True
    function = file.tree.function(node)
    if function is None or not isinstance(parent, ast.Assign):
        return False
    names = {each.id for each in parent.targets if isinstance(each, ast.Name)}
    return any(
        isinstance(each.value, ast.Name) and each.value.id in names
        for each in file.tree.own(function, ast.Return)
    )


def raises(file: File, function: Function) -> Iterator[Raise]:
    """The exceptions that a function raises by itself and does not catch.

    A call that ends the request stands for the exception it raises: `abort(404)`.
    """
    for statement in file.tree.own(function, ast.Raise):
        caught = file.catching.around(statement)
        status = next(iter(file.answers.ended_by(statement)), None)
        needs = file.guards.of(statement).needs
        for path in _raised(file, statement):
            if path not in caught:
                yield Raise(path, status, statement.lineno, caught, needs)
    for call in file.tree.own(function, ast.Call):
        if not file.tree.is_deferred(call):
            for status in file.answers.ended_by(call):
                path = file.names.path(call.func) or last_name(call.func)
                caught, needs = file.catching.around(call), file.guards.of(call).needs
                yield Raise(path, status, call.lineno, caught, needs)


def _raised(file: File, statement: ast.Raise) -> list[str]:
    target = statement.exc
    if target is None:
        for ancestor in file.tree.ancestors(statement):
            if isinstance(ancestor, ast.ExceptHandler):
                return file.catching.named(ancestor.type)
            if isinstance(ancestor, FUNCTIONS):
                break
        return []
    value = file.names.value(target)
    if value is None:
        return []
    return [value.path]


def _unwaited(node: ast.expr | None) -> ast.expr | None:
    return node.value if isinstance(node, ast.Await) else node
