"""Which queries of a loop one query for all items would replace, and which it would not."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from aiguard_flake8.effects import Effects
from aiguard_flake8.facts.first_success import success_leaves
from aiguard_flake8.facts.item_loops import derived
from aiguard_flake8.facts.rounds import leaves
from aiguard_flake8.facts.row_work import is_work, statements
from aiguard_flake8.facts.words import words
from aiguard_flake8.patterns import Pattern
from aiguard_flake8.tree import (
    COMPREHENSIONS,
    ItemLoop,
    last_name,
    nodes_within,
    position,
    reads_now,
)
from aiguard_flake8.values import LOCAL
from aiguard_flake8.witness import Witness

if TYPE_CHECKING:
    from aiguard_flake8.file import File

_NEEDLES = frozenset("in_ notin_ not_in ilike like match contains regexp_match op".split())
_LOOKUPS = Pattern(
    r"__(in|range|iexact|[gl]te?|i?contains|i?startswith|i?endswith|i?regex|search)$"
)
# What says which columns, and not which rows.
_COLUMNS = frozenset("select with_entities group_by order_by values values_list annotate".split())
_WRITES_BY_NAME = Pattern(
    r"_*a?(update|upsert|create|delete|save|insert|remove|invalidate|sync|write|get_or_create)"
    r"(?=_|$|[A-Z])"
)
# Tables that people fill by hand, of which one is asked for a few rows.
_SHORT = frozenset(
    "role roles permission permissions department departments realm realms country countries"
    " currency currencies language languages locale locales setting settings status".split()
)
# Called for the exception, where nobody takes its answer.
_CHECKS = Pattern(r"_*(check|must|expect)(?=_|$|[A-Z])")
# What remembers, what only sees to it that there is a connection, settings, databases in a file.
_NO_QUERY = Pattern(
    r"(?i)cache|sqlite|connect(ion)?$|^ContentType\.|\.(begin|poll|getone|consume|ping|hello|server_info)$"
    r"|(^|\.)(get_)?(settings?|config(uration)?)(\.|$)"
)
# A function of such a name that is only seen to read does more than we can see.
_DOES = Pattern(
    r"_*a?(update|upsert|create|delete|save|insert|remove|add|set|write|store|put|push|send|sync"
    r"|configure|process|run|execute|handle|import|export|dispatch|perform|apply|register|ensure"
    r"|publish|notify|schedule|generate|search|invoke|call|migrate|index|ingest|refresh|submit"
    r"|change|empty|invalidate|toggle|mark|move|rename|subscribe|unsubscribe|start|stop|launch"
    r"|deploy|train|evaluate|do|retry|reset|cancel|archive|prune|sweep|purge|clean|cleanup|fire"
    r"|emit|trigger|track|log|record|append|parse|validate|verify|assert|require|authorize"
    r"|dry_run|simulate|canonicalize|normalize|convert|format|populate|maybe|dismiss|fulfill|enforce|audit|extract|render|compile)(?=_|$|[A-Z])"
)


class Lookups:
    """Answers for one file."""

    def __init__(self, file: File) -> None:
        self._file = file

    def is_spared(self, node: ast.expr, loop: ItemLoop, names: frozenset[str]) -> bool:
        """Whether the code around shows that no query for all could replace this one.

        `names` are those of the items, and of what is made of them. No call is followed.
        """
        if isinstance(node, ast.Call | ast.Attribute):
            site = self._file.reach.site(node)
            if site is None or site.guarded or site.on_error:
                return True
        return (
            self._searches(node, loop, names)
            or self._asks_for_pair(node, loop)
            or self._only_for_some(node, loop, names)
            or self._only_once(node, loop)
            or self._asks_short_table(node)
            or self._remembered(loop)
            or self._runs_together(node, loop)
            or self._goes_on_from_it(node, loop)
            or success_leaves(loop, node, self._file)
            or is_work(node, loop, self._file)
            or self._has_row(node)
            or self._is_told(node)
        )

    def _has_row(self, node: ast.expr) -> bool:
        """Whether a library's call asks for the row again that is at hand."""
        facts = self._file.reach.facts(node) if isinstance(node, ast.Call) else None
        return facts is not None and "same-row" in facts.traits

    def does_more(self, node: ast.expr) -> bool:
        """Whether the name of the function that is called says that it does more than read."""
        if not isinstance(node, ast.Call) or _DOES.match(last_name(node.func)) is None:
            return False
        return bool(self._file.reach.functions(node))

    def is_fallback(self, witness: Witness) -> bool:
        """Whether a function on the way asks only where it does not know the answer otherwise."""
        project = self._file.project
        steps = zip(witness.chain, witness.files, witness.lines[1:], strict=False)
        for name, home, line in steps:
            functions = project.functions(home)
            path = LOCAL + name
            function = functions.get(path) or functions.get(f"{path}.__init__")
            here = (
                [x for x in function.inside.sites if x.line == line] if function is not None else []
            )
            if function is None or not here or not all(site.fallback for site in here):
                continue
            others = (
                x for x in function.inside.sites if not (x.fallback or x.guarded or x.on_error)
            )
            if not any(
                effect.kind == "read" and not effect.on_error
                for site in others
                for effect in project.effects.of_site(site, home)
            ):
                return True
        return False

    def _only_for_some(self, node: ast.expr, loop: ItemLoop, names: frozenset[str]) -> bool:
        """Whether items are of several kinds, and only one of them is looked up."""
        child: ast.AST = node
        for ancestor in self._file.tree.ancestors(node):
            if ancestor is loop:
                break
            if isinstance(ancestor, ast.If) and child is not ancestor.test:
                if _asks_for_kind(ancestor.test) and reads_now(ancestor.test, names):
                    return True
            child = ancestor
        return False

    def _only_once(self, node: ast.expr, loop: ItemLoop) -> bool:
        """Whether a loop is over with the block that a query stands in."""
        statement = self._file.tree.statement(node)
        if statement is None or statement is loop or isinstance(loop, COMPREHENSIONS):
            return False
        return leaves(self._file.tree.block(statement))

    def _asks_short_table(self, node: ast.expr) -> bool:
        """`session.get(Role, ident)`, `Country.objects.get(code=code)`."""
        for each in nodes_within(node):
            name = each.id if isinstance(each, ast.Name) else ""
            if name[:1].isupper() and not _SHORT.isdisjoint(words(name)):
                return True
        return False

    def _is_told(self, node: ast.expr) -> bool:
        """A function whose answer nobody takes is called for what it does."""
        if not isinstance(node, ast.Call):
            return False
        uses = self._file.flow.uses(node)
        parent = self._file.tree.parent(node)
        if isinstance(parent, COMPREHENSIONS):
            uses = self._file.flow.uses(parent)
        if not uses or any(use.kind != "dropped" for use in uses):
            return False
        if _CHECKS.match(last_name(node.func)):
            return True
        functions = self._file.reach.functions(node)
        return any(each.inside.may_be_none or each.returns is not None for _, each in functions)

    def _asks_for_pair(self, node: ast.expr, loop: ItemLoop) -> bool:
        """`for key, value in terms.items()`, where both are asked for: no list replaces that."""
        if not self._file.item_loops.goes_over_mapping(loop):
            return False
        target = loop.target if isinstance(loop, ast.For | ast.AsyncFor) else (
            loop.generators[0].target
        )  # fmt: skip
        if not isinstance(target, ast.Tuple):
            return False
        names = [each.id for each in target.elts if isinstance(each, ast.Name)]
        return len(names) > 1 and all(reads_now(node, frozenset({name})) for name in names)

    def _searches(self, node: ast.expr, loop: ItemLoop, names: frozenset[str]) -> bool:
        """A search for something like the item, for a list, or for columns of its own.

        No list of keys replaces that.
        """
        for each in nodes_within(node, *statements(node, loop, self._file)):
            match each:
                case ast.Call(func=ast.Attribute(attr=attr), args=given) if attr in _NEEDLES:
                    pass
                case ast.Call(args=given) if last_name(each.func) in _COLUMNS:
                    pass
                case ast.keyword(arg=str(arg), value=value) if _LOOKUPS.search(arg):
                    given = [value]
                case ast.Compare(ops=[ast.Lt() | ast.LtE() | ast.Gt() | ast.GtE()]):
                    given = [each]
                case _:
                    continue
            if any(reads_now(value, names) for value in given):
                return True
        return False

    def calls_itself(self, effects: Effects, loop: ItemLoop) -> bool:
        """Whether what a call leads to leads back to the loop, or calls itself."""
        function = self._file.tree.function(loop)
        assert function is not None
        own = self._file.names.local_path(function).lstrip(LOCAL)
        steps = {
            step
            for witness in effects.values()
            for step in zip(witness.chain, witness.files, strict=True)
        }
        return (own, self._file.path) in steps or any(self._recurs(*step) for step in steps)

    def _recurs(self, name: str, home: str) -> bool:
        """Whether a function calls itself: it walks down a tree."""
        functions = self._file.project.functions(home)
        function = functions.get(LOCAL + name)
        return function is not None and any(
            not site.reads and site.callee.path == function.path for site in function.inside.sites
        )

    def _remembered(self, loop: ItemLoop) -> bool:
        """`if key in known: continue`, where the loop fills what is known."""
        stored = {
            last_name(each.value)
            for each in self._file.item_loops.round(loop)
            if isinstance(each, ast.Subscript) and isinstance(each.ctx, ast.Store)
        }
        for each in self._file.item_loops.round(loop):
            match each:
                case ast.Compare(ops=[ast.In() | ast.NotIn()], comparators=[holder]):
                    name = last_name(holder)
                case ast.Call(func=ast.Attribute(attr="get", value=holder)):
                    name = last_name(holder)
                case _:
                    continue
            if name in stored:
                return True
        return False

    def _goes_on_from_it(self, node: ast.expr, loop: ItemLoop) -> bool:
        """Whether a round asks for what the one before has found: `node = get(parent_of(node))`."""
        statement = self._file.tree.statement(node)
        if isinstance(loop, COMPREHENSIONS):
            return False
        if statement is not None and self._reads_what_follows(node, loop, statement):
            return True
        if not isinstance(statement, ast.Assign):
            return False
        found = frozenset(each.id for each in statement.targets if isinstance(each, ast.Name))
        found -= self._file.item_loops.targets(loop)
        return bool(found) and reads_now(node, derived(loop, found, within=loop.body)) and any(
            isinstance(each, ast.Name) and each.id in found and isinstance(each.ctx, ast.Load)
            and position(each) < position(statement)
            for each in self._file.item_loops.round(loop)
        )  # fmt: skip

    def _reads_what_follows(self, node: ast.expr, loop: ItemLoop, statement: ast.stmt) -> bool:
        """Whether a round gets something that the one before has bound further down."""
        places: dict[str, list[bool]] = {}
        for each in self._file.item_loops.round(loop):
            if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store):
                places.setdefault(each.id, []).append(position(each) > position(statement))
        later = {name for name, after in places.items() if all(after)}
        later -= self._file.item_loops.targets(loop)
        bound_here = {each.id for each in nodes_within(statement) if isinstance(each, ast.Name)
                      and isinstance(each.ctx, ast.Store)}  # fmt: skip
        return reads_now(node, frozenset(later - bound_here))

    def _runs_together(self, node: ast.expr, loop: ItemLoop) -> bool:
        """Calls that a comprehension makes for `gather`, or that are handed on and not awaited."""
        if not isinstance(loop, COMPREHENSIONS):
            return False
        if isinstance(self._file.tree.parent(node), ast.Await):
            return False
        return any(use.awaited for use in self._file.flow.uses(loop)) or any(
            isinstance(each, ast.Await) for each in self._outer(loop)
        )

    def _outer(self, loop: ItemLoop) -> Iterator[ast.AST]:
        for ancestor in self._file.tree.ancestors(loop):
            if isinstance(ancestor, ast.stmt):
                return
            yield ancestor


def does_more(witness: Witness) -> bool:
    """Whether a name on the way says that more is done than read, or less than a query."""
    names = [
        name.rpartition(".")[2]
        for name, file in zip(witness.chain, witness.files, strict=True)
        if file
    ]
    if any(_NO_QUERY.search(name) for name in witness.chain):
        return True
    return bool(names) and (
        _DOES.match(names[0]) is not None or any(_WRITES_BY_NAME.match(name) for name in names)
    )


def _asks_for_kind(test: ast.expr) -> bool:
    """`isinstance(item, File)`, `item.type == "file"`."""
    for node in nodes_within(test):
        match node:
            case ast.Call(func=ast.Name(id="isinstance")):
                return True
            case ast.Call(func=ast.Attribute(attr="isnumeric" | "isdigit" | "startswith")):
                return True
            case ast.Compare(ops=[ast.Eq() | ast.In()], left=left, comparators=[right]):
                if any(isinstance(x, ast.Constant) and x.value is not None for x in (left, right)):
                    return True
    return False
