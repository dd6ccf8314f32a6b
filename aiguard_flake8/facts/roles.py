"""What a function is for: a request handler, start-up, a command, a task, a test …

Roles come from the library models (`decorates`, `registers`, `handles`); where a router or an app
is imported from a module that we have not read, the shape of the decorator decides. `Roles` also
says what kind of module a file is, and which roles reach a function through calls in the file.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from functools import cached_property
from pathlib import PurePath
from typing import TYPE_CHECKING

from aiguard_flake8.facts.words import words
from aiguard_flake8.patterns import Pattern
from aiguard_flake8.tree import FUNCTIONS, Function, last_name, nodes_within, parameters, target_of

if TYPE_CHECKING:
    from aiguard_flake8.file import File

HANDLER, STARTUP, COMMAND, TASK, TEST = "handler", "startup", "command", "task", "test"
_SERVING = frozenset({HANDLER, TASK, STARTUP, "middleware", "dependency"})

_ROUTES = frozenset("get post put delete patch head options route websocket api_route".split())
_ROUTE_PATH = Pattern(r"(/|$)")
_COMMANDS = frozenset({"command", "group"})
_TASKS = frozenset({"task", "periodic_task", "scheduled_job", "actor"})
# A chat bot's commands and events: `@bot.command()`, `@client.event`, `@dp.message()`.
_BOTS = frozenset({"bot", "client", "dp", "dispatcher", "tree"})
_BOT_EVENTS = frozenset({"event", "message", "callback_query", "message_handler", "listen"})
# What a process calls to serve or to listen until it is stopped.
_LISTENS = frozenset(
    "run_polling start_polling infinity_polling run_forever serve_forever run_webhook "
    "start_webhook start_consuming run_until_disconnected".split()
)
_SERVERS = frozenset("uvicorn app application api bot client socketio hypercorn".split())
_STARTUP = frozenset({"lifespan", "startup", "on_startup", "shutdown", "on_shutdown"})
_FOLDERS = {
    "test": frozenset({"tests", "test", "testing", "unittests", "e2e"}),
    "migration": frozenset({"migrations", "db_migrations", "south_migrations", "alembic"}),
    "script": frozenset(
        {"scripts", "script", "bin", "tools", "examples", "example", "docs", "doc", "benchmarks",
         "benchmark", "commands", "notebooks", "cookbook", "demos", "demo"}
    ),
}  # fmt: skip
_ADMINISTRATOR = Pattern(r"admin|superuser|staff", re.IGNORECASE)
_PROBE = Pattern(
    r"(^|_)(health|healthz|healthcheck|liveness|readiness|ready|ping|probe|metrics|diagnos\w*)(_|$)"
    r"|(^|_)(latest|newest)_(\w+_)?(version|release)|(^|_)(version|update)s?_check|check_(for_)?updates?"
    r"|(^|_)(test|check|verify|validate)_(\w+_)?(connection|connectivity|credentials?|api_?key|token|status)"
)
_UPDATES = Pattern(r"(version|update)s?_check")
_EXAMPLES = frozenset(
    "examples example docs doc demos demo samples notebooks cookbook mock mocks".split()
)
_TEST_FILE = Pattern(r"(test_.*|.*_tests?|tests?|conftest|pytest_plugins?)\.pyi?")
_SCRIPT_FILE = Pattern(r"(setup|manage|noxfile|fabfile|__main__|conf|wsgi|asgi|gunicorn.*)\.py")


class Roles:
    """Answers for one file; every answer is computed once."""

    def __init__(self, file: File) -> None:
        self._file = file
        self._roles: dict[ast.AST, str] = {}
        self._reaching: dict[ast.AST, frozenset[str]] = {}

    @cached_property
    def module_kind(self) -> str:
        """`test`, `migration`, `script`, `page` (Streamlit and its like) or empty."""
        path = self._file.place
        if _TEST_FILE.fullmatch(path.name):
            return "test"
        for kind, folders in _FOLDERS.items():
            if folders.intersection(part.lower() for part in path.parts[:-1]):
                return kind
        if _SCRIPT_FILE.fullmatch(path.name):
            return "script"
        if self._is_revision:
            return "migration"
        return "page" if self._file.imports_trait("page") else ""

    @cached_property
    def _is_revision(self) -> bool:
        """Whether the module is one step of a schema, wherever it lies: what Alembic writes."""
        module = self._file.tree.module
        bound = self._file.scopes.bindings(module, "down_revision")
        return bool(bound) and bool(self._file.scopes.bindings(module, "revision"))

    @cached_property
    def is_example(self) -> bool:
        """Whether the file shows how something is used, and serves nobody."""
        path = self._file.place
        parts = path.stem.lower().split("_")
        named = len(parts) > 1 and "example" in (parts[0], parts[-1])
        return named or bool(_EXAMPLES.intersection(part.lower() for part in path.parts[:-1]))

    def role(self, function: Function) -> str:
        """The role of a function by itself; empty when it has none that we know."""
        if function not in self._roles:
            self._roles[function] = self._find(function)
        return self._roles[function]

    def reaching(self, function: Function) -> frozenset[str]:
        """The roles of a function and of those that call it, directly or not, in this file.

        `command` stands for module-level code under `if __name__ == "__main__"` too.
        """
        if function not in self._reaching:
            self._reaching[function] = self._reach(function)
        return self._reaching[function]

    def _reach(self, function: Function) -> frozenset[str]:
        found: set[str] = set()
        waiting, seen = [function], {function}
        while waiting:
            current = waiting.pop()
            if role := self.role(current):
                found.add(role)
            for reference in self.references(current):
                caller = self._file.tree.function(reference)
                if caller is not None:
                    if caller not in seen:
                        seen.add(caller)
                        waiting.append(caller)
                elif self.under_main(reference):
                    found.add(COMMAND)
        return frozenset(found)

    def from_command(self, function: Function) -> bool:
        """Whether a command line leads to a function, rather than a service that it starts."""
        if self.role(function) == COMMAND:
            return True
        reaching = self.reaching(function)
        return COMMAND in reaching and not (self._listens or reaching & _SERVING)

    def references(self, definition: Function | ast.ClassDef) -> list[ast.expr]:
        """The expressions of this file that name a function or class: its calls among others."""
        return self._references.get(definition, [])

    def within(self, node: ast.AST, *roles: str) -> Function | None:
        """The function around `node`, or one around that, that has one of these roles."""
        function = self._file.tree.function(node)
        while function is not None:
            if self.role(function) in roles:
                return function
            function = self._file.tree.function(function)
        return None

    def one_shot(self, node: ast.AST) -> bool:
        """Whether code runs once, for somebody who waits for it: scripts, commands.

        What an endless loop leads to is a worker, whatever starts it.
        """
        workers = self._file.workers
        if self._listens or workers.leads_to(node):
            return False
        if self.module_kind == "script" or self.under_main(node):
            return True
        function = self._file.tree.function(node)
        if function is None:
            # Bare statements that print: somebody runs them by hand.
            return self._prints_only
        reaching = self.reaching(function)
        if reaching & _SERVING:
            return False
        return COMMAND in reaching or self.in_cli_folder or workers.ends_process(node)

    @cached_property
    def in_cli_folder(self) -> bool:
        """Whether the file belongs to a command line, by a folder around it."""
        path = self._file.place
        return bool({"cli", "_cli"}.intersection(path.parts[:-1]))

    def is_probe(self, node: ast.AST) -> bool:
        """Whether the function around a node, by its name, only asks whether something works."""
        function = self._file.tree.function(node)
        return function is not None and _PROBE.search(function.name) is not None

    @cached_property
    def asks_for_updates(self) -> bool:
        """Whether the module, by its name, only asks whether there is a newer version."""
        return _UPDATES.search(PurePath(self._file.path).name) is not None

    def is_for_administrators(self, function: Function) -> bool:
        """Whether a handler asks for an administrator, and so runs rarely."""
        asked = [*function.decorator_list, *function.args.defaults, *function.args.kw_defaults]
        asked += [each.annotation for each in parameters(function.args)]
        for node in nodes_within(*filter(None, asked)):
            name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
            if _ADMINISTRATOR.search(str(name)):
                return True
        return False

    @cached_property
    def _prints_only(self) -> bool:
        """Whether the file defines no function or class, and prints."""
        if self._file.tree.of(*FUNCTIONS, ast.ClassDef):
            return False
        return any(call.path == "builtins.print" for call in self._file.calls)

    @cached_property
    def shows_to_user(self) -> bool:
        """Whether the file imports from its project's command line: `from shop.cli import show`."""
        parts = PurePath(self._file.path).parts
        for node in self._file.tree.of(ast.ImportFrom):
            module = (node.module or "").split(".")
            if "cli" in module and (node.level or module[0] in parts):
                return True
        return False

    @cached_property
    def starts_server(self) -> bool:
        """Whether the file starts what serves until it is stopped: `uvicorn.run(app)`."""
        return any(map(_starts_server, self._file.tree.of(ast.Call)))

    def starts_server_in(self, function: Function) -> bool:
        """Whether a function does so itself: what it prints is for whoever starts it."""
        return any(map(_starts_server, self._file.tree.own(function, ast.Call)))

    @cached_property
    def _listens(self) -> bool:
        return any(
            isinstance(node.func, ast.Attribute) and node.func.attr in _LISTENS
            for node in self._file.tree.of(ast.Call)
        )

    def under_main(self, node: ast.AST) -> bool:
        """Whether module-level code runs only when the file is run as a script."""
        for ancestor in self._file.tree.ancestors(node):
            if isinstance(ancestor, ast.If) and _is_main_test(ancestor.test):
                return True
        return False

    @cached_property
    def runs_as_script(self) -> bool:
        """Whether the module has an `if __name__ == "__main__"` block."""
        return any(
            isinstance(statement, ast.If) and _is_main_test(statement.test)
            for statement in self._file.tree.module.body
        )

    @cached_property
    def serves(self) -> bool:
        """Whether the module defines a handler or a task."""
        functions = self._file.tree.of(*FUNCTIONS)
        return any(self.role(each) in (HANDLER, TASK, "middleware") for each in functions)

    # -- evidence ----------------------------------------------------------------------------

    def _find(self, function: Function) -> str:
        if self.module_kind == "test":
            return TEST
        return (
            self._registered.get(function)
            or self._decorated(function)
            or self._inherited(function)
            or self._by_shape(function)
        )

    def _decorated(self, function: Function) -> str:
        for decorator in function.decorator_list:
            target = target_of(decorator)
            value = self._file.names.value(target)
            facts = self._file.libraries.facts(value.path) if value is not None else None
            if facts is not None and facts.decorates:
                return facts.decorates
            if value is None or not self._file.libraries.knows(value.path):
                if role := _decorator_shape(decorator):
                    return role
        return ""

    def _inherited(self, function: Function) -> str:
        cls = self._file.tree.enclosing_class(function)
        if cls is None:
            return ""
        for base in self._file.names.bases(cls):
            facts = self._file.libraries.facts(base)
            if facts is not None and (role := facts.handles.get(function.name)):
                return role
        return ""

    def _by_shape(self, function: Function) -> str:
        if function.name == "main" and self._file.tree.function(function) is None:
            return COMMAND
        if function.name in _STARTUP:
            return STARTUP
        given = parameters(function.args)
        first = given[0] if given and given[0].arg not in ("self", "cls") else None
        if first is not None and first.arg == "request" and self._answers(function):
            return HANDLER
        return ""

    def _answers(self, function: Function) -> bool:
        """Whether a function returns an HTTP response that a library builds."""
        for node in self._file.tree.own(function, ast.Return):
            if isinstance(node.value, ast.Call):
                call = self._file.call(node.value)
                if call is not None and call.facts.response:
                    return True
        return False

    @cached_property
    def _registered(self) -> dict[ast.AST, str]:
        """Functions that are handed to a library under a role: `web.get("/", handler)`."""
        found: dict[ast.AST, str] = {}
        for call in self._file.library_calls:
            for argument, role in call.facts.registers.items():
                given = call.argument(argument)
                value = self._file.names.value(given) if given is not None else None
                definition = self._file.names.definition(value.path) if value else None
                if isinstance(definition, FUNCTIONS):
                    found.setdefault(definition, role)
        return found

    @cached_property
    def _references(self) -> dict[ast.AST, list[ast.expr]]:
        found: dict[ast.AST, list[ast.expr]] = defaultdict(list)
        tree = self._file.tree
        # Most names are no definition of this file; asking what they stand for is the dear part.
        defined = {each.name for each in tree.of(ast.ClassDef, *FUNCTIONS)}
        for node in tree.of(ast.Name, ast.Attribute):
            name = node.id if isinstance(node, ast.Name) else node.attr
            if name not in defined or not isinstance(node.ctx, ast.Load):
                continue
            value = self._file.names.value(node)
            if value is None or value.instance or not value.local:
                continue
            definition = self._file.names.definition(value.path)
            if definition is not None:
                found[definition].append(node)
        return found


def _decorator_shape(decorator: ast.expr) -> str:
    """The role that the shape of a decorator of an unknown object tells."""
    call = decorator if isinstance(decorator, ast.Call) else None
    target = call.func if call is not None else decorator
    if not isinstance(target, ast.Attribute):
        return ""
    if last_name(target.value) in _BOTS and target.attr in (_BOT_EVENTS | _COMMANDS):
        return TASK
    if target.attr in _ROUTES and call is not None and call.args:
        first = call.args[0]
        if isinstance(first, ast.Constant) and isinstance(first.value, str):
            return HANDLER if _ROUTE_PATH.match(first.value) else ""
    if target.attr in _COMMANDS:
        return COMMAND
    return TASK if target.attr in _TASKS else ""


def _starts_server(node: ast.Call) -> bool:
    if not isinstance(node.func, ast.Attribute):
        return False
    method, owner = node.func.attr, node.func.value
    if method in _LISTENS or method == "run_app":
        return True
    if method != "run":
        return False
    if isinstance(owner, ast.Attribute):  # self.flask_app.run()
        return words(owner.attr)[-1:] == ("app",)
    return isinstance(owner, ast.Name) and owner.id in _SERVERS


def _is_main_test(test: ast.expr) -> bool:
    match test:
        case ast.Compare(
            left=ast.Name(id="__name__"),
            ops=[ast.Eq()],
            comparators=[ast.Constant(value="__main__")],
        ):
            return True
    return False
