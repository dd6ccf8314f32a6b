"""Makes the summary of a module from the layers of its file."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from aiguard_flake8.patterns import Pattern
from aiguard_flake8.project.summary import ClassSummary, FunctionSummary, ModuleSummary, Site
from aiguard_flake8.tree import FUNCTIONS, Function, parameters
from aiguard_flake8.values import Value

if TYPE_CHECKING:
    from aiguard_flake8.file import File

_NO_EFFECT = Pattern(r"#\s*aiguard:\s*no-effect\b")
_CONTEXT = frozenset({"contextlib.contextmanager", "contextlib.asynccontextmanager"})
_KINDS = {
    "cached": "cached",
    "property": "property",
    "abstract": "abstract",
    "overload": "abstract",
}
CONSUMES = frozenset({"list", "tuple", "set", "frozenset", "sorted", "len", "dict"})
_WRAPS = frozenset({"enumerate", "reversed"})
_STUB_BASES = frozenset({"abc.ABC", "typing.Protocol", "typing_extensions.Protocol"})


def summarise(file: File) -> ModuleSummary:
    """What other modules need to know of a file."""
    functions = [_function(file, node) for node in file.tree.of(*FUNCTIONS)]
    classes = [_class(file, node) for node in file.tree.of(ast.ClassDef)]
    module = file.tree.module
    names = file.scopes.names(module)
    return ModuleSummary(
        {each.path: each for each in functions},
        {each.path: each for each in classes},
        {name: plain(file.names.variable(name, module)) for name in names},
        dict(_types(file)),
        tuple(_star_imports(file)),
        file.roles.module_kind,
    )


def plain(value: Value | None) -> Value | None:
    """A value without syntax nodes."""
    if value is None or (value.origin is None and not value.presets):
        return value
    return Value(value.path, value.instance, None, (), value.arguments)


def _function(file: File, node: Function) -> FunctionSummary:
    tree, names = file.tree, file.names
    own = parameters(node.args)
    if tree.enclosing_class(node) is not None and own and own[0].arg in ("self", "cls"):
        own = own[1:]
    given = tuple(arg.arg for arg in own)
    yields = tree.own(node, ast.Yield)
    return FunctionSummary(
        path=names.local_path(node),
        line=node.lineno,
        is_async=isinstance(node, ast.AsyncFunctionDef),
        is_generator=bool(yields),
        parameters=given,
        returns=plain(names.returned(node)),
        yields=plain(names.yielded(node)) if yields else None,
        sites=tuple(_sites(file, node)),
        invokes=tuple(_invoked(file, node, given)),
        role=file.roles.role(node),
        kind=_kind(file, node),
        may_be_none=_may_be_none(file, node),
        silent=_vouched(file, node),
    )


def _class(file: File, node: ast.ClassDef) -> ClassSummary:
    names = file.names
    owner = Value(names.local_path(node), True)
    attributes = {
        name: plain(names.member(owner, name))
        for name in names.attributes(node)
        if names.definition(f"{owner.path}.{name}") is None
    }
    bases = [
        names.path(base.value if isinstance(base, ast.Subscript) else base) for base in node.bases
    ]
    abstract = not _STUB_BASES.isdisjoint(bases) or any(
        keyword.arg == "metaclass" and names.path(keyword.value) == "abc.ABCMeta"
        for keyword in node.keywords
    )
    return ClassSummary(owner.path, tuple(bases), attributes, abstract)


def _sites(file: File, function: Function) -> Iterator[Site]:
    for node in file.tree.own(function, ast.Call):
        if file.tree.is_deferred(node) or _is_idle(file, node):
            continue
        site = call_site(file, node)
        if site is not None:
            yield site
    for source in iterated(file, function):
        site = iteration_site(file, source)
        if site is not None:
            yield site


def _is_idle(file: File, node: ast.Call) -> bool:
    """A call of a library that has no effect: most calls are, and nobody needs to know of them."""
    callee = file.names.value(node.func)
    if callee is None or callee.local:
        return False
    facts = file.libraries.facts(callee.path + ".__call__" if callee.instance else callee.path)
    return callee.path.startswith("builtins.") if facts is None else not facts.effect


def iterated(file: File, function: Function) -> Iterator[ast.expr]:
    """The expressions that loops and comprehensions of a function go over, and `list(…)` of one."""
    for loop in file.tree.own(function, ast.For):
        yield _unwrapped(loop.iter)
    for stream in file.tree.own(function, ast.AsyncFor):
        yield _unwrapped(stream.iter)
    for comprehension in file.tree.own(function, ast.comprehension):
        yield _unwrapped(comprehension.iter)
    for node in file.tree.own(function, ast.Call):
        if isinstance(node.func, ast.Name) and node.func.id in CONSUMES and node.args:
            yield _unwrapped(node.args[0])


def _unwrapped(source: ast.expr) -> ast.expr:
    """What `enumerate(rows)` goes over."""
    if isinstance(source, ast.Call) and isinstance(source.func, ast.Name):
        if source.func.id in _WRAPS and source.args:
            return source.args[0]
    return source


def iteration_site(file: File, source: ast.expr) -> Site | None:
    """Going over an object, which may be what asks the database: a call of its `__iter__`."""
    value = plain(file.names.value(source))
    if value is None or not value.instance or value.path.startswith("builtins."):
        return None
    parent = file.tree.parent(source)
    waits = isinstance(parent, ast.AsyncFor) or (
        isinstance(parent, ast.comprehension) and bool(parent.is_async)
    )
    callee = plain(file.names.member(value, "__aiter__" if waits else "__iter__"))
    if callee is None:
        return None
    return Site(callee, source.lineno, waits, *file.guards.of(source), ())


def call_site(file: File, node: ast.Call) -> Site | None:
    """A call as the effects layer takes it; None when nothing is known of its callee."""
    callee = plain(file.names.value(node.func))
    effect = file.shapes.described(node)
    if callee is None and not effect:
        return None
    # What a library makes of a function that it is given, its model says.
    follows = callee is not None and not file.libraries.knows(callee.path)
    return Site(
        callee or Value(""),
        node.lineno,
        is_awaited(file, node),
        *file.guards.of(node),
        tuple(_passed(file, node)) if follows else (),
        effect,
    )


def is_awaited(file: File, node: ast.Call) -> bool:
    """Whether the result is awaited here, directly or handed to something that is awaited."""
    parent = file.tree.parent(node)
    if isinstance(parent, ast.Await):
        return True
    if isinstance(parent, ast.withitem | ast.AsyncFor | ast.comprehension):
        return True
    if isinstance(parent, ast.Call) and parent.func is not node:
        call = file.call(parent)
        return call is not None and call.facts.awaited and not call.facts.detached
    return False


def _passed(file: File, node: ast.Call) -> Iterator[tuple[str, Value]]:
    """First-party functions that are handed over by name."""
    given = [(str(i), each) for i, each in enumerate(node.args)]
    given += [(k.arg, k.value) for k in node.keywords if k.arg is not None]
    for name, expression in given:
        if isinstance(expression, ast.Name | ast.Attribute):
            value = plain(file.names.value(expression))
            if value is not None and not value.instance and not value.path.startswith("builtins."):
                yield name, value


def _invoked(file: File, function: Function, given: tuple[str, ...]) -> Iterator[str]:
    for node in file.tree.own(function, ast.Call):
        if isinstance(node.func, ast.Name) and node.func.id in given:
            yield node.func.id


def _kind(file: File, function: Function) -> str:
    for decorator in function.decorator_list:
        target = decorator.func if isinstance(decorator, ast.Call) else decorator
        path = file.names.path(target)
        if path in _CONTEXT:
            return "context"
        if path == "builtins.property":
            return "property"
        facts = file.libraries.facts(path) if path else None
        if facts is not None and facts.decorates in _KINDS:
            return _KINDS[facts.decorates]
    return "abstract" if _is_stub(function) else ""


def _is_stub(function: Function) -> bool:
    """Nothing but a docstring, `...`, `pass` or `raise NotImplementedError`."""
    for statement in function.body:
        match statement:
            case ast.Pass() | ast.Expr(value=ast.Constant()):
                continue
            case ast.Raise(exc=ast.Name(id="NotImplementedError")):
                continue
            case ast.Raise(exc=ast.Call(func=ast.Name(id="NotImplementedError"))):
                continue
        return False
    return True


def _may_be_none(file: File, function: Function) -> bool:
    returns = file.tree.own(function, ast.Return)
    gives = [each.value for each in returns if each.value is not None]
    nothing = [v for v in gives if isinstance(v, ast.Constant) and v.value is None]
    return bool(nothing) and len(nothing) < len(gives)


def _vouched(file: File, function: Function) -> bool:
    first = min([function.lineno, *(each.lineno for each in function.decorator_list)])
    last = function.body[0].lineno
    return any(
        _NO_EFFECT.search(line) for line in file.lines[max(first - 2, 0) : max(last - 1, first)]
    )


def _types(file: File) -> Iterator[tuple[str, Value | None]]:
    """Module-level names that stand for a type: `SessionDep = Annotated[Session, …]`."""
    module = file.tree.module
    for statement in module.body:
        if isinstance(statement, ast.Assign) and isinstance(
            statement.value, ast.Subscript | ast.BinOp
        ):
            value = file.names.value(statement.value)
            if value is not None and value.instance:
                continue  # db = client["shop"]
            for target in statement.targets:
                if isinstance(target, ast.Name):
                    yield target.id, plain(file.names.annotated(statement.value, module))


def _star_imports(file: File) -> Iterator[str]:
    for statement in file.tree.of(ast.ImportFrom):
        if any(alias.name == "*" for alias in statement.names):
            yield "." * statement.level + (statement.module or "")
