"""Module-level containers in which request handlers keep data.

A process is restarted, and a service runs in several: what one handler puts into a list of its
module is lost with the process, and another worker never sees it. Caches, registries, locks,
settings, counters and open connections belong into a process; orders, users, sessions and jobs do
not.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from aiguard_flake8.facts.fields import class_traits
from aiguard_flake8.facts.roles import HANDLER
from aiguard_flake8.facts.words import words
from aiguard_flake8.scopes import Binding
from aiguard_flake8.tree import FUNCTIONS, Function, Scope, last_name
from aiguard_flake8.values import Value

if TYPE_CHECKING:
    from aiguard_flake8.file import File
    from aiguard_flake8.project.link import Resolved
    from aiguard_flake8.project.summary import ClassSummary, ModuleSummary

_CONTAINERS = frozenset(
    "builtins.dict builtins.list builtins.set collections.defaultdict collections.OrderedDict "
    "collections.deque".split()
)
_DISPLAYS = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)
# Words of names that stand for what a process may keep to itself.
_OWN = frozenset(
    "cache cached caches memo registry registries lock locks semaphore setting settings config "
    "configs conf options metric metrics stat stats statistics counter counters count counts limit "
    "limits limiter rate rates throttle bucket buckets window windows attempts connection "
    "connections conn conns client clients websocket websockets socket sockets subscriber "
    "subscribers listener listeners handler handlers callback callbacks hook hooks plugin plugins "
    "pool pools instance instances route routes seen warned timer timers thread threads future "
    "futures event events queue queues engine engines loaded pending inflight debounce buffer "
    "broadcaster broadcasters emitters waiters peers rooms sid sids viewers secret "
    "secrets sse ws stream streams".split()
)
_ADDS = frozenset("append appendleft add insert extend update setdefault".split())
_REMOVES = frozenset("pop popleft popitem remove discard clear".split())
_DATA = frozenset("builtins.dict builtins.list builtins.str".split())
_PLAIN = ("builtins.", "typing.", "datetime.", "decimal.", "uuid.", "time.", "enum.")
_MODEL_MODULES = frozenset(
    "model models schema schemas entities entity types dto dtos domain".split()
)
_DUMPS = frozenset(
    "dict model_dump to_dict json model_dump_json asdict copy jsonable_encoder".split()
)


class State(NamedTuple):
    """One container that handlers write and read."""

    name: str
    node: ast.AST  # where it is bound
    writer: Function
    reader: Function


class _Use(NamedTuple):
    function: Function
    adds: bool
    reads: bool
    data: bool  # what is added is plain data, not an object that only lives in a process
    within: bool  # it changes what the container holds: `carts[user].append(item)`


def states(file: File) -> Iterator[State]:
    """The containers of a module that keep the data of its handlers."""
    module = file.tree.module
    for name in file.scopes.names(module):
        bound = _container(file.scopes.bindings(module, name), file)
        if bound is None or bound.value is None or _OWN.intersection(words(name)):
            continue
        if file.roles.module_kind or not file.roles.serves:
            return
        is_list = isinstance(bound.value, ast.List)
        found = _state(name, bound, list(_uses(name, file)), is_list)
        if found is not None:
            yield found


def _container(bindings: list[Binding], file: File) -> Binding | None:
    """The one binding of a name at the top of the module, if it is always bound to a container.

    Functions may empty it or filter it: `global orders; orders = [each for each in orders if …]`.
    """
    for each in bindings:
        if each.kind != "assign" or each.value is None or not _makes_container(each.value, file):
            return None
    at_top = [each for each in bindings if file.tree.function(each.node) is None]
    return at_top[0] if len(at_top) == 1 else None


def _makes_container(value: ast.expr, file: File) -> bool:
    if isinstance(value, _DISPLAYS):
        return True
    made = file.names.path(value.func) if isinstance(value, ast.Call) else ""
    return (made or file.names.class_of(value)) in _CONTAINERS


def _state(name: str, binding: Binding, uses: list[_Use], is_list: bool) -> State | None:
    """The state that some uses make of a container: one function adds data, another reads it.

    Looking up a key and adding it in one and the same function is how a cache is filled.
    """
    for writing in uses:
        if not writing.adds or not writing.data:
            continue
        for reading in uses:
            elsewhere = reading.function is not writing.function
            if reading.reads and (elsewhere or writing.within or is_list):
                return State(name, binding.node, writing.function, reading.function)
    return None


def _uses(name: str, file: File) -> Iterator[_Use]:
    """What the handlers of a file, and the functions they call, do with a container."""
    reached: dict[Function, bool] = {}
    for load in file.scopes.loads(name, file.tree.module):
        function = file.tree.function(load)
        if function is None:
            continue
        if function not in reached:
            reached[function] = HANDLER in file.roles.reaching(function)
        if not reached[function]:
            continue
        adds, reads, value, within = _use(load, file)
        yield _Use(function, adds, reads, adds and _is_data(value, file), within)


def _use(load: ast.Name, file: File) -> tuple[bool, bool, ast.expr | None, bool]:
    """Whether a use of a container adds or reads, what it adds, and whether one level below."""
    node: ast.expr = load
    parent = file.tree.parent(node)
    while isinstance(parent, ast.Subscript) and parent.value is node:
        if isinstance(parent.ctx, ast.Del):
            return False, False, None, False
        if isinstance(parent.ctx, ast.Store):
            if node is load and isinstance(parent.slice, ast.Constant):
                return False, False, None, False  # a field of a structure: `status["ready"] = …`
            holder = file.tree.parent(parent)
            value = holder.value if isinstance(holder, ast.Assign) else None
            return True, False, value, node is not load
        node, parent = parent, file.tree.parent(parent)
    call = file.tree.parent(parent) if isinstance(parent, ast.Attribute) else None
    if isinstance(parent, ast.Attribute) and isinstance(call, ast.Call) and call.func is parent:
        if parent.attr in _ADDS:
            above = file.tree.parent(call)
            within = node is not load or isinstance(above, ast.Attribute)
            return True, False, call.args[-1] if call.args else None, within
        if parent.attr in _REMOVES:
            return False, not isinstance(file.tree.parent(call), ast.Expr), None, False
    return False, True, None, False


def _is_data(value: ast.expr | None, file: File) -> bool:
    """Whether a value could as well be a row of a table."""
    if isinstance(value, ast.Name):
        home = file.scopes.home(value.id, file.tree.scope(value))
        bindings = file.scopes.bindings(home, value.id) if home is not None else []
        if len(bindings) != 1:
            return False
        bound = bindings[0].value
        if bindings[0].kind == "assign" and bound is not None:
            return not isinstance(bound, ast.Name) and _is_data(bound, file)
        return _is_body(value, home, file)
    if isinstance(value, ast.Dict | ast.List | ast.Tuple):
        return not any(_is_live(each, file) for each in _parts(value))
    if isinstance(value, ast.JoinedStr | ast.Constant):
        return isinstance(value, ast.JoinedStr) or isinstance(value.value, str)
    if isinstance(value, ast.Call):
        if last_name(value.func) in _DUMPS or _is_sent(value, file):
            return True
        return _is_record(file.names.class_of(value), file)
    if isinstance(value, ast.Attribute | ast.Subscript) and _is_sent(value, file):
        return True
    return value is not None and _is_record(file.names.class_of(value), file)


def _is_sent(value: ast.expr, file: File) -> bool:
    """Whether an expression takes something out of `request`: `request.json["title"]`.

    Through a variable, too: `body = await request.json()`, and then `body["title"]`.
    """
    inside = _innermost(value)
    if isinstance(inside, ast.Name) and inside is not value and inside.id != "request":
        bound = file.flow.constant(inside)
        inside = _innermost(bound) if bound is not None and bound is not inside else inside
    return isinstance(inside, ast.Name) and inside is not value and inside.id == "request"


def _innermost(node: ast.expr) -> ast.expr:
    """What a chain of attributes, items, calls and awaits starts from."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call | ast.Await):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node


def _parts(value: ast.Dict | ast.List | ast.Tuple) -> list[ast.expr]:
    return value.values if isinstance(value, ast.Dict) else value.elts


def _is_body(value: ast.Name, home: Scope | None, file: File) -> bool:
    """Whether a name is the parameter that a handler receives a body or a text in."""
    if not isinstance(home, FUNCTIONS) or file.roles.role(home) != HANDLER:
        return False
    path = file.names.class_of(value)
    if path in _DATA or _is_record(path, file):
        return True
    facts = file.libraries.facts(path) if path else None
    return bool(path) and facts is None and not path.startswith("builtins.")


def _is_record(path: str, file: File) -> bool:
    """Whether a class declares data: a model of the project, or one of a module of models."""
    if not path:
        return False
    definition = file.names.definition(path)
    if isinstance(definition, ast.ClassDef):
        return "model" in class_traits(definition, file)
    found = file.linker.resolve(Value(path, instance=True), file.path)
    if found is not None and found.file and _declares_data(found, file):
        return True
    owner, _, name = path.rpartition(".")
    return name[:1].isupper() and owner.rpartition(".")[2] in _MODEL_MODULES


def _declares_data(where: Resolved, file: File) -> bool:
    """Whether a class of another module is a model, has nothing but fields, or can be dumped."""
    for above in file.linker.ancestors(where):
        if not above.file:
            facts = file.libraries.facts(above.value.path)
            if facts is not None and "model" in facts.traits:
                return True
            continue
        cls = file.linker.cls(above)
        if cls is not None and _has_fields_alone(cls, file.project.summary(above.file)):
            return True
    return False


def _has_fields_alone(cls: ClassSummary, module: ModuleSummary) -> bool:
    """Whether a class is there for its values: it has no methods, or one that gives them all."""
    methods = {
        path.rpartition(".")[2]: module.functions.get(path)
        for path in module.functions
        if path.startswith(f"{cls.path}.")
    }
    if any(function is not None and function.is_async for function in methods.values()):
        return False
    if not _DUMPS.isdisjoint(methods):
        return True
    return not cls.bases and bool(cls.attributes) and methods.keys() <= {"__post_init__"}


def _is_live(value: ast.expr, file: File) -> bool:
    """Whether a value only means something in its own process: a task, a connection, a lock."""
    path = file.names.class_of(value)
    if not path or path.startswith(_PLAIN):
        return False
    if _is_record(path, file) or file.names.definition(path) is not None:
        return False
    found = file.linker.resolve(Value(path, instance=True), file.path)
    return found is None or bool(found.file) or not found.value.path.startswith(_PLAIN)
