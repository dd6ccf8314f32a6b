"""What two requests at the same time would do to the same rows."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from aiguard_flake8.facts.words import words
from aiguard_flake8.patterns import Pattern
from aiguard_flake8.tree import FUNCTIONS, Function, last_name, nodes_within, position, target_of

if TYPE_CHECKING:
    from aiguard_flake8.facts.tables import Given
    from aiguard_flake8.file import File
    from aiguard_flake8.flow import Use

_LEAVES = (ast.Return, ast.Raise, ast.Continue, ast.Break)
_ADDS = (("add",), ("save",), ("create",), ("insert",), ("store",), ("put",))
_CREATES = frozenset({"create", "acreate", "insert", "insert_one"})
# Whoever does this has thought of the other request.
_GUARDS = Pattern(
    r"(?i).*(for_update|on_conflict|on_duplicate|upsert|get_or_create|update_or_create|(^|_)lock(s|ed|ing)?(_|$)"
    r"|advisory|serializable|isolation|begin_nested|savepoint|integrity|unique|duplicate"
    r"|already_?exists|conflict|setnx|if_not_exists).*"
)
_SEEDS = Pattern(
    r"(?i)(^|_)(seed\w*|init(_db|_data|iali[sz]\w*)?|bootstrap|setup|default\w*|ensure\w*|migrat\w*|fixture\w*|demo|sample)(_|$)"
)
# The same place in a list twice does no harm.
_SORTS = Pattern(r"(^|[._'\"])(max_|last_)?(order|position|sort_order|rank|priority)\b")
# What is given out and taken back; a lost update of a page counter does no harm.
_SCARCE = frozenset(
    "balance balances stock quantity qty amount credit credits points inventory available reserved"
    " seats capacity budget funds coins spent used usage remaining wallet debt paid".split()
)
# What one person fills for themselves; two clicks at once change nobody's stock.
_OWN = frozenset("cart basket bag wishlist draft".split())
_ARRAYS = frozenset({"np", "numpy", "torch", "jnp", "pl", "polars", "pandas", "pd"})
_SAVES = frozenset({"commit", "save", "asave", "flush", "update", "put"})


class Insert(NamedTuple):
    """A row that is made because a query found none like it."""

    node: ast.Call
    label: str  # the model
    lookup: ast.expr


class Update(NamedTuple):
    """A number of a row that is read, changed in Python and written back."""

    node: ast.stmt
    target: str  # `account.balance`


def is_guarded(function: Function, file: File) -> bool:
    """Whether a function takes a lock, or expects the database to refuse a second row."""
    for node in nodes_within(*function.body):
        if isinstance(node, ast.Name | ast.Attribute):
            if _GUARDS.fullmatch(last_name(node)):
                return True
        elif isinstance(node, ast.keyword) and node.arg is not None:
            if _GUARDS.fullmatch(node.arg):
                return True
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            if "ON CONFLICT" in node.value.upper() or "FOR UPDATE" in node.value.upper():
                return True
    if any("receiver" in words(last_name(target_of(each))) for each in function.decorator_list):
        return True  # a signal of the row that the new one belongs to
    stem = file.place.stem
    if stem == "factories":  # of rows for tests, by their name in Django projects
        return True
    if _SEEDS.search(function.name) or (stem != "__init__" and _SEEDS.search(stem)):
        return True
    return file.roles.in_cli_folder or _is_alone(function, file)


def _is_alone(function: Function, file: File) -> bool:
    """Whether it runs once, with no other request beside it."""
    roles = file.roles.reaching(function)
    return bool(roles) and roles <= {"startup", "command", "cleanup"}


def inserts(function: Function, file: File) -> Iterator[Insert]:
    """The rows that a function adds after it has looked whether there are any."""
    made = list(_made(function, file))
    if not made:
        return
    looked = list(_lookups(function, file))
    told: set[str] = set()
    for node, name in made:
        for lookup, given in looked:
            if position(lookup) < position(node) and name not in told:
                if (
                    _is_model(given, name, node, file)
                    and _same_key(lookup, node, file)
                    and _when_missing(lookup, node, file)
                    and not _in_rounds(node, file)
                ):
                    told.add(name)
                    yield Insert(node, name, lookup)


def _in_rounds(node: ast.Call, file: File) -> bool:
    """Whether a loop tries again when another request was first."""
    return any(
        isinstance(above, ast.For)
        and isinstance(above.iter, ast.Call)
        and last_name(above.iter.func) == "range"
        for above in file.tree.ancestors(node)
    )


def _made(function: Function, file: File) -> Iterator[tuple[ast.Call, str]]:
    """The rows that a function makes: `Order(…)`, `Order.objects.create(…)`."""
    for node in file.tree.own(function, ast.Call):
        func = node.func
        if isinstance(func, ast.Attribute) and func.attr in _CREATES:
            owner = func.value
            if isinstance(owner, ast.Attribute) and owner.attr == "objects":
                yield node, last_name(owner.value)
        elif isinstance(func, ast.Name) and func.id[:1].isupper() and node.keywords:
            if any(_is_added(use) for use in file.flow.uses(node)):
                yield node, func.id


def _is_added(use: Use) -> bool:
    """Whether a row is handed to a session or repository, or saves itself."""
    if use.kind == "method":
        return use.name in _SAVES
    return (
        use.kind == "argument"
        and isinstance(use.node, ast.Call)
        and isinstance(use.node.func, ast.Attribute)
        and words(use.node.func.attr)[:1] in _ADDS
    )


def _same_key(lookup: ast.expr, made: ast.Call, file: File) -> bool:
    """Whether the new row gets what was looked for: `email == email`, `find_by_email(email)`."""
    asked: set[str] = set()
    for node in nodes_within(_query(lookup, file)):
        if isinstance(node, ast.Compare) and isinstance(node.left, ast.Attribute):
            asked.add(node.left.attr)
        elif isinstance(node, ast.Call):
            name = last_name(node.func)
            asked.update(keyword.arg for keyword in node.keywords if keyword.arg)
            if "by" in words(name):
                asked.add(name.rpartition("by_")[2])
    given = {keyword.arg for keyword in made.keywords if keyword.arg}
    return not asked.isdisjoint(given)


def _query(lookup: ast.expr, file: File) -> ast.expr:
    """The expression that holds the conditions, seen through one variable."""
    for node in nodes_within(lookup):
        if isinstance(node, ast.Name):
            bound = file.flow.constant(node)
            if isinstance(bound, ast.Call | ast.Await) and bound is not lookup:
                return ast.Tuple([lookup, bound], ast.Load())
    return lookup


def _lookups(function: Function, file: File) -> Iterator[tuple[ast.expr, Given]]:
    """The queries by a condition."""
    for node in file.tree.own(function, ast.Call):
        given = file.tables.given(node)
        if given is not None and (given.rows.narrowed or given.rows.bounded):
            yield node, given


def _when_missing(lookup: ast.expr, made: ast.Call, file: File) -> bool:
    """Whether a row is made where the query has found none.

    `if found is None: add`, `if found: … else: add`, `if found: raise …` and then `add`.
    """
    for test in _tests(lookup, file):
        condition = file.tree.parent(test)
        while isinstance(condition, ast.UnaryOp | ast.Compare | ast.BoolOp | ast.Await):
            condition = file.tree.parent(condition)
        if not isinstance(condition, ast.If) or not file.tree.inside(test, condition.test):
            continue
        missing = _asks_for_missing(condition.test, test)
        if missing is None:
            continue
        added, other = condition.body, condition.orelse
        if not missing:
            added, other = other, added
        if any(file.tree.inside(made, each) for each in added):
            return True
        inside = file.tree.inside(made, condition)
        if not missing and not inside and other and isinstance(other[-1], _LEAVES):
            if position(condition) < position(made):
                return True
    return False


def _tests(lookup: ast.expr, file: File) -> Iterator[ast.expr]:
    """The query itself, or the variable that holds its result, wherever it is tested."""
    outer: ast.expr = lookup
    parent = file.tree.parent(outer)
    while isinstance(parent, ast.Await | ast.Attribute | ast.Call) and (
        not isinstance(parent, ast.Call) or parent.func is outer
    ):
        outer, parent = parent, file.tree.parent(parent)
    yield outer
    if isinstance(parent, ast.Assign) and isinstance(parent.targets[0], ast.Name):
        for use in file.flow.variable_uses(parent.targets[0]):
            if use.kind == "tested":
                found = (each for each in nodes_within(use.node) if isinstance(each, ast.Name))
                yield from (each for each in found if each.id == parent.targets[0].id)


def _asks_for_missing(test: ast.expr, found: ast.expr) -> bool | None:
    """True for `found is None`, `not found`; False for `found`; None for anything else."""
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=inner):
            inverse = _asks_for_missing(inner, found)
            return None if inverse is None else not inverse
        case ast.Compare(left=left, ops=[ast.Is() | ast.Eq()], comparators=[ast.Constant(value=v)]):
            return True if _holds(left, found) and v in (None, 0) else None
        case ast.Compare(left=left, ops=[ast.IsNot() | ast.NotEq() | ast.Gt()],
                         comparators=[ast.Constant(value=v)]):  # fmt: skip
            return False if _holds(left, found) and v in (None, 0) else None
        case ast.BoolOp(op=ast.Or(), values=values):
            asked = [_asks_for_missing(each, found) for each in values if _holds(each, found)]
            return asked[0] if asked and asked[0] is False else None
        case ast.BoolOp(values=values):
            asked = [_asks_for_missing(each, found) for each in values if _holds(each, found)]
            return asked[0] if asked else None
    return False if _holds(test, found) and not isinstance(test, ast.Compare) else None


def _holds(node: ast.expr, found: ast.expr) -> bool:
    return any(each is found for each in ast.walk(node))


def _is_model(given: Given, name: str, node: ast.Call, file: File) -> bool:
    """Whether a query asks for the model of which a row is made."""
    if given.rows.label.rpartition(".")[2] != name:
        return False
    if given.model is None or not isinstance(node.func, ast.Name):
        return True
    where = file.reach.target(node)
    return where is None or (where.file, where.value.path) == (
        given.model.file,
        given.model.value.path,
    )


def next_numbers(function: Function, file: File) -> Iterator[ast.BinOp]:
    """Numbers that are made of the largest so far: `max(number) + 1`."""
    for node in file.tree.own(function, ast.BinOp):
        if isinstance(node.op, ast.Add) and isinstance(node.right, ast.Constant):
            if node.right.value == 1 and _is_last(node.left, file):
                yield node


def _is_last(node: ast.expr, file: File) -> bool:
    while isinstance(node, ast.BoolOp | ast.IfExp):
        node = node.values[0] if isinstance(node, ast.BoolOp) else node.body
    if isinstance(node, ast.Name):
        bound = file.flow.constant(node)
        return bound is not None and not isinstance(bound, ast.Name) and _asks_for_last(bound, file)
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        bound = file.flow.constant(node.value)
        if bound is None or words(node.attr)[-1:] not in (("id",), ("number",), ("no",), ("seq",)):
            return False
        ordered = any(
            last_name(each.func) in ("order_by", "last", "latest", "sort")
            for each in nodes_within(bound)
            if isinstance(each, ast.Call)
        )
        return ordered and file.tables.given(bound) is not None
    return _asks_for_last(node, file)


def _asks_for_last(node: ast.expr, file: File) -> bool:
    """Whether an expression asks the database for a maximum."""
    if _SORTS.search(ast.unparse(node)):
        return False
    for each in nodes_within(node):
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Attribute | ast.Name):
            path = file.names.path(each.func)
            if last_name(each.func) in ("max", "Max") and not path.startswith("builtins."):
                # `values.max()` of an array counts nothing that others count, too.
                return bool(each.args) and not _is_array(each.func, path)
    return False


def _is_array(func: ast.expr, path: str) -> bool:
    """Whether the maximum is one of numbers in memory: `np.max(scores)`."""
    return path.partition(".")[0] in _ARRAYS or (
        isinstance(func, ast.Attribute) and last_name(func.value) in _ARRAYS
    )


def updates(function: Function, file: File) -> Iterator[Update]:
    """The numbers of rows that a function loads, changes in Python and writes back."""
    found = [*_augmented(function, file), *_assigned(function, file)]
    if not found or not _saves(function, file):
        return
    for statement, target in found:
        row = target.value
        if isinstance(row, ast.Name) and _OWN.isdisjoint(words(row.id)) and _is_loaded(row, file):
            yield Update(statement, ast.unparse(target))


def _augmented(function: Function, file: File) -> Iterator[tuple[ast.stmt, ast.Attribute]]:
    for node in file.tree.own(function, ast.AugAssign):
        if isinstance(node.op, ast.Add | ast.Sub) and _is_scarce(node.target):
            assert isinstance(node.target, ast.Attribute)
            yield node, node.target


def _assigned(function: Function, file: File) -> Iterator[tuple[ast.stmt, ast.Attribute]]:
    """`account.balance = account.balance - amount`."""
    for node in file.tree.own(function, ast.Assign):
        match node:
            case ast.Assign(
                targets=[ast.Attribute() as target],
                value=ast.BinOp(left=ast.Attribute() as left, op=ast.Add() | ast.Sub()),
            ):
                if _is_scarce(target) and ast.unparse(left) == ast.unparse(target):
                    yield node, target


def _is_scarce(target: ast.expr) -> bool:
    return isinstance(target, ast.Attribute) and not _SCARCE.isdisjoint(words(target.attr))


def _saves(function: Function, file: File) -> bool:
    return any(last_name(each.func) in _SAVES for each in file.tree.own(function, ast.Call))


def _is_loaded(row: ast.Name, file: File) -> bool:
    """Whether a variable holds one row that the same function has asked for."""
    home = file.scopes.home(row.id, file.tree.scope(row))
    if not isinstance(home, FUNCTIONS):
        return False
    for binding in file.scopes.bindings(home, row.id):
        if binding.kind == "assign" and binding.value is not None:
            given = file.tables.given(binding.value)
            if given is not None and (given.rows.bounded or given.rows.narrowed):
                return True
            value = binding.value
            call = value.value if isinstance(value, ast.Await) else value
            if isinstance(call, ast.Call):
                kinds = {effect.kind for effect in file.reach.effects(call)}
                if "read" in kinds and kinds <= {"read", "http"}:
                    return True
    return False
