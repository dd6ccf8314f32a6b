"""Which prints are meant for a person at a terminal."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING

from aiguard_flake8.facts.roles import COMMAND, TEST
from aiguard_flake8.facts.words import words
from aiguard_flake8.patterns import Pattern
from aiguard_flake8.tree import FUNCTIONS, Function

if TYPE_CHECKING:
    from aiguard_flake8.file import File

_SHOWING = frozenset(
    "print show display dump pretty summary help usage banner report cli console main render "
    "prompt demo example echo printer terminal repl shell tui interactive progress output".split()
)
_TALKATIVE = Pattern(
    r"(?i)\w*(verbose|debug|quiet|silent|dry_?run|trace|echo|print|console)(_\w+)?"
)
_LOGGER_NAME = Pattern(r"(?i)_*(\w+_)?(log|logger)")
_LAID_OUT = Pattern(r"[\s=\-*#>|]|$")  # how such a text starts
_MODULES = frozenset(
    "cli console terminal repl shell main_cli tui prompt printer display output "
    "logger logging loggers".split()
)
# Modules and classes of a service that are reached from its handlers, by the words of their names.
_SERVICE = frozenset(
    "service services repository repositories gateway gateways handler handlers worker workers "
    "consumer consumers processor processors controller controllers dao server backend api apis "
    "apiserver router routers route routes endpoint endpoints webhook webhooks task tasks job jobs "
    "middleware notifier usecase usecases".split()
)
# What a function uses that writes to a screen.
_SCREEN = frozenset("stdout Fore Style Back Colors colors bcolors isatty tqdm".split())
_ESCAPES = Pattern(r"\033|\[/?(bold|dim|red|green|yellow|blue|cyan|magenta)\b")


class Prints:
    """Answers for one file."""

    def __init__(self, file: File) -> None:
        self._file = file

    def by_purpose(self, node: ast.Call) -> bool:
        """Whether a print is made to be read at a terminal, or nothing speaks against it."""
        file = self._file
        if not self._serves or file.roles.under_main(node):
            return True
        function = file.tree.function(node)
        if function is None:
            return True
        if file.roles.from_command(function) or TEST in file.roles.reaching(function):
            return True
        if not self._stands_for_a_record(node, function):
            return True
        if _is_laid_out(node) or self._is_asked_for(node) or self._is_named_so(node):
            return True
        return self._writes_to_screen(function) or file.roles.starts_server_in(function)

    @cached_property
    def _serves(self) -> bool:
        """Whether the module serves or logs, and talks to no terminal."""
        roles = self._file.roles
        if roles.module_kind or roles.is_example or self._is_command_line:
            return False
        return roles.serves or self._has_logger

    @cached_property
    def _has_logger(self) -> bool:
        return any(
            isinstance(target, ast.Name) and _LOGGER_NAME.fullmatch(target.id)
            for statement in self._file.tree.module.body
            if isinstance(statement, ast.Assign)
            for target in statement.targets
        )

    def _stands_for_a_record(self, node: ast.Call, function: Function) -> bool:
        """Whether a module that has a logger prints where it should log.

        A library may also print to a person; not where it tells of a failure, or where the
        same function logs or is part of a service, in plain words (signs and emoji are meant for
        a screen).
        """
        if self._file.roles.serves:
            return True
        if self._is_accepted(node) or self._ends_with_exit(node):
            return False
        if any(isinstance(above, ast.ExceptHandler) for above in self._file.tree.ancestors(node)):
            return True
        if function not in self._logging and not self._is_part_of_service(function):
            return False
        return ast.unparse(node.args[0]).isascii() and not self._lays_out(function)

    def _is_accepted(self, node: ast.Call) -> bool:
        """Whether a comment for another linter says that the print is meant."""
        lines = self._file.lines[node.lineno - 1 : node.end_lineno]
        return any("noqa: T20" in line for line in lines)

    def _ends_with_exit(self, node: ast.Call) -> bool:
        """Whether the process ends right after it: somebody started it and must know why."""
        statement = self._file.tree.statement(node)
        block = self._file.tree.block(statement) if statement is not None else []
        match block[-1:]:
            case [ast.Expr(value=ast.Call() as last)]:
                call = self._file.call(last)
                return call is not None and "exit" in call.facts.traits
        return False

    def _lays_out(self, function: Function) -> bool:
        """Whether other prints of a function are set for a screen."""
        return any(
            isinstance(each.func, ast.Name)
            and each.func.id == "print"
            and (not each.args or _is_laid_out(each))
            for each in self._file.tree.own(function, ast.Call)
        )

    def _is_part_of_service(self, function: Function) -> bool:
        """Whether the names of the class or the module around a function say so."""
        cls = self._file.tree.enclosing_class(function)
        if cls is not None and _SERVICE.intersection(words(cls.name)[-1:]):
            return True
        path = self._file.place.with_suffix("")
        return any(_SERVICE.intersection(words(part)) for part in path.parts[-3:])

    @cached_property
    def _logging(self) -> frozenset[Function | None]:
        """The functions that write log records."""
        return frozenset(
            self._file.tree.function(node)
            for node in self._file.tree.of(ast.Call)
            if self._file.log_record(node) is not None
        )

    @cached_property
    def _is_command_line(self) -> bool:
        file = self._file
        parts = file.place.with_suffix("").parts[-3:]
        if any(_MODULES.intersection(words(part)) for part in parts):
            return True
        if file.imports_trait("command-line"):
            return True
        if any("console" in call.facts.traits for call in file.calls):
            return True
        if file.roles.serves or file.roles.starts_server:
            return False  # what starts it when it is run as a script makes no command of it
        return file.roles.runs_as_script or any(
            file.roles.role(each) == COMMAND for each in file.tree.of(*FUNCTIONS)
        )

    def _is_asked_for(self, node: ast.AST) -> bool:
        """Whether it stands under an option such as `verbose`."""
        for above in self._file.tree.ancestors(node):
            if isinstance(above, ast.If | ast.IfExp):
                for each in ast.walk(above.test):
                    name = each.id if isinstance(each, ast.Name) else ""
                    name = each.attr if isinstance(each, ast.Attribute) else name
                    if isinstance(each, ast.Constant) and isinstance(each.value, str):
                        name = each.value  # an environment variable
                    if name and _TALKATIVE.fullmatch(name):
                        return True
        return False

    def _writes_to_screen(self, function: Function) -> bool:
        """Whether a function colours its text, flushes the screen or draws progress on it."""
        tree = self._file.tree
        read = (*tree.own(function, ast.Name), *tree.own(function, ast.Attribute))
        return any(getattr(each, "attr", getattr(each, "id", "")) in _SCREEN for each in read)

    def _is_named_so(self, node: ast.AST) -> bool:
        return any(
            _SHOWING.intersection(words(above.name))
            for above in self._file.tree.ancestors(node)
            if isinstance(above, (*FUNCTIONS, ast.ClassDef))
        )


def _is_laid_out(node: ast.Call) -> bool:
    """Whether the text is set for a screen: indented, ruled off, with line breaks or `end=`."""
    if any(keyword.arg in ("end", "sep", None) for keyword in node.keywords):
        return True
    first = node.args[0]
    if isinstance(first, ast.BinOp):  # "=" * 60
        first = first.left
    parts = first.values if isinstance(first, ast.JoinedStr) else [first]
    texts = [
        each.value
        for each in parts
        if isinstance(each, ast.Constant) and isinstance(each.value, str)
    ]
    if any("\n" in text or _ESCAPES.search(text) for text in texts):
        return True
    return isinstance(parts[0], ast.Constant) and any(map(_LAID_OUT.match, texts[:1]))
