"""What a rule may ask about the file it looks at: the layers, as attributes."""

from __future__ import annotations

import ast
import os
from collections.abc import Sequence
from functools import cached_property
from pathlib import PurePath
from typing import TYPE_CHECKING

from aiguard_flake8.calls import Call, LibraryCall, resolved
from aiguard_flake8.names import Names
from aiguard_flake8.scopes import Scopes
from aiguard_flake8.tree import Function, Tree

if TYPE_CHECKING:
    from aiguard_flake8.comments import Comment
    from aiguard_flake8.facts.answers import Answers
    from aiguard_flake8.facts.attempts import Attempt
    from aiguard_flake8.facts.blocking import Blocking
    from aiguard_flake8.facts.caches import Caches
    from aiguard_flake8.facts.callers import Callers
    from aiguard_flake8.facts.catching import Catching
    from aiguard_flake8.facts.contracts import Contracts
    from aiguard_flake8.facts.credentials import Credentials
    from aiguard_flake8.facts.environment import Fallback
    from aiguard_flake8.facts.fields import Field
    from aiguard_flake8.facts.guards import Guards
    from aiguard_flake8.facts.handlers import Handler
    from aiguard_flake8.facts.item_loops import ItemLoops
    from aiguard_flake8.facts.limits import Limits
    from aiguard_flake8.facts.mocks import Mocks
    from aiguard_flake8.facts.per_item import PerItems
    from aiguard_flake8.facts.prints import Prints
    from aiguard_flake8.facts.remote import Remote
    from aiguard_flake8.facts.repeats import Repeats
    from aiguard_flake8.facts.resources import Resources
    from aiguard_flake8.facts.retries import Retries
    from aiguard_flake8.facts.returns import Returns
    from aiguard_flake8.facts.roles import Roles
    from aiguard_flake8.facts.rows import RowsOf
    from aiguard_flake8.facts.shapes import Shapes
    from aiguard_flake8.facts.tables import Tables
    from aiguard_flake8.facts.transactions import Transactions
    from aiguard_flake8.facts.workers import Workers
    from aiguard_flake8.flow import Flow
    from aiguard_flake8.project.link import Linker
    from aiguard_flake8.project.modules import Project
    from aiguard_flake8.project.summarise import Definitions
    from aiguard_flake8.reach import Reach


class File:
    """One file under analysis. Every layer is imported and built when it is first asked.

    A short file asks few of them, and what is not imported costs an editor nothing.
    """

    def __init__(
        self,
        module: ast.Module,
        filename: str,
        lines: Sequence[str],
        project: Project,
    ) -> None:
        # Not Path.absolute(): a working directory that is gone is no reason to fail.
        self.path = os.path.abspath(filename)  # noqa: PTH100
        self.folder = os.path.dirname(self.path)  # noqa: PTH120 - a string, as the path is
        self.project = project
        self.libraries = project.libraries
        self.lines = lines
        self.tree = Tree(module)
        self._calls: dict[ast.Call, Call | None] = {}
        self._attempts: dict[ast.Try | ast.TryStar, Attempt] = {}

    @cached_property
    def place(self) -> PurePath:
        """Where the file is below its project: folders above it say nothing."""
        return self.project.place(self.path)

    @cached_property
    def scopes(self) -> Scopes:
        """Where names are bound and read."""
        return Scopes(self.tree)

    @cached_property
    def names(self) -> Names:
        """What names stand for."""
        return Names(self.tree, self.scopes, self.libraries, self.project.types)

    @cached_property
    def flow(self) -> Flow:
        """What becomes of values."""
        from aiguard_flake8.flow import Flow

        return Flow(self.tree, self.scopes)

    @cached_property
    def limits(self) -> Limits:
        """What bounds a wait beside the arguments of a call."""
        from aiguard_flake8.facts.limits import Limits

        return Limits(self)

    @cached_property
    def resources(self) -> Resources:
        """What becomes of things that must be closed, or are meant to be shared."""
        from aiguard_flake8.facts.resources import Resources

        return Resources(self)

    @cached_property
    def caches(self) -> Caches:
        """Dicts and decorators that remember."""
        from aiguard_flake8.facts.caches import Caches

        return Caches(self)

    @cached_property
    def repeats(self) -> Repeats:
        """What runs for each request or each item."""
        from aiguard_flake8.facts.repeats import Repeats

        return Repeats(self)

    @cached_property
    def remote(self) -> Remote:
        """Which calls talk to something outside the process."""
        from aiguard_flake8.facts.remote import Remote

        return Remote(self)

    @cached_property
    def retries(self) -> Retries:
        """Which loops try something remote again."""
        from aiguard_flake8.facts.retries import Retries

        return Retries(self)

    @cached_property
    def shapes(self) -> Shapes:
        """What calls do whose callee is not known."""
        from aiguard_flake8.facts.shapes import Shapes

        return Shapes(self)

    @cached_property
    def guards(self) -> Guards:
        """What has to be so for a call to run."""
        from aiguard_flake8.facts.guards import Guards

        return Guards(self)

    @cached_property
    def mocks(self) -> Mocks:
        """Which expressions are mocks."""
        from aiguard_flake8.facts.mocks import Mocks

        return Mocks(self)

    @cached_property
    def catching(self) -> Catching:
        """Which exceptions are caught around a node."""
        from aiguard_flake8.facts.catching import Catching

        return Catching(self)

    @cached_property
    def reach(self) -> Reach:
        """What calls do in the end, through the project."""
        from aiguard_flake8.reach import Reach

        return Reach(self)

    @cached_property
    def linker(self) -> Linker:
        """Follows paths through the project, with this file as it is on the screen."""
        _ = self.reach
        return self.project.linker

    @cached_property
    def definitions(self) -> Definitions:
        """Its functions, as other modules need to know them."""
        from aiguard_flake8.project.summarise import Definitions

        return Definitions(self)

    @cached_property
    def blocking(self) -> Blocking:
        """Which calls block the event loop."""
        from aiguard_flake8.facts.blocking import Blocking

        return Blocking(self)

    @cached_property
    def rows(self) -> RowsOf:
        """Which rows expressions give, as far as this file says."""
        from aiguard_flake8.facts.rows import RowsOf

        return RowsOf(self)

    @cached_property
    def tables(self) -> Tables:
        """Rows and relations of models, wherever they are declared in the project."""
        from aiguard_flake8.facts.tables import Tables

        return Tables(self)

    @cached_property
    def item_loops(self) -> ItemLoops:
        """What loops and comprehensions go over."""
        from aiguard_flake8.facts.item_loops import ItemLoops

        return ItemLoops(self)

    @cached_property
    def per_item(self) -> PerItems:
        """What runs once per item of a loop."""
        from aiguard_flake8.facts.per_item import PerItems

        return PerItems(self)

    @cached_property
    def workers(self) -> Workers:
        """What runs until the process is stopped."""
        from aiguard_flake8.facts.workers import Workers

        return Workers(self)

    @cached_property
    def roles(self) -> Roles:
        """What functions and the module are for."""
        from aiguard_flake8.facts.roles import Roles

        return Roles(self)

    @cached_property
    def prints(self) -> Prints:
        """Which prints are meant for a person at a terminal."""
        from aiguard_flake8.facts.prints import Prints

        return Prints(self)

    @cached_property
    def answers(self) -> Answers:
        """What statements answer an HTTP client with."""
        from aiguard_flake8.facts.answers import Answers

        return Answers(self)

    @cached_property
    def returns(self) -> Returns:
        """What functions return, as far as their `return` statements say."""
        from aiguard_flake8.facts.returns import Returns

        return Returns(self)

    @cached_property
    def contracts(self) -> Contracts:
        """Who decides what functions may return."""
        from aiguard_flake8.facts.contracts import Contracts

        return Contracts(self)

    @cached_property
    def callers(self) -> Callers:
        """What callers make of a value that tells of a failure."""
        from aiguard_flake8.facts.callers import Callers

        return Callers(self)

    @cached_property
    def transactions(self) -> Transactions:
        """Which calls commit, and who ends the session."""
        from aiguard_flake8.facts.transactions import Transactions

        return Transactions(self)

    @cached_property
    def calls(self) -> list[Call]:
        """All calls whose callee is known by name, in document order."""
        found = (self.call(node) for node in self.tree.of(ast.Call))
        return [call for call in found if call is not None]

    @cached_property
    def library_calls(self) -> list[LibraryCall]:
        """Those among them whose callee a library models."""
        return [call for call in self.calls if isinstance(call, LibraryCall)]

    @cached_property
    def handlers(self) -> list[Handler]:
        """All `except` handlers, in document order."""
        from aiguard_flake8.facts.handlers import Handler

        found = []
        for node in self.tree.of(ast.ExceptHandler):
            statement = self.tree.parent(node)
            assert isinstance(statement, ast.Try | ast.TryStar)
            found.append(Handler(node, statement, self))
        return found

    @cached_property
    def fields(self) -> list[Field]:
        """The declared fields of models, dataclasses and settings, class by class."""
        from aiguard_flake8.facts.fields import fields

        return list(fields(self))

    @cached_property
    def fallbacks(self) -> list[Fallback]:
        """What stands in the file for variables of the environment that are not set."""
        from aiguard_flake8.facts.environment import fallbacks

        return list(fallbacks(self))

    @cached_property
    def literal_fallbacks(self) -> dict[ast.AST, Fallback]:
        """The same by the literal that is taken."""
        return {each.value: each for each in self.fallbacks}

    @cached_property
    def credentials(self) -> Credentials:
        """The credentials in the file, and what is given to secrets' names."""
        from aiguard_flake8.facts.credentials import Credentials

        return Credentials(self)

    @cached_property
    def comments(self) -> list[Comment]:
        """All comments, in order."""
        from aiguard_flake8.comments import comments

        return list(comments(self.lines, self.tree))

    @property
    def is_test(self) -> bool:
        """Whether the file is a test, or supports tests."""
        return self.roles.module_kind == "test"

    @property
    def is_forgotten(self) -> bool:
        """Whether nothing can be asked any more."""
        return "tree" not in vars(self)

    def forget(self) -> None:
        """Let go of all layers, which hold each other, so that no garbage needs to be looked for.

        Nothing can be asked any more.
        """
        shared = self.project, *vars(self.project).values()
        held = [*vars(self).values(), *vars(vars(self).get("names", self)).values()]
        for layer in (self, *held):
            if hasattr(layer, "__dict__") and layer not in shared:
                vars(layer).clear()

    def call(self, node: ast.Call) -> Call | None:
        """The resolved call, or None when its callee is not known."""
        if node not in self._calls:
            self._calls[node] = resolved(node, self.names, self.libraries)
        return self._calls[node]

    def attempt(self, statement: ast.Try | ast.TryStar) -> Attempt:
        """What the body of a `try` attempts; all its handlers share the answer."""
        if statement not in self._attempts:
            from aiguard_flake8.facts.attempts import Attempt

            self._attempts[statement] = Attempt(statement, self)
        return self._attempts[statement]

    def runs_from_command(self, function: Function | None) -> bool:
        """Whether a command line or a script leads to this function, or to module-level code."""
        if self.roles.module_kind == "script" or "cli" in self.place.parts[-4:-1]:
            return True
        return function is not None and self.roles.from_command(function)

    def calls_within(self, nodes: Sequence[ast.AST]) -> list[Call]:
        """The known calls among some nodes."""
        found = (self.call(node) for node in nodes if isinstance(node, ast.Call))
        return [call for call in found if call is not None]

    def log_record(self, node: ast.Call) -> tuple[str, bool] | None:
        """Level of the log record that a call writes and whether it holds the traceback."""
        from aiguard_flake8.facts.logs import log_record

        return log_record(node, self)

    def imports_trait(self, trait: str) -> bool:
        """Whether the file imports a module or name that a library model gives this trait."""
        for alias in self.tree.of(ast.alias):
            statement = self.tree.parent(alias)
            prefix = f"{statement.module}." if isinstance(statement, ast.ImportFrom) else ""
            for name in (prefix + alias.name, prefix.removesuffix(".")):
                facts = self.libraries.facts(name) if name else None
                if facts is not None and trait in facts.traits:
                    return True
        return False
