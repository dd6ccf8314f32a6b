"""Which calls of a coroutine block the event loop that runs it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from aiguard_flake8.comments import docstring
from aiguard_flake8.effects import Effect, Effects
from aiguard_flake8.facts.audience import SERVING, has_audience
from aiguard_flake8.facts.own_loops import has_own_loop
from aiguard_flake8.facts.roles import TASK
from aiguard_flake8.facts.words import words
from aiguard_flake8.patterns import Pattern
from aiguard_flake8.project.databases import Within, names_only_files
from aiguard_flake8.project.sites import is_idle, iterated
from aiguard_flake8.tree import Function, last_name, position, target_of
from aiguard_flake8.witness import Witness

if TYPE_CHECKING:
    from aiguard_flake8.file import File
    from aiguard_flake8.flow import Use

_DATABASE = frozenset({"read", "write", "commit", "rollback"})
_LOST = frozenset({"sleep", "commit", "rollback"})  # in a pipeline, other calls are not awaited
_ALONE = frozenset({"startup", "command", "cleanup"})
_SERVING = SERVING | {TASK}
# What runs once in the life of a process, or instead of serving, mostly by the name's first word.
_SELDOM = Pattern(
    r"_*(on_)?(start|starting|startup|init|initiali[sz]e|setup|set_up|bootstrap|launch|main|serve|deploy|install|migrate"
    r"|warm_?up|preload|reboot|restart|stop|close|aclose|shutdown|terminate|tear_?down|dispose)(_|$)"
    r"|\w+_main$|\w+_(start_?up|shutdown)(_|$)|(load_)?(seed|samples|fixtures)(_|$)"
    r"|(un)?register_(worker|service|node|instance)|connect_to_(db|database)(_|$)"
    r"|(re)?(load|read|validate|check)_(\w+_)?(config|configuration|settings)$"
)
_PERSON = frozenset({"console", "screen"})
_TOOLS = frozenset("deploy deployer installer packager packaging builder build".split())
_SYNC = Pattern(r"(?i)(^|_)sync(_|$)|syncify|synchronous|^run_")  # `@async_to_sync`
_LONGEST = 5  # links of a chain that convinces
_NEAR = 2  # for a process, which further away asks for a version mostly, and for a sleep
# `db.execute` of an object that nobody knows may well be a database within the process.
_LOCAL = Pattern(r"_*(db|database|conn|connection|cursor|cur|\w+_(db|conn|cursor))\.")
# What SQL is asked through, as chains end: `Session.commit`, `filter.first`.
_TABLES = Pattern(
    r"(?i)(^|_)(session|query|filter|filter_by|order_by|where|join|select|connection|engine|scalars)\."
)
_SQLITE = Pattern(r"(?i)sqll?ite|duckdb")  # of several stores, the one in this module
# The process ends, or what is installed, set up or secret stays; or it is for developers alone.
_ONCE = Pattern(
    r"(^|[._])(reboot|restart(_\w+)?|terminate_process|re_?exec|ensure_\w+|install_\w+)\b"
    r"|(^|\.)_*(setup|set_up|initiali[sz]e|bootstrap|warm_?up|preload)(_\w+)?$|_initiali[sz]er$"
    r"|(^|\.)_*(dev|debug|trace|trace_event|trace_call|trace_message)$|(^|\.)get_secret_value$",
    re.IGNORECASE,
)
# A process that was told to end does so at once; a lock is mostly free.
_ENDS = Pattern(r"(?i)(^|[._])(stop|kill|terminate|close|shut_?down)")
_TAKES_LOCK = Pattern(r"(?i)lock\w*\.(__a?enter__|acquire)|(^|[._])(acquire_\w*lock|lock)$")
# The author knows: `# The library blocks here.`, or has told another linter so.
_BLOCKS = Pattern(
    r"(?i)\b(is|are) (\w+ )?blocking\b|\b(can|may|might|will|does) block\b"
    r"|\bblocks? (here|until|while|(the )?((event|main|whole) )?loop)\b"
    r"|\b(it|this|library|call) blocks\b|\bnoqa\b.*\bASYNC\d|\bis synchronous, so\b"
)
_BLOCKS_NOT = Pattern(r"(?i)\b(not|never|avoid\w*|without|todo|fixme)\b|n['’]t\b")


class Wait(NamedTuple):
    """One call of a coroutine during which nothing else runs on its loop."""

    node: ast.expr  # the call, what is gone over or entered, or a property
    kind: str  # of the effect
    way: str  # that leads there, as messages show it
    witness: Witness  # the same, step by step
    on_error: bool  # only when something failed


class Blocking:
    """Answers for one file."""

    def __init__(self, file: File) -> None:
        self._file = file
        self._found: dict[ast.AsyncFunctionDef, list[tuple[ast.expr, Effects]]] = {}

    def waits(
        self, function: ast.AsyncFunctionDef, kinds: frozenset[str], alone: bool = False
    ) -> Iterator[Wait]:
        """The first call of each callee with an effect of these kinds that blocks.

        Only where others wait for the loop, unless `alone` says that it does not matter.
        """
        if self._file.is_test or (not alone and self._is_quiet):
            return
        seen: set[str] = set()
        for node, effects in self._blocking(function):
            best = _shortest(effects, kinds)
            if best is None:
                continue
            if not seen and not alone and self._is_alone(function):
                return
            if not alone and has_own_loop(node, function, self._file):
                continue
            effect, witness = best
            if effect.kind == "process":
                if len(witness.chain) > _NEAR or not self._serves(function):
                    continue
                if self._has_told_to_end(function, node):
                    continue
            if effect.kind in _DATABASE and self._is_kept_within(witness):
                continue
            database = effect.kind in _DATABASE and len(witness.chain) == 1
            first = "database" if database else witness.chain[0]
            if first not in seen:
                seen.add(first)
                way = self._file.reach.shown(witness)
                yield Wait(node, effect.kind, way, witness, effect.on_error)

    def is_in_sight(self, function: ast.AsyncFunctionDef, wait: Wait) -> bool:
        """Whether somebody is seen to wait for the loop while a coroutine runs."""
        return has_audience(function, self._file, direct=len(wait.witness.chain) == 1)

    def gives_coroutine(self, node: ast.Call) -> bool:
        """Whether a call gives a coroutine: of the project, or of a library that waits by it."""
        if isinstance(self._file.tree.parent(node), ast.Await):
            return False
        call = self._file.call(node)
        if call is not None and call.facts.name:
            return call.facts.awaited and call.facts.effect in _LOST and not call.facts.detached
        callee = self._file.names.value(node.func)
        if callee is None:
            return False
        here = self._file.names.definition(callee.path) if callee.local else None
        if here is None and not self._knows_coroutines(node):
            return False  # other modules are asked only where coroutines are at home
        if isinstance(here, ast.FunctionDef | ast.ClassDef):
            return False
        if here is not None and any(_SYNC.search(last_name(each)) for each in _decorators(here)):
            return False
        return self._file.reach.is_coroutine(node)

    def _knows_coroutines(self, node: ast.Call) -> bool:
        function = self._file.tree.function(node)
        if function is None or isinstance(function, ast.AsyncFunctionDef):
            return function is not None
        return self._file.roles.role(function) in _SERVING

    def _blocking(self, function: ast.AsyncFunctionDef) -> list[tuple[ast.expr, Effects]]:
        """What blocks in a coroutine, with all that it does; asked once for all rules."""
        if function not in self._found:
            found = []
            for node, done in self._done(function):
                effects = {effect: way for effect, way in done.items() if effect.blocks}
                if not effects or self._file.tree.is_deferred(node):
                    continue
                if not self._file.guards.of(node).missing:  # else once, until it is there
                    found.append((node, effects))
            self._found[function] = sorted(found, key=lambda each: position(each[0]))
        return self._found[function]

    def _done(self, function: ast.AsyncFunctionDef) -> Iterator[tuple[ast.expr, Effects]]:
        """What a coroutine does by calls, properties, going over things and entering them."""
        tree, reach = self._file.tree, self._file.reach
        for call in tree.own(function, ast.Call):
            if isinstance(tree.parent(call), ast.Await) or is_idle(self._file, call):
                continue
            effects = reach.effects(call)
            if effects and not self._is_awaited(call) and not self._is_gone_over_elsewhere(call):
                yield call, effects
        for node in tree.own(function, ast.Attribute):
            if not isinstance(tree.parent(node), ast.Await):
                yield node, reach.effects(node)
        for kind in (ast.For, ast.comprehension, ast.Call):
            for source in iterated(tree.own(function, kind)):
                yield source, reach.iteration(source)
        for statement in tree.own(function, ast.With):
            for item in statement.items:
                yield item.context_expr, reach.entering(item)

    @cached_property
    def _is_quiet(self) -> bool:
        roles = self._file.roles
        if roles.module_kind or roles.is_example or roles.in_cli_folder:
            return True
        return bool(_TOOLS.intersection(words(self._file.place.stem)))

    @cached_property
    def _within(self) -> Within:
        """What the project keeps in databases within the process, as its addresses say."""
        return self._file.project.databases.within(self._file.folder)

    def _is_kept_within(self, witness: Witness) -> bool:
        """Whether a way ends at a database within the process, as addresses say."""
        if self._within == Within.ALL:
            return True
        if self._within == Within.TABLES and _TABLES.search(witness.chain[-1]):
            return True
        own, databases = self._file.path, self._file.project.databases
        if own in witness.files and names_only_files("".join(self._file.lines)):
            return True
        return any(databases.is_opened_in(file) for file in witness.files if file not in ("", own))

    def _serves(self, function: ast.AsyncFunctionDef) -> bool:
        """Whether a request leads to a function: tools that run programs serve nobody else."""
        return not self._file.roles.reaching(function).isdisjoint(_SERVING)

    def _has_told_to_end(self, function: ast.AsyncFunctionDef, node: ast.expr) -> bool:
        """Whether a function has told processes to end before it waits for one."""
        calls = self._file.tree.own(function, ast.Call)
        told = (each for each in calls if last_name(each.func) in ("kill", "terminate"))
        return any(position(each) < position(node) for each in told)

    def _is_alone(self, function: ast.AsyncFunctionDef) -> bool:
        """Whether nobody else waits for the loop: start-up, a command, the body of a lifespan."""
        roles = self._file.roles.reaching(function)
        if roles <= _ALONE and (roles or self._runs_seldom(function)):
            return True
        if any(last_name(each) == "deprecated" for each in map(target_of, function.decorator_list)):
            return True  # nobody mends what is to be removed
        if self._file.contracts.debugs(function):
            return True
        return self.is_entered(function) or self._talks(function) or self._is_known(function)

    def _is_known(self, function: ast.AsyncFunctionDef) -> bool:
        """Whether the author says that a function blocks, above it or within."""
        text = docstring(function)
        said = [] if text is None else str(text.value).splitlines()
        first, last = function.lineno, function.end_lineno or function.lineno
        said += [each.text for each in self._file.comments if first <= each.line <= last]
        above = {each.line: each.text for each in self._file.comments if each.line < first}
        line = min([first, *(each.lineno for each in function.decorator_list)]) - 1
        while line in above:
            said.append(above[line])
            line -= 1
        return any(_BLOCKS.search(each) and not _BLOCKS_NOT.search(each) for each in said)

    def _runs_seldom(self, function: Function) -> bool:
        """Whether it runs once in the life of a process by its name, or by that of one around."""
        around: Function | None = function
        while around is not None and not _SELDOM.match(around.name):
            around = self._file.tree.function(around)
        return around is not None

    def _talks(self, function: ast.AsyncFunctionDef) -> bool:
        """Whether a function talks to a person at a console, who waits for it."""
        calls = map(self._file.call, self._file.tree.own(function, ast.Call))
        return any(call is not None and _PERSON.intersection(call.facts.traits) for call in calls)

    def is_entered(self, function: ast.AsyncFunctionDef) -> bool:
        """Whether a function is the body of a context manager: when it runs, others decide."""
        for decorator in function.decorator_list:
            facts = self._file.libraries.facts(self._file.names.path(decorator))
            if facts is not None and "context-manager" in facts.traits:
                return True
        return False

    def _is_awaited(self, node: ast.Call) -> bool:
        """Whether a result is awaited, or gone over by `async for`: it does not block, then."""
        parent = self._file.tree.parent(node)
        if isinstance(parent, ast.AsyncFor) and parent.iter is node:
            return True
        if isinstance(parent, ast.comprehension) and parent.is_async and parent.iter is node:
            return True
        return any(use.awaited for use in self._file.flow.uses(node))

    def _is_gone_over_elsewhere(self, node: ast.Call) -> bool:
        """Whether a generator is only handed on: `StreamingResponse(rows())` takes a thread for it.

        Nothing of it runs when it is called.
        """
        uses = self._file.flow.uses(node)
        if not uses or any(not _hands_on(use, self._file) for use in uses):
            return False
        called = self._file.reach.functions(node)
        return bool(called) and all(each.is_generator for _, each in called)


def _hands_on(use: Use, file: File) -> bool:
    """Whether a value is returned, or an argument of what is no built-in."""
    if use.kind == "returned":
        return True
    call = file.call(use.node) if isinstance(use.node, ast.Call) else None
    return use.kind == "argument" and (call is None or not call.path.startswith("builtins."))


def _decorators(function: ast.AST) -> list[ast.expr]:
    return [target_of(each) for each in getattr(function, "decorator_list", ())]


def _is_within(witness: Witness) -> bool:
    """Whether a way may well end at a database within the process, as far as names tell."""
    if _LOCAL.match(witness.chain[-1]):
        return True
    return any(_SQLITE.search(PurePath(file).stem) for file in witness.files)


def _shortest(effects: Effects, kinds: frozenset[str]) -> tuple[Effect, Witness] | None:
    """The effect of these kinds with the shortest way."""
    best: tuple[Effect, Witness] | None = None
    for effect, witness in effects.items():
        if effect.kind not in kinds or len(witness.chain) > _LONGEST:
            continue
        if any(map(_ONCE.search, witness.chain)):
            continue
        if effect.kind == "sleep" and effect.on_error and len(witness.chain) > 1:
            continue  # a helper that waits a moment before it tries again
        if effect.kind in _DATABASE and _is_within(witness):
            continue
        if effect.kind == "process" and any(map(_ENDS.search, witness.chain[:-1])):
            continue
        if effect.kind == "sleep" and len(witness.chain) > _NEAR:
            continue  # whether it comes to that, nobody knows
        if effect.kind == "sleep" and any(map(_TAKES_LOCK.search, witness.chain[:-1])):
            continue
        if best is None or (len(witness.chain), effect) < (len(best[1].chain), best[0]):
            best = effect, witness
    return best
