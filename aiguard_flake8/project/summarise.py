"""Makes the summary of a module from the layers of its file."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from aiguard_flake8.containers import bare
from aiguard_flake8.facts import fixed_files, sql_text
from aiguard_flake8.facts.relations import reads, relations
from aiguard_flake8.facts.stubs import stub
from aiguard_flake8.patterns import Pattern
from aiguard_flake8.project import results
from aiguard_flake8.project.sites import (
    call_site,
    entering_sites,
    is_idle,
    iterated,
    iteration_site,
    property_site,
)
from aiguard_flake8.project.summary import (
    ClassSummary,
    Functions,
    FunctionSummary,
    Inside,
    Invocation,
    Looked,
    ModuleSummary,
    Site,
)
from aiguard_flake8.tree import FUNCTIONS, Function, default_of, nodes_within, parameters, target_of
from aiguard_flake8.values import Value, place_of

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
_STUB_BASES = frozenset({"abc.ABC", "typing.Protocol", "typing_extensions.Protocol"})
_CALLING = (ast.Call, ast.Attribute, ast.For, ast.AsyncFor, ast.comprehension)


def outline(file: File, functions: Functions) -> ModuleSummary:
    """What other modules need to know of a file, with its functions put in."""
    classes = [_class(file, node) for node in file.tree.of(ast.ClassDef)]
    module = file.tree.module
    names = file.scopes.names(module)
    return ModuleSummary(
        functions,
        {each.path: each for each in classes},
        {name: bare(file.names.variable(name, module)) for name in names},
        dict(_types(file)),
        tuple(_star_imports(file)),
        file.roles.module_kind,
        file.names.choices,
    )


class Definitions:
    """The functions and lambdas of a file, each to be summarised by itself."""

    def __init__(self, file: File) -> None:
        self._file = file
        nodes: list[Function | ast.Lambda] = [*file.tree.of(*FUNCTIONS), *file.tree.of(ast.Lambda)]
        self._nodes = {
            place_of(node, "lambda") if isinstance(node, ast.Lambda) else
            file.names.local_path(node): node for node in nodes
        }  # fmt: skip
        self._has_lambdas = bool(file.tree.of(ast.Lambda))

    @property
    def paths(self) -> Collection[str]:
        """The paths of all of them."""
        return self._nodes.keys()

    def function(self, path: str, looked: Looked) -> FunctionSummary:
        """How one looks from outside. Raises KeyError where there is none."""
        node = self._nodes[path]
        if isinstance(node, ast.Lambda):
            return _lambda(self._file, node, looked)
        return _function(self._file, node, looked, self._loads.get(path, ""))

    def inside(self, path: str) -> Inside:
        """What one does, and what comes out of it. Raises KeyError where there is none."""
        node = self._nodes[path]
        if isinstance(node, ast.Lambda):
            nodes: list[ast.AST] = [
                each for each in nodes_within(node.body) if isinstance(each, _CALLING)
            ]
            return _inside_lambda(self._file, node, nodes)
        return _inside(self._file, node, self._called_in(node))

    def _called_in(self, node: Function) -> list[ast.AST]:
        """What a function calls, reads or goes over, its lambdas left out."""
        tree = self._file.tree
        nodes = [each for kind in _CALLING for each in tree.own(node, kind)]
        return (
            [each for each in nodes if not tree.is_deferred(each)] if self._has_lambdas else nodes
        )

    @cached_property
    def _loads(self) -> dict[str, str]:
        return fixed_files.loads(self._file)


def _function(file: File, node: Function, looked: Looked, loads: str) -> FunctionSummary:
    tree, names = file.tree, file.names
    own = parameters(node.args)
    if tree.enclosing_class(node) is not None and own and own[0].arg in ("self", "cls"):
        own = own[1:]
    yields = tree.own(node, ast.Yield)
    return FunctionSummary(
        path=names.local_path(node),
        line=node.lineno,
        is_async=isinstance(node, ast.AsyncFunctionDef),
        is_generator=bool(yields or tree.own(node, ast.YieldFrom)),
        parameters=tuple(arg.arg for arg in own),
        returns=bare(names.result(node)),
        yields=bare(names.yielded(node)) if yields else None,
        role=file.roles.role(node),
        kind=_kind(file, node),
        silent=_vouched(file, node),
        looked=looked,
        decorators=tuple(results.decorators(file, node)),
        hands_out=results.hands_out(file, node),
        stub="" if file.roles.module_kind else stub(node, file),
        loads=loads,
        optional=tuple(each.arg for each in own if _is_nothing(default_of(node.args, each))),
    )


def _is_nothing(default: ast.expr | None) -> bool:
    return isinstance(default, ast.Constant) and not default.value


def _inside(file: File, node: Function, nodes: list[ast.AST]) -> Inside:
    return Inside(
        sites=tuple(_sites(file, [*nodes, *file.tree.own(node, ast.withitem)])),
        invokes=_invocations(file, nodes),
        may_be_none=results.may_be_none(file, node),
        raises=tuple(results.raises(file, node)),
        passes_on=tuple(dict.fromkeys(results.passes_on(file, node))),
        made=results.made(file, node),
        rows=file.rows.returned(node),
        reads=tuple(reads(node, file)),
        executes=tuple(sql_text.executed_parameters(node, file)),
        builds=sql_text.built(node, file) if file.rows.holds_sql else "",
    )


def _lambda(file: File, node: ast.Lambda, looked: Looked) -> FunctionSummary:
    return FunctionSummary(
        path=place_of(node, "lambda"),
        line=node.lineno,
        is_async=False,
        is_generator=False,
        parameters=tuple(arg.arg for arg in parameters(node.args)),
        returns=bare(file.names.value(node.body)),
        yields=None,
        role="",
        kind="lambda",
        silent=False,
        looked=looked,
        given_to=_given_to(file, node),
    )


def _inside_lambda(file: File, node: ast.Lambda, nodes: list[ast.AST]) -> Inside:
    body = node.body
    callee = bare(file.names.value(body.func)) if isinstance(body, ast.Call) else None
    return Inside(
        sites=tuple(_sites(file, nodes)),
        invokes=_invocations(file, nodes),
        passes_on=(callee,) if callee is not None else (),
    )


def _given_to(file: File, node: ast.Lambda) -> tuple[Value, str] | None:
    """The callee that a lambda is handed to, and the place or the name under which."""
    parent, given = file.tree.parent(node), ""
    if isinstance(parent, ast.keyword):
        given, parent = parent.arg or "", file.tree.parent(parent)
    if not isinstance(parent, ast.Call) or parent.func is node:
        return None
    if not given:
        given = next((str(i) for i, each in enumerate(parent.args) if each is node), "")
    callee = bare(file.names.value(parent.func))
    return (callee, given) if callee is not None and given else None


def _invocations(file: File, nodes: list[ast.AST]) -> tuple[Invocation, ...]:
    return tuple(results.invoked(file, [each for each in nodes if isinstance(each, ast.Call)]))


def _sites(file: File, nodes: list[ast.AST]) -> Iterator[Site]:
    """Every call once, reads of one property once."""
    read: set[Site] = set()
    for node in nodes:
        if isinstance(node, ast.Call):
            site = None if is_idle(file, node) else call_site(file, node)
            if site is not None:
                yield site
        elif isinstance(node, ast.Attribute):
            site = property_site(file, node)
            if site is not None and (same := site._replace(line=0)) not in read:
                read.add(same)
                yield site
        elif isinstance(node, ast.withitem):
            waits = isinstance(file.tree.parent(node), ast.AsyncWith)
            yield from entering_sites(file, node, waits)
    for source in iterated(nodes):
        site = iteration_site(file, source)
        if site is not None:
            yield site


def _class(file: File, node: ast.ClassDef) -> ClassSummary:
    names = file.names
    owner = Value(names.local_path(node), True)
    attributes = {
        name: bare(names.member(owner, name))
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
    return ClassSummary(owner.path, tuple(bases), attributes, abstract, relations(node, file))


def _kind(file: File, function: Function) -> str:
    for decorator in function.decorator_list:
        target = target_of(decorator)
        path = file.names.path(target)
        if path in _CONTEXT:
            return "context"
        if path == "builtins.property":
            return "property"
        facts = file.libraries.facts(path) if path else None
        if facts is not None and "property" in facts.traits:
            return "cached property"
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
        if not isinstance(statement, ast.Assign | ast.AnnAssign):
            continue
        if isinstance(statement.value, ast.Subscript | ast.BinOp):
            value = file.names.value(statement.value)
            if value is not None and value.instance:
                continue  # db = client["shop"]
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            for target in targets:
                if isinstance(target, ast.Name):
                    yield target.id, bare(file.names.annotated(statement.value, module))


def _star_imports(file: File) -> Iterator[str]:
    for statement in file.tree.of(ast.ImportFrom):
        if any(alias.name == "*" for alias in statement.names):
            yield "." * statement.level + (statement.module or "")
