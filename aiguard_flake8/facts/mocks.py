"""Which expressions are mocks: objects that have every attribute anybody asks them for.

They are known by what makes them: the classes of a mock library, patch decorators and contexts,
the patching fixture, fixtures of the same file that give mocks. In a test, a variable that comes
from elsewhere is taken for one when its name says so: `mock_mailer`.
"""

from __future__ import annotations

import ast
import re
from difflib import get_close_matches
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from aiguard_flake8.calls import Call
from aiguard_flake8.patterns import Pattern
from aiguard_flake8.scopes import Binding
from aiguard_flake8.tree import FUNCTIONS, Function, spelled, target_of

if TYPE_CHECKING:
    from aiguard_flake8.file import File

ASSERTIONS = frozenset(
    "assert_called assert_called_once assert_called_with assert_called_once_with assert_any_call "
    "assert_has_calls assert_not_called assert_awaited assert_awaited_once assert_awaited_with "
    "assert_awaited_once_with assert_any_await assert_has_awaits assert_not_awaited".split()
)
# What people write instead. A mock has these, too, as it has every other attribute.
_INVENTED = {
    "called_once": "assert_called_once", "called_with": "assert_called_with",
    "called_once_with": "assert_called_once_with", "not_called": "assert_not_called",
    "never_called": "assert_not_called", "any_call": "assert_any_call",
    "has_calls": "assert_has_calls", "has_call": "assert_any_call",
    "called_any": "assert_any_call", "was_called": "assert_called",
    "was_called_once": "assert_called_once", "was_called_with": "assert_called_with",
    "was_called_once_with": "assert_called_once_with", "was_not_called": "assert_not_called",
    "has_been_called": "assert_called", "has_been_called_with": "assert_called_with",
    "has_been_called_once": "assert_called_once", "is_called": "assert_called",
    "is_called_with": "assert_called_with", "is_called_once": "assert_called_once",
    "is_called_once_with": "assert_called_once_with", "awaited_once": "assert_awaited_once",
    "awaited_with": "assert_awaited_with", "awaited_once_with": "assert_awaited_once_with",
    "not_awaited": "assert_not_awaited",
}  # fmt: skip
_ALIKE = 0.86  # of 1: one or two letters of difference in names of this length
_MISSPELLED = Pattern(r"as\w*(cal|await)\w*", re.IGNORECASE)
_NAMES = Pattern(r"_*(mock(ed)?_\w+|\w+_mock(ed)?|mock)")
_FIXTURES = dict.fromkeys(
    ("mocker", "class_mocker", "module_mocker", "package_mocker", "session_mocker"),
    "pytest_mock.MockerFixture",
)
_FIXTURE_ROLE = "fixture"
_MOST_STEPS = 20  # `m.a.b().c`, or mocks made of mocks; what is longer is not followed


@lru_cache(maxsize=4096)  # names come again and again
def meant(name: str) -> str:
    """The assertion method that somebody meant by another name; empty when there is none."""
    if name in _INVENTED:
        return _INVENTED[name]
    if name in ASSERTIONS or not _MISSPELLED.fullmatch(name):
        return ""
    return next(iter(get_close_matches(name, sorted(ASSERTIONS), 1, _ALIKE)), "")


class Mocks:
    """The mocks of one file."""

    def __init__(self, file: File) -> None:
        self._file = file
        self._depth = 0

    def is_mock(self, node: ast.expr) -> bool:
        """Whether an expression is a mock, or an attribute or result of one."""
        if self._depth > _MOST_STEPS:
            return False
        self._depth += 1
        try:
            return self._is_mock(node)
        finally:
            self._depth -= 1

    def _is_mock(self, node: ast.expr) -> bool:
        for _ in range(_MOST_STEPS):
            known = self._by_value(node)
            if known is not None:
                return known
            if isinstance(node, ast.Attribute):
                if (spelled(node) or "?") in self._assigned_mocks(self._file.tree.function(node)):
                    return True
                node = node.value
            elif isinstance(node, ast.Call):
                if self._fixture_call(node):
                    return True
                node = node.func
            elif isinstance(node, ast.Await | ast.Subscript):
                node = node.value
            else:
                return isinstance(node, ast.Name) and self._is_mock_variable(node)
        return False

    def _by_value(self, node: ast.expr) -> bool | None:
        """What the names say: whether it is a mock; None when they do not know an object."""
        value = self._file.names.value(node)
        if value is None or not value.instance:
            return None
        facts = self._file.libraries.facts(value.path)
        if facts is None or "mock" not in facts.traits:
            return None if facts is None and not value.local else False
        made = self._file.call(value.origin) if value.origin is not None else None
        return made is None or self._puts_mock(made.node, made.facts.parameters)

    def _is_mock_variable(self, name: ast.Name) -> bool:
        scopes, tree = self._file.scopes, self._file.tree
        home = scopes.home(name.id, tree.scope(name))
        if home is None:
            return False
        bindings = [each for each in scopes.bindings(home, name.id) if each.kind != "annotation"]
        if bindings and all(self._binds_mock(each) for each in bindings):
            return True
        if not self._file.is_test or not _NAMES.fullmatch(name.id):
            return False
        return all(self._may_be_mock(each) for each in bindings)

    def _binds_mock(self, binding: Binding) -> bool:
        function = self._file.tree.function(binding.node)
        if binding.kind == "parameter" and isinstance(binding.node, ast.arg):
            holder = self._file.tree.scope(binding.node)
            return isinstance(holder, FUNCTIONS) and self._is_mock_parameter(binding.node, holder)
        if binding.kind in ("assign", "walrus") and binding.value is not None:
            return function is not None and self.is_mock(binding.value)
        return False

    def _may_be_mock(self, binding: Binding) -> bool:
        """A parameter, or something that comes from a module that we have not read."""
        if binding.kind == "parameter":
            return binding.annotation is None
        if binding.kind in ("assign", "with") and binding.value is not None:
            return self._file.names.value(binding.value) is None
        return False

    @cached_property
    def set_by_hand(self) -> frozenset[str]:
        """The attributes that the file gives a value or defines as methods."""
        tree = self._file.tree
        stored = {each.attr for each in tree.of(ast.Attribute) if isinstance(each.ctx, ast.Store)}
        defined = {each.name for each in tree.of(ast.FunctionDef, ast.AsyncFunctionDef)}
        return frozenset(stored | defined)

    # -- parameters ----------------------------------------------------------------------------

    def _is_mock_parameter(self, arg: ast.arg, function: Function) -> bool:
        if arg in self._injected(function):
            return True
        fixture = self._fixtures.get(arg.arg)
        return fixture is not None and fixture is not function and self._gives_mock(fixture)

    def _injected(self, function: Function) -> list[ast.arg]:
        """The parameters that patch decorators fill with mocks, innermost first."""
        cls = self._file.tree.enclosing_class(function)
        decorators = [*reversed(function.decorator_list)]
        if cls is not None and function.name.startswith("test"):
            decorators += reversed(cls.decorator_list)
        patches = [self._patch(each) for each in decorators]
        given = [*function.args.posonlyargs, *function.args.args][cls is not None :]
        filling = [each for each in patches if each is not None and not each.gives("new")]
        return [
            arg
            for arg, patch in zip(given, filling)
            if self._puts_mock(patch.node, patch.facts.parameters)
        ]

    def _patch(self, decorator: ast.expr) -> Call | None:
        """The call of a decorator that replaces something by a mock."""
        call = self._file.call(decorator) if isinstance(decorator, ast.Call) else None
        if call is None or not call.facts.returns:
            return None
        made = self._file.libraries.facts(call.facts.returns)
        entered = self._file.libraries.facts(made.enters) if made is not None else None
        return call if entered is not None and "mock" in entered.traits else None

    # -- fixtures ------------------------------------------------------------------------------

    @cached_property
    def _fixtures(self) -> dict[str, Function]:
        """The fixtures of the file by name."""
        return {
            each.name: each
            for each in self._file.tree.of(*FUNCTIONS)
            if isinstance(each, FUNCTIONS) and any(map(self._is_fixture, each.decorator_list))
        }

    def _is_fixture(self, decorator: ast.expr) -> bool:
        target = target_of(decorator)
        facts = self._file.libraries.facts(self._file.names.path(target) or "?")
        return facts is not None and facts.decorates == _FIXTURE_ROLE

    def _gives_mock(self, fixture: Function) -> bool:
        tree = self._file.tree
        returned = [each.value for each in tree.own(fixture, ast.Return)]
        yielded = [each.value for each in tree.own(fixture, ast.Yield)]
        values = [each for each in (*returned, *yielded) if each is not None]
        return bool(values) and all(self.is_mock(each) for each in values)

    def _fixture_call(self, node: ast.Call) -> bool:
        """Whether a call asks the patching fixture for a mock: `mocker.patch(…)`."""
        head, _, rest = spelled(node.func).partition(".")
        if not rest or head not in _FIXTURES:
            return False
        path = self._file.libraries.canonical(f"{_FIXTURES[head]}.{rest}")
        facts = self._file.libraries.facts(path)
        if facts is None:
            return False
        if facts.kind == "class":
            return "mock" in facts.traits
        return bool(facts.returns) and self._puts_mock(node, facts.parameters)

    def _puts_mock(self, node: ast.Call, parameters: tuple[str, ...]) -> bool:
        """Whether a patch puts a mock in place: by itself, or the one that it is given."""
        if "new" not in parameters:
            return True
        given = {each.arg: each.value for each in node.keywords}
        position = parameters.index("new")
        if position < len(node.args):
            given["new"] = node.args[position]
        if "new_callable" in given:
            facts = self._file.libraries.facts(self._file.names.path(given["new_callable"]) or "?")
            return facts is not None and "mock" in facts.traits
        return self.is_mock(given["new"]) if "new" in given else None not in given

    # -- attributes ----------------------------------------------------------------------------

    def _assigned_mocks(self, function: Function | None) -> frozenset[str]:
        """The attributes that a function replaces by mocks: `service.mailer`."""
        return self._assigned.get(function, frozenset())

    @cached_property
    def _assigned(self) -> dict[Function | None, frozenset[str]]:
        tree = self._file.tree
        found: dict[Function | None, set[str]] = {}
        for node in tree.of(ast.Attribute):
            statement = tree.parent(node) if isinstance(node.ctx, ast.Store) else None
            if isinstance(statement, ast.Assign) and self._by_value(statement.value):
                found.setdefault(tree.function(node), set()).add(spelled(node))
        return {function: frozenset(paths) for function, paths in found.items()}
