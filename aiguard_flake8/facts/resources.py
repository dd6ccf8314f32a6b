"""What becomes of things that must be closed, and of clients that are meant to be shared."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from aiguard_flake8.facts.words import words
from aiguard_flake8.flow import ESCAPES, Use
from aiguard_flake8.patterns import Pattern
from aiguard_flake8.tree import FUNCTIONS, Scope, nodes_within, parameters

if TYPE_CHECKING:
    from aiguard_flake8.calls import Call
    from aiguard_flake8.file import File
    from aiguard_flake8.library import Facts

# A class of the project, or of a library that grew, may have its own word for it.
_CLOSERS = frozenset(
    "close aclose shutdown dispose terminate release disconnect quit stop cleanup detach unlink"
    " join __enter__ __aenter__ __exit__ __aexit__ wait_closed".split()
)
_READING = Pattern(r"[rbtU]*")
_STREAMS = ("io.", "typing.IO", "typing.BinaryIO")
_SOURCES = frozenset({"fileobj", "fp", "sock", "fileno"})
_LONG_LIVED = frozenset({"ws_connect", "websocket_connect"})  # a socket as long as its user stays
# A transport holds the pool, and may be shared itself; so may a pool, or a client within.
_OWN_STATE = frozenset(
    "cookie_jar cookies auth transport mounts connection_pool pool connector http_client"
    " http_async_client".split()
)
_HOSTS = frozenset("worker host server node peer endpoint instance replica site".split())
_CLIENT_NAME = Pattern(r"client|session|engine|pool", re.IGNORECASE)
_SHARED = frozenset({"http", "database", "cache", "broker", "llm", "cloud"})
_NOT_SHARED = frozenset({"in-process", "per-thread"})
_IN_PROCESS = ("sqlite", "duckdb", ":memory:")
_MAX_DEPTH = 8


class Resources:
    """Answers for one file."""

    def __init__(self, file: File) -> None:
        self._file = file

    def left_open(self, call: Call) -> bool:
        """Whether a call opens something that no path closes and nothing else holds on to."""
        closers = call.facts.closed_by
        # An engine closes its idle connections when it is dropped; that it is built is the matter.
        if not closers or "dispose" in closers or self._wraps(call):
            return False
        if "self-closing" in self._traits(call):
            return False
        uses = self._file.flow.uses(call.node)
        if self._lends_name(call, uses):
            return False
        return not any(
            self._escapes(use) or self._releases(use, call) or self._in_lasting_closure(use, call)
            for use in uses
        )

    def _lends_name(self, call: Call, uses: list[Use]) -> bool:
        """Whether only its name is used, and it is there as long as the variable is."""
        if "delete" not in call.facts.parameters or any(use.name != "name" for use in uses):
            return False
        kept = call.argument("delete")
        return kept is None or call.literal(kept) is not False

    def passing_read(self, call: Call) -> bool:
        """Whether it is read or dropped where it is opened, in no variable, and now and then.

        CPython closes it at once: `json.load(open(path))`, `urlopen(url).read()`.
        """
        if self._file.flow.variables(call.node):
            return False
        if call.facts.effect == "file":
            mode = call.argument("mode")
            if mode is not None and not _READING.fullmatch(str(call.literal(mode))):
                return False
        elif call.facts.effect != "http":
            if any(use.kind != "dropped" for use in self._file.flow.uses(call.node)):
                return False
        return self._file.repeats.of(call.node) is None

    def _escapes(self, use: Use) -> bool:
        """Whether somebody else may close it: `json.load(open(path))` does not."""
        if use.kind == "argument" and isinstance(use.node, ast.Call):
            taker = self._file.call(use.node)
            if taker is not None and "wraps" in taker.facts.traits:
                return self._file.flow.escapes(use.node)
            return taker is None or "borrows" not in taker.facts.traits
        return use.kind in ESCAPES

    def _in_lasting_closure(self, use: Use, call: Call) -> bool:
        """Whether a function within the function uses it, and may be called later on."""
        function = self._file.tree.function(use.node)
        if function is None or function is self._file.tree.function(call.node):
            return False
        for reference in self._file.roles.references(function):
            above = self._file.tree.parent(reference)
            if not isinstance(above, ast.Call) or above.func is not reference:
                return True
        return False

    def _wraps(self, call: Call) -> bool:
        """Whether it reads from an object that somebody else opened, or from memory."""
        given = [*call.node.args, *(keyword.value for keyword in call.node.keywords)]
        for each in given:
            owner = self._file.names.class_of(each)
            facts = self._file.libraries.facts(owner) if owner else None
            if (facts is not None and facts.closed_by) or owner.startswith(_STREAMS):
                return True
        return any(keyword.arg in _SOURCES for keyword in call.node.keywords)

    def _releases(self, use: Use, call: Call) -> bool:
        if use.kind == "entered":
            return self._closes_on_exit(call)
        if use.kind in ("item", "attribute") and call.facts.client and self._part_escapes(use, 0):
            return True
        if use.kind not in ("method", "attribute"):
            return False
        if use.name in _CLOSERS or use.name in call.facts.closed_by:
            return True
        if use.name == "fileno" and isinstance(use.node, ast.Call):
            return any(map(self._escapes, self._file.flow.uses(use.node)))
        return isinstance(use.node, ast.Call) and self._lives_on(use.node, call)

    def _closes_on_exit(self, call: Call) -> bool:
        """Whether the end of a `with` closes it; some connections only commit."""
        return "left-open" not in self._traits(call)

    def _traits(self, call: Call) -> set[str]:
        """The traits of a call and of what it gives."""
        made = self._file.libraries.facts(self._file.names.class_of(call.node))
        return {*call.facts.traits, *(made.traits if made is not None else ())}

    def _part_escapes(self, use: Use, depth: int) -> bool:
        """Whether a part that needs the client leaves: `client["shop"]["orders"]`."""
        if not isinstance(use.node, ast.expr) or depth > _MAX_DEPTH:
            return False
        uses = self._file.flow.uses(use.node)
        return any(
            each.kind in ESCAPES
            or (each.kind in ("item", "attribute") and self._part_escapes(each, depth + 1))
            for each in uses
        )

    def _lives_on(self, method: ast.Call, call: Call) -> bool:
        """Whether a method gives something that needs the resource, and that leaves: a cursor."""
        derived = self._file.names.class_of(method)
        if derived in ("", self._file.names.class_of(call.node)):
            # Perhaps the same object once more: `engine.connect().execution_options(…)`.
            kinds = self._file.flow.uses(method)
            if any(each.kind == "entered" or each.name in _CLOSERS for each in kinds):
                return True
        facts = self._file.libraries.facts(derived) if derived else None
        if "session" in self._traits(call):
            holds = not derived.startswith("builtins.")
        else:
            holds = bool(facts.closed_by if facts is not None else call.facts.client)
        return holds and self._file.flow.escapes(method)

    # -- clients -----------------------------------------------------------------------------

    def shareable(self, call: Call) -> bool:
        """Whether a call builds a client that is meant to be built once and shared."""
        facts = call.facts
        if facts.client not in _SHARED or facts.effect == "http":
            return False
        return not self._traits(call) & _NOT_SHARED and not self._in_process(call)

    def is_shared(self, facts: Facts) -> bool:
        """Whether what a library call makes is a client that is meant to be shared."""
        if facts.client not in _SHARED or facts.effect == "http":
            return False
        made = self._file.libraries.facts(facts.returns) if facts.returns else None
        traits = {*facts.traits, *(made.traits if made is not None else ())}
        return not traits & _NOT_SHARED

    def _in_process(self, call: Call) -> bool:
        """Whether a literal URL names a database of this process."""
        given = call.argument(call.facts.dsn[0]) if call.facts.dsn else None
        text = call.literal(given) if given is not None else None
        return isinstance(text, str) and text.startswith(_IN_PROCESS)

    def kept(self, uses: list[Use]) -> bool:
        """Whether what a call builds outlives it: stored, or part of something stored."""
        for use in uses:
            if use.kind == "stored":
                return True
            if use.kind == "argument" and isinstance(use.node, ast.Call):
                if any(each.kind == "stored" for each in self._file.flow.uses(use.node)):
                    return True
        return False

    def stands_in(self, call: Call) -> bool:
        """Whether it is only built when the caller has brought none: `session or Session()`."""
        child: ast.AST = call.node
        for ancestor in self._file.tree.ancestors(call.node):
            if isinstance(ancestor, ast.BoolOp):
                return True
            if isinstance(ancestor, ast.IfExp | ast.If) and child is not ancestor.test:
                names = (
                    getattr(each, "id", getattr(each, "attr", ""))
                    for each in nodes_within(ancestor.test)
                )
                if any(isinstance(name, str) and _CLIENT_NAME.search(name) for name in names):
                    return True
            if isinstance(ancestor, FUNCTIONS):
                return False
            child = ancestor
        return False

    def goes_anywhere(self, call: Call, uses: list[Use]) -> bool:
        """Whether a client asks another host for each item: no connection would be shared."""
        function = self._file.tree.function(call.node)
        if function is not None and any(
            _HOSTS.intersection(words(each.arg)[-1:]) for each in parameters(function.args)
        ):
            return True
        return any(
            self._is_given(address)
            for use in uses
            if use.kind == "method" and isinstance(use.node, ast.Call)
            for address in _addresses(use.node)
        )

    def _is_given(self, address: ast.expr) -> bool:
        """Whether the host comes from a parameter or a loop: `f"{item.host}/info"`, `item.url`.

        A plain `url` may as well be one more page of the same host.
        """
        if isinstance(address, ast.Name):
            return False
        if isinstance(address, ast.JoinedStr):
            parts = [each for each in address.values if not _is_scheme(each)]
            if not parts or not isinstance(parts[0], ast.FormattedValue):
                return False
            address = parts[0].value
        while isinstance(address, ast.Attribute | ast.Subscript):
            address = address.value
        if not isinstance(address, ast.Name) or address.id in ("self", "cls"):
            return False
        home = self._file.scopes.home(address.id, self._file.tree.scope(address))
        if home is None or isinstance(home, ast.Module):
            return False
        bindings = self._file.scopes.bindings(home, address.id)
        return any(binding.kind in ("parameter", "for") for binding in bindings)

    def owner(self, call: Call) -> ast.ClassDef | None:
        """The class whose `__init__` keeps what a call builds in an attribute of its object."""
        function = self._file.tree.function(call.node)
        if function is None or function.name != "__init__":
            return None
        match self._file.tree.parent(call.node):
            case ast.Assign(targets=[ast.Attribute(value=ast.Name(id="self"))]):
                return self._file.tree.enclosing_class(function)
        return None

    def particular(self, call: Call, uses: list[Use]) -> bool:
        """Whether it is made for one caller: from its data, or given state of its own later."""
        if any(use.kind == "attribute" for use in uses) and call.facts.client == "http":
            return True  # session.headers.update(…), session.auth = …
        if any(use.name in _LONG_LIVED for use in uses):
            return True
        keywords = call.node.keywords
        if any(each.arg in _OWN_STATE or self._is_local_options(each) for each in keywords):
            return True
        arguments = [*call.node.args, *(keyword.value for keyword in call.node.keywords)]
        return any(self._varies(each, 0) for each in arguments)

    def _is_local_options(self, keyword: ast.keyword) -> bool:
        """Whether it is `**options`, put together in the function itself."""
        if keyword.arg is not None or not isinstance(keyword.value, ast.Name):
            return False
        name = keyword.value
        home = self._file.scopes.home(name.id, self._file.tree.scope(name))
        return not isinstance(home, ast.Module)

    def _varies(self, expression: ast.expr, depth: int) -> bool:
        """Whether an expression depends on a parameter, a loop, or something we cannot follow."""
        if depth > _MAX_DEPTH:
            return True
        inner: set[Scope] = set()
        for node in nodes_within(expression, nested=True):
            if isinstance(node, ast.Lambda | ast.GeneratorExp | ast.ListComp | ast.DictComp):
                inner.add(node)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                if self._name_varies(node, inner, depth):
                    return True
        return False

    def _name_varies(self, name: ast.Name, inner: set[Scope], depth: int) -> bool:
        home = self._file.scopes.home(name.id, self._file.tree.scope(name))
        if home is None or home in inner or isinstance(home, ast.ClassDef):
            return False
        if isinstance(home, ast.Module):
            return self._is_request(name)
        for binding in self._file.scopes.bindings(home, name.id):
            if binding.kind == "parameter":
                if not self._is_own_object(binding.node, home):
                    return True
            elif binding.kind not in ("import", "function", "class"):
                value = None if binding.kind == "for" else binding.value
                if value is None or self._varies(value, depth + 1):
                    return True
        return False

    def _is_own_object(self, parameter: ast.AST, function: Scope) -> bool:
        """`self`, `cls`, or settings that a framework injects: the same for every call."""
        if not isinstance(function, FUNCTIONS) or not isinstance(parameter, ast.arg):
            return False
        if parameter.arg in ("self", "cls"):
            return True
        return "settings" in parameter.arg or parameter.arg in ("config", "app")

    def _is_request(self, name: ast.Name) -> bool:
        value = self._file.names.value(name)
        return value is not None and value.instance and value.path.endswith(".Request")


def _addresses(request: ast.Call) -> list[ast.expr]:
    """What may be the address among the arguments of a request: the first that is no verb."""
    named = [keyword.value for keyword in request.keywords if keyword.arg == "url"]
    given = [each for each in request.args if not _is_verb(each)]
    return named or given[:1]


def _is_verb(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and str(node.value).isalpha()


def _is_scheme(part: ast.expr) -> bool:
    return isinstance(part, ast.Constant) and part.value in ("http://", "https://")
