"""What runs once per item of a loop: the queries and commits that its calls lead to."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from aiguard_flake8.effects import Effect, Effects
from aiguard_flake8.facts.asked_items import AskedItems
from aiguard_flake8.facts.audience import Audience
from aiguard_flake8.facts.commits import commit_is_meant
from aiguard_flake8.facts.given_keys import comes_from_afar, comes_from_rows, goes_over_keys
from aiguard_flake8.facts.lookups import Lookups, does_more
from aiguard_flake8.facts.rounds import does_something, turns_away
from aiguard_flake8.facts.rounds_compared import Rounds
from aiguard_flake8.facts.words import words
from aiguard_flake8.patterns import Pattern
from aiguard_flake8.project.databases import Within
from aiguard_flake8.project.sites import CONSUMES
from aiguard_flake8.tree import ItemLoop, last_name
from aiguard_flake8.values import LOCAL
from aiguard_flake8.witness import Witness

if TYPE_CHECKING:
    from aiguard_flake8.file import File
    from aiguard_flake8.tree import Function

_LONGEST = 5  # links of a chain that convinces
_LONGEST_ROUND = 40  # lines; a longer one does many things for each item
_CLEAR = 3  # links of a chain on which nothing else is likely to be done
_DIRECT = 2  # links of a lookup that a round makes which writes, too
_NEAREST = 3  # what is further away is a unit of work of its own, or for others
_ALONE = frozenset({"startup", "command", "cleanup", "task", "fixture", "test"})
_KINDS = frozenset({"test", "script", "migration"})
_SLOW = frozenset({"http", "llm", "process", "sleep", "file"})
_SERVICES = ("llm", "http", "process")
_TOGETHER = frozenset({"http", "llm", "cpu"})
_READS = frozenset({"read", "cpu"})
_HARMLESS = frozenset({"cpu"})
_CHANGES = frozenset({"stage", "write"})
_WRITES = frozenset({"stage", "write", "commit", "rollback", "read", "cpu"})
_BACKGROUND = frozenset(
    "cli command commands task tasks job jobs cron crons scheduler schedulers worker workers seed"
    " seeds seeder seeders backfill loaddata management init initialize initialization bootstrap"
    " startup populate fixtures cleanup reconcile reconciler migrate migration sync importer"
    " exporter ingest ingestion threads crontab signals receivers daemon daemons".split()
)
# Runs once, at start-up, or seldom, to mend what is stored.
_SELDOM = Pattern(
    r"_*(init|initiali[sz]e|setup|bootstrap|seed|migrate|backfill|install|startup|provision"
    r"|reconcile|sync|rotate|reindex|rebuild|regenerate|sweep|clean_?up|prune|purge|repair|populate|upgrade"
    r"|downgrade|import|export|dump|copy|clone|duplicate|merge|auto|recalculate|recount|fix"
    r"|retire|resync|align|fence|lock|unlock|run|estimate|restore|recover|unlink|convert|drop|bulk_index)(_|$)"
    r"|\w+_(import|export|heartbeat)(_|$)"
)
# Changes or checks what somebody has just entered, of which there is little.
_ENTERED = Pattern(
    r"_*(add|set|save|reset|reorder|validate|clean|has|perform|synchroni[sz]e|send|paste)(_|$)"
)


# Takes what somebody has sent in a form: the items that are ticked there are few.
_SENT = Pattern(r"_*(post|form_valid|create|resolve)(_|$)")

_Run = tuple[ast.expr, bool]  # what runs in a round, and whether it runs by being gone over


class PerItem(NamedTuple):
    """One thing that happens for each item."""

    node: ast.expr  # the call that leads there, or what is gone over
    function: Function
    way: str  # "OrderRepo.get (repo.py) -> Session.execute"
    witness: Witness  # the same, step by step
    evident: bool = False  # a query gives the items, or a request is seen to wait for the loop


class PerItems:
    """Answers for one file."""

    def __init__(self, file: File) -> None:
        self._file = file
        self._items = AskedItems(file)
        self._asked: dict[ast.AST, list[_Run]] = {}
        self._done: dict[_Run, Effects] = {}
        self._aside: dict[ast.AST, bool] = {}
        self._lookups = Lookups(file)
        self._common = Rounds(file)
        self._rounds: dict[ast.AST, list[tuple[ast.expr, Effects]]] = {}

    def evident_query(self, loop: ItemLoop) -> PerItem | None:
        """The same as `query`, where there are many items for sure, or somebody waits for them."""
        function = self._file.tree.function(loop)
        if function is None or not self._is_worth_asking(loop):
            return None
        if not self._file.roles.reaching(function) and not comes_from_rows(loop, self._file):
            return None  # found out before any call of a round is followed
        found = self.query(loop)
        return found if found is not None and found.evident else None

    def query(self, loop: ItemLoop) -> PerItem | None:
        """The first query that a loop runs for each item, and that asks for that item."""
        asking = self._that_look_up(self._asking(loop) if self._is_worth_asking(loop) else [])
        if not asking:
            return None
        found: PerItem | None = None
        for node, effects in self.effects(loop):
            kinds = _kinds(effects)
            if not kinds.isdisjoint(_SLOW) or (
                "commit" in kinds and not self._only_closes(effects)
            ):
                return None  # each item is work of its own, beside which a query costs nothing
            witness = self._lookup(effects) if found is None else None
            if witness is None or node not in asking:
                continue
            spared = self._lookups.is_spared(node, loop, self._items.names(loop))
            if not spared and not self._lookups.calls_itself(effects, loop):
                found = self._told(node, loop, witness)
        links = len(found.witness.chain) if found is not None else 0
        if links > _DIRECT and self._changes_rows(loop):
            return None  # each item is a piece of work, of which a query is a part
        if links > 1 and self._file.item_loops.goes_over_mapping(loop):
            return None  # what was gathered before is for few keys, and each asks for its own
        if found is None or (links > _DIRECT and goes_over_keys(loop, self._file)):
            return None  # somebody has named a few, and each goes its own way
        if self._file.project.databases.within(self._file.folder) == Within.ALL:
            return None  # a query there costs as little as a function
        evident = self._is_evident(found, loop)
        seen = evident or self._file.roles.reaching(found.function)
        if not seen and comes_from_afar(loop, self._file):
            return None  # nobody is seen to wait for it, and nothing says that there are many
        return found._replace(evident=evident)

    def _asking(self, loop: ItemLoop) -> list[_Run]:
        """What asks for its item in a round, and may do nothing else."""
        if loop not in self._asked:
            self._asked[loop] = [
                (node, gone_over)
                for node, gone_over in self._run_each_round(loop)
                if self._items.asked_for(node, loop)
                and self._runs_something(node)
                and not self._lookups.does_more(node)
            ]
        return self._asked[loop]

    def _is_worth_asking(self, loop: ItemLoop) -> bool:
        """Whether a query per item of a loop would be worth a report: the cheap questions."""
        return not _is_long(loop) and not self._is_of_entry(loop) and self.counts(loop)

    def _that_look_up(self, runs: list[_Run]) -> set[ast.expr]:
        """The nodes among some, if one of them leads to a query: then the others are followed."""
        if all(self._lookup(self._done_by(*each)) is None for each in runs):
            return set()
        return {node for node, _ in runs}

    def _runs_something(self, node: ast.expr) -> bool:
        """Whether it is no plain attribute, as most of those are that a round reads."""
        return not isinstance(node, ast.Attribute) or self._file.reach.is_property(node)

    def same_query(self, loop: ItemLoop) -> PerItem | None:
        """The first query of a loop that asks the same in each round."""
        if _is_long(loop) or not self.counts(loop):
            return None
        # Few calls do the same in each round: only then is it worth following all of them.
        repeated = [
            (node, gone_over)
            for node, gone_over in self._run_each_round(loop)
            # Rows that a variable holds are asked for once, when they are gone over first.
            if not (gone_over and isinstance(node, ast.Name))
            and self._common.do_the_same(node, loop)
            and self._runs_something(node)
        ]
        same = self._that_look_up(repeated)
        if not same:
            return None
        found: PerItem | None = None
        for node, effects in self.effects(loop):
            if not _kinds(effects) <= _READS:
                return None  # a round may change what the next one reads
            witness = self._lookup(effects) if found is None and node in same else None
            if witness is not None:
                found = self._told(node, loop, witness)
        return found

    def request(self, loop: ItemLoop) -> PerItem | None:
        """The first call of a service, a language model or a process for each item."""
        for node, gone_over in self._run_each_round(loop) if self.counts(loop) else ():
            if not self._items.asked_for(node, loop):
                continue  # found out before a call is followed
            effects = self._done_by(node, gone_over)
            kinds = _kinds(effects)
            kind = next((each for each in _SERVICES if each in kinds), "")
            witness = _shortest(effects, kind) if kind else None
            if witness is None:
                continue
            spared = self._lookups.is_spared(node, loop, self._items.names(loop))
            if not spared and not self._lookups.calls_itself(effects, loop):
                return self._told(node, loop, witness)
        return None

    def awaited_in_turn(self, loop: ItemLoop) -> PerItem | None:
        """The first call of a service that a round awaits, where rounds could run together."""
        if not isinstance(self._file.tree.function(loop), ast.AsyncFunctionDef):
            return None
        if not self.counts(loop) or not self._common.are_independent(loop):
            return None
        found: PerItem | None = None
        for node, effects in self.effects(loop):
            if not _kinds(effects) <= _TOGETHER:
                return None  # a session is for one task at a time; a pause is meant
            if isinstance(self._file.tree.parent(node), ast.Await):
                witness = _shortest(effects, "http") or _shortest(effects, "llm")
                if witness is not None and found is None and self._items.asked_for(node, loop):
                    found = self._told(node, loop, witness)
        return found

    def commit(self, loop: ItemLoop) -> PerItem | None:
        """The first commit that a loop runs for each item of one unit of work."""
        if _is_long(loop) or not self.counts(loop):
            return None
        found: PerItem | None = None
        for node, effects in self.effects(loop):
            kinds = _kinds(effects)
            if not kinds <= _WRITES:
                return None  # each item is work of its own, which cannot be taken back
            if found is not None or "commit" not in kinds:
                continue
            if self._items.loop_of(node) is loop:
                witness = _shortest(effects, "commit")
                if (
                    witness is not None
                    and len(witness.chain) <= _NEAREST
                    and not self._only_closes(effects)
                    and not commit_is_meant(node, loop, self._file)
                ):
                    found = self._told(node, loop, witness)
        return found

    def is_quiet(self) -> bool:
        """Whether nothing in the file is worth telling: tests, scripts, migrations, examples."""
        roles = self._file.roles
        return self._file.is_test or roles.module_kind in _KINDS or roles.is_example

    # -- candidates --------------------------------------------------------------------------

    def effects(self, loop: ItemLoop) -> list[tuple[ast.expr, Effects]]:
        """What the calls of a round do, where anything is known of it."""
        if loop not in self._rounds:
            self._rounds[loop] = list(self._effects(loop))
        return self._rounds[loop]

    def _effects(self, loop: ItemLoop) -> Iterator[tuple[ast.expr, Effects]]:
        if not self._file.item_loops.has_items(loop) or self._file.tree.function(loop) is None:
            return
        for node, gone_over in self._run_each_round(loop):
            effects = self._done_by(node, gone_over)
            if effects:
                yield node, effects

    def _done_by(self, node: ast.expr, gone_over: bool) -> Effects:
        key = node, gone_over
        if key not in self._done:
            self._done[key] = {}
            if gone_over:
                self._done[key] = self._file.reach.iteration(node)
            elif isinstance(node, ast.Call | ast.Attribute):
                self._done[key] = self._file.reach.effects(node)
        return self._done[key]

    def _run_each_round(self, loop: ItemLoop) -> Iterator[_Run]:
        """The calls of a round, what may be properties, and what it goes over."""
        for node in self._file.item_loops.round(loop):
            if isinstance(node, ast.Call):
                if not self._is_plain(node):
                    yield node, False
                elif last_name(node.func) in CONSUMES and node.args:
                    yield node.args[0], True
            elif isinstance(node, ast.Attribute):
                yield node, False
            elif isinstance(node, ast.For | ast.AsyncFor | ast.comprehension):
                yield node.iter, True

    def _is_plain(self, node: ast.Call) -> bool:
        """A call of a built-in: cheap to tell, and most calls are."""
        call = self._file.call(node)
        return call is not None and call.path.startswith("builtins.")

    def counts(self, loop: ItemLoop) -> bool:
        """Whether rounds are for items, and somebody waits for the loop."""
        return self._file.item_loops.goes_over_items(loop) and self.is_waited_for(loop)

    def is_waited_for(self, node: ast.AST) -> bool:
        """Whether a node stands in a function for which somebody waits: no task, no command."""
        function = self._file.tree.function(node)
        if function is None:
            return False
        if function not in self._aside:
            self._aside[function] = self._runs_aside(function)
        return not self._aside[function]

    def _runs_aside(self, function: Function) -> bool:
        """Whether nobody waits for a function: start-up, commands, tasks, by role or place."""
        if _SELDOM.match(function.name):
            return True
        roles = self._file.roles.reaching(function)
        if roles and roles <= _ALONE:
            return True
        if roles:
            return False
        place = self._file.place
        folders = [part.lower() for part in place.parts[:-1]]
        named = (*folders, *(each.rpartition("_")[2] for each in folders), *words(place.stem))
        return not _BACKGROUND.isdisjoint(named)

    def _is_of_entry(self, loop: ItemLoop) -> bool:
        """Whether a loop stands in a function that changes or checks what was entered."""
        function = self._file.tree.function(loop)
        return function is not None and _ENTERED.match(function.name) is not None

    def _is_evident(self, found: PerItem, loop: ItemLoop) -> bool:
        """Whether there are many items or somebody waits, and no check of a few that were sent."""
        if _SENT.match(found.function.name):
            return False
        waited_for = bool(self._file.roles.reaching(found.function))
        if len(found.witness.chain) > (_CLEAR if waited_for else _NEAREST):
            return False
        if self._changes_rows(loop) or does_something(loop, found.node, self._file):
            return False  # each item is a piece of work, of which a query is a part
        if comes_from_rows(loop, self._file):
            evident = waited_for or not self._writes_file(found.function)
        else:
            evident = waited_for and not turns_away(found.node, loop, self._file)
        audiences = self._file.project.audiences
        return evident and audiences.of(found.function, self._file) is Audience.REQUEST

    def _changes_rows(self, loop: ItemLoop) -> bool:
        return any(not _kinds(effects).isdisjoint(_CHANGES) for _, effects in self.effects(loop))

    def _writes_file(self, function: Function) -> bool:
        """Whether a function reads or writes files: it exports what it has gathered."""
        return any(
            effect.kind == "file"
            for call in self._file.tree.own(function, ast.Call)
            for effect in self._file.reach.effects(call)
        )

    # -- judgement ---------------------------------------------------------------------------

    def _lookup(self, effects: Effects) -> Witness | None:
        """The way to a read, provided that nothing else is done on the way."""
        kinds = {
            effect.kind
            for effect, witness in effects.items()
            if not effect.on_error and not self._ends_context(effect, witness)
        }
        if "read" not in kinds or not kinds - {"read"} <= _HARMLESS:
            return None
        witness = _shortest(effects, "read")
        if witness is None or does_more(witness) or self._lookups.is_fallback(witness):
            return None
        return witness

    def _only_closes(self, effects: Effects) -> bool:
        """A context manager that commits, around nothing but reads."""
        if not _kinds(effects).isdisjoint({"stage", "write"}):
            return False
        commits = [(e, w) for e, w in effects.items() if e.kind == "commit"]
        return all(self._ends_context(effect, witness) for effect, witness in commits)

    def _ends_context(self, effect: Effect, witness: Witness) -> bool:
        """A commit or rollback by a context manager that ends its session."""
        if effect.kind not in ("commit", "rollback"):
            return False
        for name, file in zip(witness.chain, witness.files, strict=True):
            if file:
                function = self._file.project.summary(file).functions.get(LOCAL + name)
                if function is not None and function.kind == "context":
                    return True
        return False

    def _told(self, node: ast.expr, loop: ItemLoop, witness: Witness) -> PerItem | None:
        function = self._file.tree.function(loop)
        if function is None or len(witness.chain) > _LONGEST:
            return None
        return PerItem(node, function, self._file.reach.shown(witness), witness)


def _kinds(effects: Effects) -> set[str]:
    return {effect.kind for effect in effects if not effect.on_error}


def _shortest(effects: Effects, kind: str) -> Witness | None:
    found = [w for e, w in effects.items() if e.kind == kind and not e.on_error]
    return min(found, key=lambda each: (len(each.chain), each), default=None)


def _is_long(loop: ItemLoop) -> bool:
    """Whether a round does many things for each item."""
    return (loop.end_lineno or 0) - loop.lineno > _LONGEST_ROUND
