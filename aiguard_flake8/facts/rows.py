"""Which rows an expression gives: of which model, under which conditions, with what beside them.

A query is followed backwards through its chain of calls, the variables that hold it and what
`execute` is given, to the model that it starts from. What a function of the project gives is
followed by `Followed`, through any number of repositories.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from aiguard_flake8.facts.sql_text import holds_sql
from aiguard_flake8.patterns import Pattern
from aiguard_flake8.project.stored import ANYTHING, Rows
from aiguard_flake8.tree import Function, last_name, nodes_within, position

if TYPE_CHECKING:
    from aiguard_flake8.file import File

_SESSION = Pattern(r"(?i)_*(\w+_)?(session|db|database|conn|connection|tx|uow)")
_QUERY = Pattern(r"(?i)(session|database|query|queryset|manager|collection|select)$")
_COLLECTION = Pattern(r"(?i)_*(\w+_)?(collection|coll)")
_DATABASE = Pattern(r"(?i)_*(\w+_)?(db|database|mongo)")
_EXECUTES = frozenset("execute scalars exec stream stream_scalars".split())
_SELECTS = frozenset({"sqlalchemy.select", "sqlmodel.select"})
_TEXT = "sqlalchemy.text"
_SELECT = Pattern(r"(?is)\s*select\s(?:.(?!\bfrom\b))*\s+from\s+[\"`]?([\w.]+)")
_CONDITION = Pattern(
    r"(?i)\b(where|join|distinct|group\s+by|having|union|count\s*\(|max\s*\(|sum\s*\()"
)
_LIMIT = Pattern(r"(?i)\b(limit|fetch\s+first|top\s+\d)")
_COPIES = frozenset({"list", "tuple", "sorted", "reversed", "set"})
# Methods that leave the rows as they are.
_KEEPS = frozenset(
    "all order_by offset skip options scalars unique mappings fetchall select_related only"
    " prefetch_related defer using to_list sort execution_options with_for_update tuples cursor"
    " add_columns batch_size populate_existing reverse copy".split()
)
_NARROWS = frozenset(
    "filter filter_by where having exclude join outerjoin select_from from_statement distinct"
    " group_by annotate values values_list complex_filter dates datetimes".split()
)
_BOUNDS = frozenset(
    "limit slice first one one_or_none scalar scalar_one scalar_one_or_none get get_or_404 last"
    " earliest latest paginate count exists aggregate fetchone fetchmany fetch find_one yield_per"
    " partitions iterator delete update afirst aget alast acount aexists".split()
)
_LOADS = frozenset("all fetchall to_list".split())
_LOADERS = frozenset(
    "joinedload selectinload subqueryload immediateload contains_eager lazyload noload raiseload"
    " defaultload".split()
)
_PLAIN_LOADERS = frozenset("load_only defer undefer".split())
_LONGEST = 40  # calls and variables of one query; a longer one is unknown


class RowsOf:
    """Answers for one file."""

    def __init__(self, file: File) -> None:
        self._file = file
        self._known: dict[ast.expr, Rows | None] = {}

    @cached_property
    def holds_sql(self) -> bool:
        """Whether the file holds the text of a statement."""
        return holds_sql(self._file)

    def of(self, node: ast.expr) -> Rows | None:
        """The rows that an expression gives, None when that is not known."""
        if node not in self._known:
            self._known[node] = _Unwound(self._file).rows(node)
        return self._known[node]

    def returned(self, function: Function) -> Rows | None:
        """The rows that a function returns: all that it returns agrees on them."""
        found: Rows | None = None
        for statement in self._file.tree.own(function, ast.Return):
            value = statement.value
            if value is None or (isinstance(value, ast.List) and not value.elts):
                continue
            if isinstance(value, ast.Constant):
                continue
            rows = self.of(value)
            if rows is None or (found is not None and rows != found):
                return None
            found = rows
        return found


class _Unwound:
    """One query, followed backwards."""

    def __init__(self, file: File) -> None:
        self._file = file
        self._loaded = self._asked = self._narrowed = self._bounded = False
        self._eager: list[str] = []
        self._names: set[str] = set()  # variables that were gone through

    def rows(self, node: ast.expr) -> Rows | None:
        current: ast.expr | None = node
        for _ in range(_LONGEST):
            match current:
                case None:
                    return None
                case ast.Await(value=value) | ast.NamedExpr(value=value):
                    current = value
                case ast.Subscript(value=value, slice=ast.Slice()):
                    self._bounded = True
                    current = value
                case ast.ListComp(generators=[ast.comprehension(iter=source, ifs=ifs)]):
                    self._loaded = True
                    self._narrowed = self._narrowed or bool(ifs)
                    current = source
                case ast.Attribute(attr="objects" | "_default_manager", value=model):
                    self._asked = False  # a manager's `all` asks nothing yet
                    return self._rooted(model)
                case ast.Attribute(attr="query", value=model):
                    return self._rooted(model)
                case ast.Name():
                    current = self._variable(current)
                case ast.Constant(value=str(text)):
                    return self._of_sql(text)
                case ast.Call(func=ast.Attribute() as func):
                    found = self._method(current, func)
                    if not isinstance(found, ast.expr):
                        return found
                    current = found
                case ast.Call(func=ast.Name() as func):
                    found = self._function(current, func)
                    if not isinstance(found, ast.expr):
                        return found
                    current = found
                case _:
                    return None
        return None

    def _method(self, call: ast.Call, func: ast.Attribute) -> ast.expr | Rows | None:
        method, owner = func.attr, func.value
        if self._file.names.path(func) in _SELECTS:
            return self._selected(call)
        if method in _EXECUTES and call.args and self._is_session(owner):
            self._loaded = True
            return call.args[0]
        if method == "query" and len(call.args) == 1 and self._is_session(owner):
            return self._rooted(call.args[0])
        if method == "find" and (_finds_documents(call) or self._is_collection(owner)):
            return self._found(call, owner)
        if method in _KEEPS | _NARROWS | _BOUNDS and not self._is_of_project(owner):
            self._note(method, call)
            return owner
        return self._handed_on(call)

    def _note(self, method: str, call: ast.Call) -> None:
        self._asked = self._asked or method in _LOADS
        self._narrowed = self._narrowed or method in _NARROWS
        if method == "to_list":
            given = [*call.args, *(each.value for each in call.keywords)]
            unlimited = all(isinstance(x, ast.Constant) and x.value is None for x in given)
            self._bounded = self._bounded or not unlimited
        self._bounded = self._bounded or method in _BOUNDS
        if method in ("select_related", "prefetch_related"):
            texts = [each.value for each in call.args if isinstance(each, ast.Constant)]
            plain = len(texts) == len(call.args) and bool(texts)
            self._eager += "__".join(map(str, texts)).split("__") if plain else [ANYTHING]
        elif method == "options":
            for given_option in call.args:
                self._eager += _loaded_by(given_option)
        elif method == "join":
            self._eager.append(ANYTHING)

    def _function(self, call: ast.Call, func: ast.Name) -> ast.expr | Rows | None:
        if func.id in _COPIES and len(call.args) == 1:
            self._loaded = True
            return call.args[0]
        path = self._file.names.path(func)
        if path in _SELECTS:
            return self._selected(call)
        if path == _TEXT and call.args:
            return call.args[0]
        return self._handed_on(call)

    def _selected(self, call: ast.Call) -> Rows | None:
        return self._rooted(call.args[0]) if len(call.args) == 1 else None

    def _rooted(self, model: ast.expr) -> Rows | None:
        name = last_name(model)
        if not name[:1].isupper() or name.isupper():
            return None
        value = self._file.names.value(model)
        if value is not None and value.instance:
            return None
        return self._made(value.path if value is not None else "", name)

    def _found(self, call: ast.Call, collection: ast.expr) -> Rows | None:
        condition = call.args[0] if call.args else None
        for keyword in call.keywords:
            if keyword.arg in ("filter", None):
                condition = keyword.value
            elif keyword.arg == "limit":
                self._bounded = True
        empty = condition is None or (isinstance(condition, ast.Dict) and not condition.keys)
        self._narrowed = self._narrowed or not empty
        if len(call.args) > 2:
            return None
        return self._made("", ast.unparse(collection))

    def _handed_on(self, call: ast.Call) -> Rows | None:
        """A function of the project, as far as anybody can tell here."""
        callee = self._file.names.value(call.func)
        if callee is None or callee.instance or self._file.libraries.knows(callee.path):
            return None
        if callee.path.startswith("builtins."):
            return None
        return self._made("", ast.unparse(call.func), callee.path)

    def _made(self, entity: str, label: str, through: str = "") -> Rows:
        eager = tuple(self._eager)
        loaded = self._loaded or self._asked
        return Rows(entity, label, loaded, self._narrowed, self._bounded, eager, through)

    def _variable(self, name: ast.Name) -> ast.expr | None:
        """The expression that a variable starts from; what is added to it later counts, too."""
        if name.id in self._names:
            return None
        self._names.add(name.id)
        scopes = self._file.scopes
        home = scopes.home(name.id, self._file.tree.scope(name))
        bindings = scopes.bindings(home, name.id) if home is not None else []
        start: ast.expr | None = None
        for binding in bindings:
            value = binding.value
            if binding.kind not in ("assign", "walrus") or value is None:
                return None
            if _starts_with(value, name.id):
                self._add(value)
            elif start is None:
                start = value
            else:
                return None
        if isinstance(start, ast.List) and not start.elts:
            return self._gathered(name)
        if _makes_cursor(start):
            return self._executed(name)
        return start

    def _gathered(self, name: ast.Name) -> ast.expr | None:
        """What a loop goes over that fills a list: `for row in rows: found.append(…)`."""
        function = self._file.tree.function(name)
        loops: list[ast.For | ast.AsyncFor] = []
        if function is not None:
            loops += self._file.tree.own(function, ast.For)
            loops += self._file.tree.own(function, ast.AsyncFor)
        found: list[ast.For | ast.AsyncFor] = []
        for loop in loops:
            for each in nodes_within(*loop.body):
                match each:
                    case ast.Call(func=ast.Attribute(attr="append", value=ast.Name(id=filled))):
                        if filled == name.id:
                            found.append(loop)
                            # Anything else than one plain statement may be a choice.
                            statement = self._file.tree.statement(each)
                            plain = statement is not None and statement in loop.body
                            self._narrowed = self._narrowed or not plain or _chooses(loop)
        self._loaded = True
        return found[0].iter if len(found) == 1 else None

    def _executed(self, cursor: ast.Name) -> ast.expr | None:
        """The last statement that a cursor executes before its rows are fetched."""
        function = self._file.tree.function(cursor)
        found: ast.expr | None = None
        for each in self._file.tree.own(function, ast.Call) if function is not None else ():
            if position(each) < position(cursor) and last_name(each.func) == "execute":
                owner = each.func.value if isinstance(each.func, ast.Attribute) else each
                if each.args and last_name(owner) == cursor.id:
                    found = each.args[0]
        return found

    def _of_sql(self, text: str) -> Rows | None:
        match = _SELECT.match(text)
        if match is None:
            return None
        self._loaded = True
        self._narrowed = self._narrowed or _CONDITION.search(text) is not None
        self._bounded = self._bounded or _LIMIT.search(text) is not None
        return self._made("", match[1])

    def _add(self, value: ast.expr) -> None:
        """`query = query.where(…)`: its steps, whether they are taken or not."""
        while isinstance(value, ast.Call | ast.Attribute | ast.Subscript):
            if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute):
                method = value.func.attr
                self._note(method, value)
                self._narrowed = self._narrowed or method not in _KEEPS | _BOUNDS
            if isinstance(value, ast.Subscript):
                self._bounded = True
            value = value.func if isinstance(value, ast.Call) else value.value

    def _is_session(self, node: ast.expr) -> bool:
        if _SESSION.fullmatch(last_name(node)):
            return True
        value = self._file.names.value(node)
        facts = self._file.libraries.facts(value.path) if value and value.instance else None
        return facts is not None and "session" in facts.traits

    def _is_of_project(self, node: ast.expr) -> bool:
        """`self.orders`, where that is a class of the project, which is no query by its name.

        Or `orders`, where its class is certain.
        """
        match node:
            case ast.Attribute(value=ast.Name(id="self")):
                value = self._file.names.value(node)
            case ast.Name():
                value = self._file.names.value(node)
                if value is None or not value.path.rpartition(".")[2].lstrip(":")[:1].isupper():
                    return False
            case _:
                return False
        return (
            value is not None
            and value.instance
            and not self._file.libraries.knows(value.path)
            and _QUERY.search(value.path) is None
        )

    def _is_collection(self, node: ast.expr) -> bool:
        value = self._file.names.value(node)
        if value is not None and value.instance and value.path.endswith("Collection"):
            return True
        if _COLLECTION.fullmatch(last_name(node)):
            return True
        if isinstance(node, ast.Attribute | ast.Subscript):
            return _DATABASE.fullmatch(last_name(node.value)) is not None
        return False


def _loaded_by(option: ast.expr) -> Iterator[str]:
    """The relationships that a loader option names; ANYTHING when it is no plain loader."""
    plain = False
    for node in nodes_within(option):
        if isinstance(node, ast.Call):
            name = last_name(node.func)
            plain = plain or name in _LOADERS or name in _PLAIN_LOADERS
        elif isinstance(node, ast.Attribute) and node.attr not in _LOADERS:
            yield node.attr
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from node.value.split(".")
    if not plain:
        yield ANYTHING


def _finds_documents(call: ast.Call) -> bool:
    """`self.users.find()` or `users.find({…})`: a text is searched for something else."""
    if call.args:
        return isinstance(call.args[0], ast.Dict)
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    return isinstance(owner, ast.Attribute | ast.Subscript)


def _makes_cursor(node: ast.expr | None) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(attr="cursor")):
            return True
        case ast.Await(value=ast.Call(func=ast.Attribute(attr="cursor"))):
            return True
    return False


def _chooses(loop: ast.For | ast.AsyncFor) -> bool:
    """Whether a loop leaves some of its rows out."""
    return any(isinstance(x, ast.Continue | ast.Break | ast.Return) for x in nodes_within(loop))


def _starts_with(node: ast.expr, name: str) -> bool:
    while isinstance(node, ast.Call | ast.Attribute | ast.Subscript | ast.Await):
        node = node.func if isinstance(node, ast.Call) else node.value
    return isinstance(node, ast.Name) and node.id == name
