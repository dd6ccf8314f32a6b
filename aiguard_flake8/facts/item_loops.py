"""What loops and comprehensions go over, and which of their rounds do the same for one more item.

A loop over a few things that stand in the code, over batches, over database tables or models, over
attempts, over what a language model asks for, or until the first success is no loop over items.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from itertools import pairwise
from typing import TYPE_CHECKING

from aiguard_flake8.facts.rounds import leaves
from aiguard_flake8.patterns import Pattern
from aiguard_flake8.tree import (
    COMPREHENSIONS,
    FUNCTIONS,
    LOOPS,
    ItemLoop,
    gone_over,
    last_name,
    nodes_within,
    position,
)

if TYPE_CHECKING:
    from aiguard_flake8.file import File

ITEM_LOOPS = (ast.For, ast.AsyncFor, *COMPREHENSIONS)

_MANY = Pattern(
    r"(\w+_)?(chunk|batch|page|slice|window|group|bucket|partition|shard)(s|es|ed|_?\w*)?"
    r"|(\w+_)?(batched|paginate\w*|grouper|islice)",
    re.I,
)
_ATTEMPT = Pattern(r"(.*_)?(attempts?|retry|retries|tries|trial|poll)(_.*)?", re.I)
_KINDS = Pattern(
    r"_*(\w+_)?(model|models?_cls|cls|klass|class_?|entity_?(type|cls|class)|table|table_name|tbl"
    r"|collection_?name|coll|db|database|db_name|schema|engine|conn|connection|tenant|field|column"
    r"|field_name|backend|dialect|manager|queryset|qs|alias|tool_?call|index_name|coll_name"
    r"|vector|embedding|vec|query|q|sql|stmt|statement|question|prompt|keyword|search_term|depth"
    r"|level|filter_?|sort|ordering|condition|option|setting|inspector|catalog|topic|idx|index"
    r"|migration|lang|language|locale|perm|permission(_?name)?|codename|type|kind|family|backend"
    r"|plugin|scope|status|state|role(_?name)?|query_string|secret|credential|connector|provider"
    r"|component|genre|(provider|connector|plugin|backend|language|locale|role|department)_?id|realm"
    r"|department|day|date|week"
    r"|month|quarter|year|hour|period|epoch|interval|bounds?)",
    re.I,
)
_CALLS = Pattern(r"(\w+_)?(tool|function)_?(calls?|uses?)|(\w+_)?tool_?(requests?|blocks?)", re.I)
# What a request asks for, said in a few words: how to sort, what to leave out.
_CRITERIA = Pattern(
    r"(\w+_)?(sorts?|sort_by|order_by|orderings?|filters?|conditions|criteria)", re.I
)
_STREAM = Pattern(
    r"(\w+_)?(consumer|subscription|pubsub|listen\w*|stream\w*|websocket|ws|queue|poll\w*|watch\w*"
    r"|subscribe|iter_messages|events?_source|changes)",
    re.I,
)
_ENDLESS = frozenset({"itertools.count", "itertools.repeat", "itertools.cycle"})
_WRAPS = frozenset("enumerate zip sorted list reversed set tuple iter dict".split())
_VIEWS = frozenset({"items", "keys", "values"})
# What stands right before the name of a table; the last ones in SQLite's own statements.
_BEFORE_TABLE = (
    "from", "join", "into", "update", "table", "describe", "pragma",
    "table_info", "table_xinfo", "index_list", "index_info", "foreign_key_list",
)  # fmt: skip
_FEW = 100  # items; for so many a query each can be borne
_LADDER = 3  # comparisons of one name with literals that make a dispatch


class ItemLoops:
    """Answers for one file."""

    def __init__(self, file: File) -> None:
        self._file = file
        self._sourced: dict[ast.AST, bool] = {}
        self._known: dict[ast.AST, bool] = {}
        self._rounds: dict[ast.AST, list[ast.AST]] = {}

    def has_items(self, loop: ItemLoop) -> bool:
        """Whether what a loop goes over may hold any number of items: the cheap half."""
        if loop not in self._sourced:
            self._sourced[loop] = self._source_is_open(loop)
        return self._sourced[loop]

    def goes_over_items(self, loop: ItemLoop) -> bool:
        """Whether a loop does the same for each of any number of items."""
        if loop not in self._known:
            self._known[loop] = self.has_items(loop) and self._judge(loop)
        return self._known[loop]

    def round(self, loop: ItemLoop) -> list[ast.AST]:
        """What runs in each round: the body, or all of a comprehension but its first source."""
        if loop not in self._rounds:
            roots: list[ast.AST]
            if isinstance(loop, ast.For | ast.AsyncFor):
                roots = list(loop.body)
            else:
                first, *others = loop.generators
                elements = [loop.key, loop.value] if isinstance(loop, ast.DictComp) else [loop.elt]
                roots = [*elements, *first.ifs, *others]
            self._rounds[loop] = list(nodes_within(*roots))
        return self._rounds[loop]

    def around(self, node: ast.AST) -> list[ItemLoop]:
        """The loops and comprehensions that run a node once per round, innermost first.

        Within one function, and up to a `while`, which is another kind of loop.
        """
        found: list[ItemLoop] = []
        child = node
        for ancestor in self._file.tree.ancestors(node):
            if isinstance(ancestor, (*FUNCTIONS, ast.Lambda, ast.ClassDef)):
                break
            if isinstance(ancestor, ast.While) and in_body(child, ancestor.body):
                break
            if isinstance(ancestor, ast.For | ast.AsyncFor):
                if isinstance(child, ast.stmt) and in_body(child, ancestor.body):
                    found.append(ancestor)
            elif isinstance(ancestor, COMPREHENSIONS):
                if not self._is_first_source(node, ancestor):
                    found.append(ancestor)
            child = ancestor
        return found

    def _is_first_source(self, node: ast.AST, comprehension: ast.AST) -> bool:
        first = comprehension.generators[0].iter  # type: ignore[attr-defined]
        return self._file.tree.inside(node, first)

    def goes_over_mapping(self, loop: ItemLoop) -> bool:
        """Whether a loop goes over what a mapping holds: `for name, each in given.items()`."""
        match gone_over(loop):
            case ast.Call(func=ast.Attribute(attr=attr), args=[]):
                return attr in _VIEWS
        return False

    def targets(self, loop: ItemLoop) -> frozenset[str]:
        """The names of the loop variables."""
        if isinstance(loop, ast.For | ast.AsyncFor):
            return stored(loop.target)
        return frozenset().union(*(stored(each.target) for each in loop.generators))

    def _source_is_open(self, loop: ItemLoop) -> bool:
        if isinstance(loop, ast.For | ast.AsyncFor):
            return self._source_has_items(loop.target, loop.iter)
        return all(self._source_has_items(each.target, each.iter) for each in loop.generators)

    def _judge(self, loop: ItemLoop) -> bool:
        if self._is_checked_short(loop):
            return False
        if isinstance(loop, ast.For | ast.AsyncFor) and self._dispatches(loop):
            return False
        return not self._names_entities(loop)

    def _source_has_items(self, target: ast.expr, source: ast.expr) -> bool:
        names = stored(target)
        if any(map(_is_no_item, names)) or _CALLS.fullmatch(last_name(source)):
            return False
        if isinstance(source, ast.Call):
            called = last_name(source.func)
            if _MANY.fullmatch(called) or _STREAM.fullmatch(called):
                return False
        elif _STREAM.fullmatch(last_name(source)) or _CRITERIA.fullmatch(last_name(source)):
            return False
        return not self.is_fixed(source, 0)

    def is_fixed(self, source: ast.expr, depth: int = 0) -> bool:
        """A number of rounds, or a few choices, that stand in the code."""
        match source:
            case ast.List() | ast.Tuple() | ast.Set() | ast.Dict() | ast.Constant():
                return True
            case ast.Name(id=name) | ast.Attribute(attr=name) if name.isupper():
                return True
            case ast.Attribute(attr="__members__" | "__subclasses__"):
                return True
            case ast.Attribute(attr="forms" | "initial_forms" | "extra_forms"):
                return True  # of a set of forms, on one page
            case ast.Attribute(attr=name) if name.strip("_")[:1].isupper():
                return True
            case ast.Attribute(value=ast.Name(id="self" | "cls")):
                return self._class_fixes(source)
            case ast.Name(id=name):
                return self._names_fixed(source, depth)
            case ast.BinOp(left=left, right=right):
                return self.is_fixed(left, depth) and self.is_fixed(right, depth)
            case ast.Subscript(value=value):
                return self.is_fixed(value, depth)
            case ast.Call():
                return self._call_is_fixed(source, depth)
        return False

    def _call_is_fixed(self, source: ast.Call, depth: int) -> bool:
        if isinstance(source.func, ast.Attribute):
            if source.func.attr in _VIEWS and not source.args:
                return self.is_fixed(source.func.value, depth)
            return self._file.names.path(source.func) in _ENDLESS or (
                source.func.attr in ("split", "__subclasses__", "model_fields", "get_models")
            )
        name = source.func.id if isinstance(source.func, ast.Name) else ""
        if name == "range":
            # Of numbers, those that count the items of something are items.
            return len(source.args) == 3 or not any(
                isinstance(each, ast.Call) and last_name(each.func) == "len" for each in source.args
            )
        if name in _WRAPS:
            return any(self.is_fixed(each, depth) for each in source.args)
        return self._file.names.path(source.func) in _ENDLESS

    def _names_fixed(self, name: ast.Name, depth: int) -> bool:
        """A variable that is bound to one literal, or an enumeration."""
        if name.id.lstrip("_")[:1].isupper():
            return True
        value = self._file.flow.constant(name)
        if value is None or depth > 3:
            return False
        if isinstance(value, ast.List | ast.Set | ast.Tuple):
            return bool(value.elts) or self._is_filled_by_hand(name)
        if isinstance(value, ast.Dict):
            return bool(value.values)
        return self.is_fixed(value, depth + 1)

    def _is_filled_by_hand(self, name: ast.Name) -> bool:
        """Whether an empty list gets its items one by one, by nothing but calls outside loops."""
        home = self._file.scopes.home(name.id, self._file.tree.scope(name))
        filled = False
        for load in self._file.scopes.loads(name.id, home) if home is not None else ():
            above = self._file.tree.parent(load)
            match above:
                case ast.Attribute(attr="append" | "add"):
                    filled = True
                    if any(isinstance(x, LOOPS) for x in self._file.tree.ancestors(load)):
                        return False
                case ast.Attribute():
                    return False
                case ast.Call(func=ast.Name(id="len")) | ast.For() | ast.comprehension():
                    pass
                case _:
                    return False
        return filled

    def _is_checked_short(self, loop: ItemLoop) -> bool:
        """Whether many are turned away before: `if len(ids) > 50: raise`."""
        source = gone_over(loop)
        function = self._file.tree.function(loop)
        if not isinstance(source, ast.Name) or function is None:
            return False
        return any(
            self._counts_too_many(each.test, source.id) and leaves(each.body)
            for each in self._file.tree.own(function, ast.If)
            if position(each) < position(loop)
        )

    def _counts_too_many(self, test: ast.expr, name: str) -> bool:
        """`len(ids) > 50`, `rows.count() != 1`."""
        match test:
            case ast.Compare(
                left=ast.Call(func=ast.Name(id="len"), args=[ast.Name(id=counted)])
                | ast.Call(func=ast.Attribute(attr="count", value=ast.Name(id=counted))),
                ops=[ast.Gt() | ast.GtE() | ast.NotEq()],
                comparators=[most],
            ):
                if isinstance(most, ast.Name):
                    most = self._file.flow.constant(most) or most
                many = isinstance(most, ast.Constant) and most.value in (0, None)
                return counted == name and not many and not _is_above(most, _FEW)
        return False

    def _class_fixes(self, attribute: ast.Attribute) -> bool:
        """Whether the body of the class around holds a literal for `self.choices`."""
        function = self._file.tree.function(attribute)
        cls = self._file.tree.enclosing_class(function) if function is not None else None
        bindings = self._file.scopes.bindings(cls, attribute.attr) if cls is not None else []
        literals = (ast.List, ast.Tuple, ast.Set, ast.Dict)
        return len(bindings) == 1 and isinstance(bindings[0].value, literals)

    def _dispatches(self, loop: ast.For | ast.AsyncFor) -> bool:
        """A ladder of `name == literal`: each item asks for something else."""
        counts: dict[str, int] = {}
        for node in self.round(loop):
            if isinstance(node, ast.Match) and len(node.cases) >= _LADDER:
                return True
            if isinstance(node, ast.If):
                match node.test:
                    case ast.Compare(left=left, ops=[ast.Eq()], comparators=[right]):
                        if isinstance(right, ast.Constant) or last_name(right).isupper():
                            name = last_name(left)
                            counts[name] = counts.get(name, 0) + 1
        return any(count >= _LADDER for count in counts.values())

    def _names_entities(self, loop: ItemLoop) -> bool:
        """Loops over models or tables: `select(model)`, `model.objects`, `f"… FROM {table}"`."""
        targets = self.targets(loop)
        for node in self.round(loop):
            match node:
                case ast.Attribute(attr="objects" | "_default_manager", value=ast.Name(id=name)):
                    pass
                case ast.Call(func=func, args=[ast.Name(id=name), *_]) if last_name(func) in (
                    "select",
                    "query",
                    "get_collection",
                ):
                    pass
                case ast.JoinedStr(values=values):
                    name = _named_after_from(values)
                case ast.Subscript(value=value, slice=ast.Name(id=name)) if last_name(value) in (
                    "db",
                    "database",
                    "mongo",
                    "_db",
                ):
                    pass
                case _:
                    continue
            if name in targets:
                return True
        return False


def derived(
    loop: ItemLoop, names: frozenset[str], within: list[ast.stmt] | None = None
) -> frozenset[str]:
    """The names, and those that are made of them in a round: by assignments and `x[k] = v`."""
    roots: list[ast.AST] = list(within) if within is not None else [loop]
    links = []
    for node in nodes_within(*roots):
        match node:
            case ast.Assign(targets=targets, value=value):
                links.append((targets, value))
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                links.append(([target], value))
            case ast.AugAssign(target=target, value=value):
                links.append(([target], value))
            case ast.NamedExpr(target=target, value=value):
                links.append(([target], value))
            case ast.For(target=target, iter=value) | ast.AsyncFor(target=target, iter=value):
                if node is not loop:
                    links.append(([target], value))
            case ast.comprehension(target=target, iter=value):
                links.append(([target], value))
            case ast.withitem(context_expr=value, optional_vars=ast.expr() as target):
                links.append(([target], value))
    found = set(names)
    for _ in range(3):  # values go forward; a round later they have come around
        before = len(found)
        for targets, value in links:
            if reads(value, found):
                for each in targets:
                    found.update(_bound(each))
        if len(found) == before:
            break
    return frozenset(found)


def _bound(target: ast.expr) -> set[str]:
    """The variables that a target fills, or fills a part of."""
    if isinstance(target, ast.Tuple | ast.List):
        return set().union(*map(_bound, target.elts))
    if isinstance(target, ast.Starred):
        return _bound(target.value)
    while isinstance(target, ast.Subscript):
        target = target.value
    return {target.id} if isinstance(target, ast.Name) else set()


def _is_above(node: ast.expr, limit: int) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, int) and node.value > limit


def _is_no_item(name: str) -> bool:
    return bool(_ATTEMPT.fullmatch(name) or _KINDS.fullmatch(name) or _MANY.fullmatch(name))


def _named_after_from(values: list[ast.expr]) -> str:
    """The variable that an f-string puts where SQL names a table."""
    for before, value in pairwise(values):
        if isinstance(before, ast.Constant) and isinstance(value, ast.FormattedValue):
            text = str(before.value).rstrip(" \n\t\"'`[.(").lower()
            if text.endswith(_BEFORE_TABLE):
                return value.value.id if isinstance(value.value, ast.Name) else ""
    return ""


def stored(target: ast.AST) -> frozenset[str]:
    """The variables that a target names."""
    return frozenset(n.id for n in ast.walk(target) if isinstance(n, ast.Name))


def reads(node: ast.AST, names: Iterable[str]) -> bool:
    """Whether any of these variables is read in a node, lambdas and the like included."""
    return any(
        isinstance(each, ast.Name) and each.id in names for each in nodes_within(node, nested=True)
    )


def in_body(child: ast.AST, body: list[ast.stmt]) -> bool:
    """Whether a statement is one of these, by identity."""
    return any(child is each for each in body)
