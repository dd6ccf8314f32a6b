"""What a statement answers an HTTP client with: which expressions, under which status.

A response is built by a call that a library model calls one (`response`), raised as an error with a
status (`http_error`), or is whatever a request handler returns.
"""

from __future__ import annotations

import ast
from http import HTTPStatus
from typing import TYPE_CHECKING, NamedTuple

from aiguard_flake8.calls import Call
from aiguard_flake8.facts.roles import HANDLER
from aiguard_flake8.facts.words import words
from aiguard_flake8.patterns import Pattern
from aiguard_flake8.tree import FUNCTIONS, Function, nodes_within

if TYPE_CHECKING:
    from aiguard_flake8.file import File

_STATUS_NAME = Pattern(r"HTTP_(\d{3})(_.*)?")
_STATUS_KEYWORDS = ("status_code", "status", "code")
_MAX_DEPTH = 10  # helpers followed, one calling the next
_ERROR = 400  # the first status that tells the client of a failure
_SERVER_ERROR = 500  # the first that takes it on itself

# What frameworks agree on where the name is not that of a status.
_ERRORS_BY_NAME = {
    "AuthenticationFailed": 401, "Http404": 404, "NotAuthenticated": 401, "ParseError": 400,
    "PermissionDenied": 403, "SuspiciousOperation": 400, "Throttled": 429, "ValidationError": 400,
}  # fmt: skip

# `query.get_or_404(key)` of a class that we have not read: the name is a convention of its own.
_OR_404 = Pattern(r"\w+_or_404")
_NEAREST = 3  # links to an HTTP error; further away, its cause is mostly ruled out by then


class Answer(NamedTuple):
    """One response: the expressions in its body, and its status where that is known."""

    bodies: tuple[ast.expr, ...]
    status: int | None
    page: bool = False  # made of a template, for a person to read

    @property
    def succeeds(self) -> bool:
        """Whether the client is told that all went well."""
        return self.status is not None and self.status < _ERROR

    @property
    def blames_client(self) -> bool:
        """Whether the status says that the client sent something wrong."""
        return self.status is not None and _ERROR <= self.status < _SERVER_ERROR


class Answers:
    """The responses of one file."""

    def __init__(self, file: File) -> None:
        self._file = file
        self._raising: dict[ast.AST, frozenset[int | None]] = {}
        self._building: dict[ast.AST, frozenset[str] | None] = {}
        self._depth = 0

    def of(self, statement: ast.Return | ast.Raise) -> Answer | None:
        """The response that a statement ends the request with; None when it is none."""
        if isinstance(statement, ast.Raise):
            call = self._call(statement.exc)
            return self._error(call) if call is not None and call.facts.http_error else None
        if statement.value is None:
            return None
        found = self._returned(statement.value)
        function = self._file.tree.function(statement)
        if found is None and function is not None:
            if self._file.roles.role(function) == HANDLER:
                return self._plain(statement.value, function)
        return found

    def built(self, node: ast.Call) -> Answer | None:
        """The response that a call builds; None when it builds none."""
        call = self._file.call(node)
        if call is None:
            return None
        if call.facts.http_error:
            return self._error(call)
        return self._response(call) if call.facts.response else None

    def status(self, node: ast.expr) -> int | None:
        """The number that an expression names as a status: `404`, `status.HTTP_404_NOT_FOUND`."""
        if isinstance(node, ast.Constant):
            value = node.value
            if isinstance(value, str) and value[:3].isdigit():  # "404 Not Found"
                return int(value[:3])
            return value if isinstance(value, int) and 100 <= value < 600 else None
        if isinstance(node, ast.Attribute):
            if node.attr == "value":
                return self.status(node.value)
            if match := _STATUS_NAME.fullmatch(node.attr):
                return int(match[1])
            if node.attr in HTTPStatus.__members__:
                return int(HTTPStatus[node.attr])
        if isinstance(node, ast.Name) and (match := _STATUS_NAME.fullmatch(node.id)):
            return int(match[1])
        return None

    def http_errors(self, body: list[ast.stmt], stop: ast.AST) -> list[tuple[ast.AST, int | None]]:
        """Where statements may end the request with a status, helpers of this file included.

        Errors that a `try` between them and `stop` catches are left out.
        """
        found: list[tuple[ast.AST, int | None]] = []
        for node in nodes_within(*body):
            if not isinstance(node, ast.Raise | ast.Call):
                continue
            for status in sorted(self._ends_request(node), key=_number):
                if not self._caught_before(node, stop):
                    found.append((node, status))
        return found

    def catches_http_error(self, handler: ast.ExceptHandler) -> bool:
        """Whether a handler names an exception that carries a status, or catches all."""
        if handler.type is None:
            return True
        each = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
        above = self._file.reach.is_http_error
        return any(self._is_http_error(item) or above(item) for item in each)

    # -- responses ---------------------------------------------------------------------------

    def _call(self, node: ast.expr | None) -> Call | None:
        return self._file.call(node) if isinstance(node, ast.Call) else None

    def _returned(self, value: ast.expr) -> Answer | None:
        """A response that shows by itself: a building call, or a body with a status."""
        if isinstance(value, ast.Tuple) and len(value.elts) in (2, 3):
            status = self.status(value.elts[1])
            if status is not None:
                inner = self._returned(value.elts[0])
                return Answer(inner.bodies if inner else (value.elts[0],), status)
            inner = self._returned(value.elts[0])
            return inner and inner._replace(status=None)
        call = self._call(value)
        if call is None:
            return None
        return self._response(call) if call.facts.response else self._through_helper(call)

    def _through_helper(self, call: Call) -> Answer | None:
        """The response that a function of this file builds of what it is given."""
        helper = self._file.names.definition(call.path) if call.callee.local else None
        used = self._used_by(helper) if isinstance(helper, FUNCTIONS) else None
        if used is None or not isinstance(helper, FUNCTIONS):
            return None
        names = [each.arg for each in helper.args.args if each.arg not in ("self", "cls")]
        given = [*zip(names, call.node.args, strict=False)]
        given += [(each.arg, each.value) for each in call.node.keywords if each.arg]
        statuses = [self.status(value) for name, value in given if name in _STATUS_KEYWORDS]
        bodies = tuple(value for name, value in given if name in used)
        return Answer(bodies, statuses[0] if statuses else None)

    def _used_by(self, helper: Function) -> frozenset[str] | None:
        """The names in the responses that a function builds; None if it returns anything else."""
        if helper in self._building:
            return self._building[helper]
        if self._depth > _MAX_DEPTH:
            return None
        self._building[helper] = None  # one that calls itself builds nothing by that
        self._depth += 1
        built = [
            self._returned(node.value)
            for node in nodes_within(*helper.body)
            if isinstance(node, ast.Return) and node.value is not None
        ]
        self._depth -= 1
        if built and None not in built:
            self._building[helper] = frozenset(
                node.id
                for answer in built
                if answer is not None
                for body in answer.bodies
                for node in nodes_within(body)
                if isinstance(node, ast.Name)
            )
        return self._building[helper]

    def _response(self, call: Call) -> Answer:
        response = call.facts.response
        given = call.argument(response["status"]) if "status" in response else None
        status = response.get("code") if given is None else self.status(given)
        if call.open_keywords:
            status = None
        if "body" in response:
            body = call.argument(response["body"])
            bodies: tuple[ast.expr, ...] = () if body is None else (body,)
        else:
            bodies = (*call.node.args, *(keyword.value for keyword in call.node.keywords))
        inner = self._returned(bodies[0]) if len(bodies) == 1 else None
        if inner is not None and given is None:  # make_response(jsonify(…), 500) and its like
            return inner
        templates = (n for n in call.facts.parameters if n.startswith("template"))
        page = any(call.argument(name) is not None for name in templates)
        return Answer(inner.bodies if inner is not None else bodies, status, page)

    def _error(self, call: Call) -> Answer:
        given = next((g for name in _STATUS_KEYWORDS if (g := call.argument(name))), None)
        if given is None:
            status = call.facts.response.get("code") or _named_status(call.path)
        else:
            status = self.status(given)
        everything = (*call.node.args, *(keyword.value for keyword in call.node.keywords))
        return Answer(tuple(each for each in everything if each is not given), status)

    def _plain(self, value: ast.expr, function: Function) -> Answer:
        """A value that a request handler returns; the framework makes the response of it."""
        if isinstance(value, ast.Call):  # a response of a class that we have not read
            given = [each.value for each in value.keywords if each.arg in _STATUS_KEYWORDS]
            # `failed("No such order", 404)`: smaller numbers may count anything.
            given += [each for each in value.args if (self.status(each) or 0) >= _ERROR]
            if given:
                return Answer((value,), self.status(given[0]))
        return Answer((value,), None if self._sets_status(function) else 200)

    def _sets_status(self, function: Function) -> bool:
        """Whether the route declares another status, or its body sets one on the response."""
        for decorator in function.decorator_list:
            if isinstance(decorator, ast.Call):
                if any(keyword.arg == "status_code" for keyword in decorator.keywords):
                    return True
        return any(
            isinstance(node, ast.Attribute)
            and isinstance(node.ctx, ast.Store)
            and node.attr in _STATUS_KEYWORDS
            for node in nodes_within(*function.body)
        )

    # -- errors with a status ----------------------------------------------------------------

    def _is_http_error(self, node: ast.expr) -> bool:
        path = self._file.names.path(node)
        if not path:
            return False
        if path.startswith(":"):
            definition = self._file.names.definition(path)
            bases = (
                self._file.names.bases(definition) if isinstance(definition, ast.ClassDef) else []
            )
        else:
            bases = [path]
        known = (self._file.libraries.facts(each) for each in bases)
        return any(facts is not None and facts.http_error for facts in known)

    def _ends_request(self, node: ast.Raise | ast.Call) -> frozenset[int | None]:
        """The statuses with which a statement or call may end the request."""
        by_itself = self.ended_by(node)
        if by_itself or isinstance(node, ast.Raise):
            return by_itself
        call = self._call(node)
        if call is None or isinstance(self._file.tree.parent(node), ast.Raise):
            return by_itself
        return self._helper(call) if call.callee.local else self._elsewhere(call)

    def ended_by(self, node: ast.Raise | ast.Call) -> frozenset[int | None]:
        """The same, without what a function of the project does that is called."""
        nothing: frozenset[int | None] = frozenset()
        if isinstance(node, ast.Raise):
            if node.exc is None:
                return nothing
            target = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
            if not self._is_http_error(target):
                return nothing
            call = self._call(node.exc)
            named = _named_status(self._file.names.path(target))
            return frozenset({self._error(call).status if call is not None else named})
        if isinstance(self._file.tree.parent(node), ast.Raise):
            return nothing
        if isinstance(node.func, ast.Attribute) and _OR_404.fullmatch(node.func.attr):
            return frozenset({404})
        if _validates(node):
            return frozenset({400})
        call = self._call(node)
        if call is None:
            return nothing
        if call.facts.http_error and call.facts.kind == "call":
            status = self._error(call).status
            return frozenset({404 if _OR_404.fullmatch(call.path.rpartition(".")[2]) else status})
        return nothing

    def _elsewhere(self, call: Call) -> frozenset[int | None]:
        """The statuses that functions of other modules may end the request with."""
        if call.facts.name:
            return frozenset()
        raised = self._file.reach.http_errors(call.node)
        return frozenset(each.status for each, way in raised.items() if len(way.chain) <= _NEAREST)

    def _helper(self, call: Call) -> frozenset[int | None]:
        """The statuses that a function of this file may end the request with."""
        function = self._file.names.definition(call.path)
        if not isinstance(function, FUNCTIONS):
            return frozenset()
        if function not in self._raising:
            if self._depth > _MAX_DEPTH:
                return frozenset()
            self._raising[function] = frozenset()  # a recursive call adds nothing
            self._depth += 1
            errors = self.http_errors(function.body, function)
            self._depth -= 1
            self._raising[function] = frozenset(status for _, status in errors)
        return self._raising[function]

    def _caught_before(self, node: ast.AST, stop: ast.AST) -> bool:
        """Whether a `try` inside `stop` catches what `node` raises."""
        child = node
        for ancestor in self._file.tree.ancestors(node):
            if ancestor is stop:
                return False
            if isinstance(ancestor, ast.Try | ast.TryStar) and child in ancestor.body:
                for handler in ancestor.handlers:
                    if self.catches_http_error(handler) or self._catches_all(handler):
                        return True
            child = ancestor
        return False

    def _catches_all(self, handler: ast.ExceptHandler) -> bool:
        each = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
        broad = ("builtins.Exception", "builtins.BaseException")
        return any(item is None or self._file.names.path(item) in broad for item in each)


def _number(status: int | None) -> int:
    """The order of statuses; a set has none, and the place of None in it changes with each run."""
    return status or 0


def _named_status(path: str) -> int | None:
    """The status that the name of an exception tells: `NotFound`, `HTTPBadRequest`."""
    name = path.rpartition(".")[2]
    if name in _ERRORS_BY_NAME:
        return _ERRORS_BY_NAME[name]
    known = HTTPStatus.__members__.get("_".join(words(name.removeprefix("HTTP"))).upper())
    return int(known) if known is not None else None


def _validates(node: ast.Call) -> bool:
    """`serializer.is_valid(raise_exception=True)` answers 400 by itself."""
    return (
        isinstance(node.func, ast.Attribute)
        and node.func.attr == "is_valid"
        and any(
            keyword.arg == "raise_exception"
            and isinstance(keyword.value, ast.Constant)
            and keyword.value.value is True
            for keyword in node.keywords
        )
    )
