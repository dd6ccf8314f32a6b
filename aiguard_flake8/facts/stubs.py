"""Which functions are stubs: no body of their own, and not meant to be without one.

An empty body alone is no stub: hooks, protocols and null objects have one. A stub raises
NotImplementedError outright, or says in a comment or docstring that its body is still to come.
"""

from __future__ import annotations

import ast
import re
from bisect import bisect_left
from itertools import islice
from typing import TYPE_CHECKING

from aiguard_flake8.comments import docstring
from aiguard_flake8.facts.meant_empty import DEPENDENCY, STARTED_BY, has_heirs, is_meant
from aiguard_flake8.facts.roles import HANDLER, TEST
from aiguard_flake8.facts.words import words
from aiguard_flake8.patterns import Pattern
from aiguard_flake8.tree import Function, nodes_within

if TYPE_CHECKING:
    from aiguard_flake8.file import File
    from aiguard_flake8.project.summary import FunctionSummary

NOTHING = "does nothing"
_LOGS = "only logs"
_RAISES = "raises NotImplementedError"
_NOT_IMPLEMENTED = "builtins.NotImplementedError"
_UNFINISHED = Pattern(
    r"\b(todo|fixme)\b.*\b(implement|add|write|integrate|connect|replace|complete|finish|actual"
    r"|real|wire|call|send|store|save|fetch|load|query|hook up|fill|build|create|compute|calculate)"
    r"|\b(not|un)[ -]?(yet )?implemented\b|\bnot implemented yet\b|\bto be implemented\b"
    r"|\bimplement (me|this|here|later|the|actual|real)\b|\bimplementation (goes|comes|would go)\b"
    r"|\b(your|actual|real) (code|logic|implementation|call)( goes)? here\b|\bcoming soon\b"
    r"|\bplaceholder( (implementation|method|function|for (now|the|a|future|actual|real))\b"
    r"|\s*[.:;,-]|\s*$)|#\s*placeholder\b|\bstub(bed)?\b(?! out)|\bfor now\b"
    r"|\bwould (be|go|call|send|query|integrate|use) |\bin (a )?(real|production|actual)\b"
    r"|\breplace (this |it )?with (a |an |the |your )?(real|actual|proper)\b",
    re.IGNORECASE,
)
_TODO = Pattern(
    r"\b(todo|fixme)\b(?!.*\b(remove|delete|drop|deprecat\w+|move|rename|clean|why|check if)\b)",
    re.IGNORECASE,
)
# Somebody says that nothing is what should happen here.
_MEANT = Pattern(
    r"implement this (function |method )?(to|if|for|in)\b|nothing to do"
    r"|sub-?class|overrid|overwrit|derived|inherit|base class|\boverload|class \w+\(\w"
    r"|implementor|implemented by|abstract|interface"
    r"|for now,? we (do not|don['’]t)|\bkept (so|for|to)\b"
    r"|\bhook\b|no-?op\b|does nothing|do nothing|by default|default implementation|optional(ly)?\b"
    r"|not (be )?support|(do|does)n['’]t support|\b(for|by|in) tests?\b|for testing"
    r"|unsupported|not (available|applicable|allowed|needed|required|possible)"
    r"|backwards?|compat|deprecat|no longer|legacy|dummy|\bmust\b|\bmixin"
    r"|should (be )?implement(?!ed (later|soon|properly))"
    r"|type check|typing|child class|concrete|each (backend|driver|provider)|patched|replaced at"
    r"|\b(gets|is|are|be) replaced (by|in|when|once)\b(?! (a |an |the )?(real|actual|proper))"
    r"|\bno (action|effect)\b|demonstrat|\brequires? (one|it|this)\b"
    r"|\bcannot\b|\bcan't\b|never (called|reached)|ignored?\b",
    re.IGNORECASE,
)
_REFUSES = Pattern(r"(?i)\b(not|never|cannot|no longer)\b")
_TALK = frozenset({"print", "pprint"})
# Whoever is called so has done all when it has logged.
_LOGGERS = frozenset(
    "log logs logged print prints warn warning debug report reports announce show".split()
)
_EVENTS = frozenset({"on", "handle", "handles", "handler"})
# Requests answered by being answered, events that need no reaction, measuring that is off.
_SIGNALS = frozenset(
    "ok health healthz healthcheck ping ready readiness live liveness alive status up warmup "
    "log track trace record telemetry metric metrics emit "
    "on connect connected disconnect disconnected handle options head preflight".split()
)
_TABLE = 5  # entries of a literal that nobody writes down for a placeholder
_MOST_STATEMENTS = 4  # a few lines of logging may stand before the `pass`


def stub(function: Function, file: File) -> str:
    """What a stub does instead of its work: "does nothing"; empty when it is no stub."""
    body = function.body[1:] if docstring(function) is not None else function.body
    if len(body) > _MOST_STATEMENTS:
        return ""
    if len(body) == 1 and isinstance(body[0], ast.Raise):
        does = _RAISES if _leaves_to_be_written(body[0], function, file) else ""
    else:
        does = _left_out(body, function, file)
    return does if does and not is_meant(function, file) else ""


def reached_from(function: Function, does: str, file: File) -> str:
    """What leads to a stub, for a message: "a request"; empty when nothing in the file does.

    `does` is what the stub does. A caller that waits for the NotImplementedError knows of it and
    does not count.
    """
    role = file.roles.role(function)
    if role in STARTED_BY:
        return STARTED_BY[role] if _is_routed(function, file) else ""
    cls = file.tree.enclosing_class(function)
    if cls is not None and has_heirs(file.names.local_path(cls), file.path, file):
        return ""
    for reference in file.roles.references(function):
        call = file.tree.parent(reference)
        caller = file.tree.function(reference)
        if caller is None or caller is function or _is_test(caller, file):
            continue
        if (
            isinstance(call, ast.Call)
            and call.func is reference
            and not _is_awaited_failure(call, file)
            and _relies(caller, call, function, does, file)
        ):
            return f"{caller.name}()"
    return ""


def _is_routed(function: Function, file: File) -> bool:
    """Whether it is sure that what looks like a handler is one, where no remark tells of a stub.

    `@login_required` keeps others out of a view; that an address leads to it stands elsewhere.
    """
    if file.roles.role(function) != HANDLER or _says_unfinished(function, file):
        return True
    if not function.decorator_list or file.tree.enclosing_class(function) is not None:
        return True
    return any(_is_address(each) for each in function.decorator_list)


def _is_address(decorator: ast.expr) -> bool:
    """Whether a decorator is given a path: `@router.get("/orders")`."""
    given = [*decorator.args, *(k.value for k in decorator.keywords)] if isinstance(
        decorator, ast.Call) else []  # fmt: skip
    texts = (each.value for each in given if isinstance(each, ast.Constant))
    return any(isinstance(each, str) and (not each or "/" in each) for each in texts)


def _says_unfinished(function: Function, file: File) -> bool:
    """Whether a stub tells that it is one: by a remark, or by what it raises."""
    text = _remarks(function, file)
    told = _UNFINISHED.search(text) or _TODO.search(text)
    return isinstance(function.body[-1], ast.Raise) or told is not None


def _relies(caller: Function, call: ast.Call, stub: Function, does: str, file: File) -> bool:
    """Whether something depends on a call: a request, or code that is used and needs the result.

    What nobody in the file calls may be as unfinished as the stub, unless the stub says that it is
    one. A step that gives nothing, and of which no more is said than TODO, nobody relies on; nor on
    one case of several that refuses loudly, or that nobody says a word about.
    """
    if leads_from_outside(caller, file):
        return True
    ignored = isinstance(file.tree.statement(call), ast.Expr)
    told = _says_unfinished(stub, file)
    if told and does != _RAISES:
        return not ignored or does != NOTHING or _is_missed(stub, file)
    if _is_conditional(call, caller, file):
        return False
    if told or ignored:
        return told
    is_method = file.tree.enclosing_class(caller) is not None
    return is_method or bool(file.roles.references(caller))


def _is_missed(stub: Function, file: File) -> bool:
    """Whether somebody says what a step that gives nothing should do, other than to react."""
    if _EVENTS.intersection(words(stub.name)[:1]):
        return False
    return _UNFINISHED.search(_remarks(stub, file)) is not None


def _is_conditional(call: ast.Call, caller: Function, file: File) -> bool:
    """Whether a function makes a call in some cases only."""
    child: ast.AST = call
    for above in file.tree.ancestors(call):
        if above is caller:
            return False
        match above:
            case ast.If(test=test) | ast.IfExp(test=test):
                if child is not test:
                    return True
            case ast.BoolOp(values=[first, *_]):
                if child is not first:
                    return True
            case ast.ExceptHandler() | ast.match_case():
                return True
        child = above
    return False


def leads_from_outside(function: Function, file: File) -> bool:
    """Whether a request or a task reaches a function, through calls of this file."""
    return not STARTED_BY.keys().isdisjoint(file.roles.reaching(function))


def elsewhere(node: ast.Call, file: File) -> FunctionSummary | None:
    """The stub of another module that a call runs, unless a handler waits for its failure."""
    where = file.reach.target(node)
    if where is None or where.file in ("", file.path):
        return None
    function = file.linker.function(where)
    if function is None or not function.stub or function.decorators:
        return None
    owner = where.value.path.rpartition(".")[0]
    cls = file.project.summary(where.file).classes.get(owner)
    if cls is not None and (cls.abstract or cls.bases or function.stub == _RAISES):
        return None
    if cls is not None and has_heirs(owner, where.file, file):
        return None
    return None if _is_awaited_failure(node, file) else function


def _is_bare(body: list[ast.stmt]) -> bool:
    """Whether a body is `pass` or `...`; a `return` or a docstring alone may be all there is."""
    match body:
        case [ast.Pass()]:
            return True
        case [ast.Expr(value=ast.Constant(value=value))]:
            return value is ...
    return False


def _is_called_for_its_work(function: Function, file: File) -> bool:
    """Whether nobody leaves such a function empty on purpose: no method, which may be a hook."""
    if not isinstance(file.tree.scope(function), ast.Module):
        return False
    return not _SIGNALS.intersection(words(function.name))


def _is_test(function: Function, file: File) -> bool:
    return file.roles.role(function) == TEST


def _is_awaited_failure(call: ast.Call, file: File) -> bool:
    """Whether a handler around a call names NotImplementedError."""
    for ancestor in file.tree.ancestors(call):
        if isinstance(ancestor, ast.Try | ast.TryStar):
            for handler in ancestor.handlers:
                caught = (
                    handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
                )
                if any(
                    each is not None and file.names.path(each) == _NOT_IMPLEMENTED
                    for each in caught
                ):
                    return True
    return False


def _leaves_to_be_written(statement: ast.Raise, function: Function, file: File) -> bool:
    """Whether it raises NotImplementedError, without a text that gives another reason."""
    raised = _raised(statement, file)
    if raised is None or _MEANT.search(_remarks(function, file)):
        return False
    if file.roles.role(function) == DEPENDENCY:
        return False  # the application puts its own in place
    return not raised or _UNFINISHED.search(raised) is not None


def _left_out(body: list[ast.stmt], function: Function, file: File) -> str:
    """What a body does that does no work, where a remark or its place says that it should."""
    shape = _shape(body)
    if not shape:
        return ""
    text = _remarks(function, file)
    unfinished = _UNFINISHED.search(text) or (shape == NOTHING and _TODO.search(text))
    if not unfinished and not (_is_bare(body) and _is_called_for_its_work(function, file)):
        return ""
    if _MEANT.search(text) or _is_told(body) or _is_announced(body, function):
        return ""
    if shape == _LOGS and _LOGGERS.intersection(words(function.name)):
        return ""
    talk = body if shape == _LOGS else body[:-1]
    return shape if all(_is_talk(each, file) for each in talk) else ""


def _is_told(body: list[ast.stmt]) -> bool:
    """Whether the answer itself tells the caller in words that nothing was done."""
    last = body[-1] if body else None
    if not isinstance(last, ast.Return) or not isinstance(last.value, ast.Dict):
        return False
    return _REFUSES.search(_text(last.value)) is not None


def _is_announced(body: list[ast.stmt], function: Function) -> bool:
    """Whether the docstring tells the very number that is given, which is rough and known so."""
    text, last = docstring(function), body[-1] if body else None
    if text is None or not isinstance(last, ast.Return) or not isinstance(last.value, ast.Constant):
        return False
    value = last.value.value
    if isinstance(value, bool) or not isinstance(value, int | float) or not value:
        return False
    return re.search(rf"(?<![\d.]){re.escape(f'{value:g}')}(?!\d)", str(text.value)) is not None


def _raised(statement: ast.Raise, file: File) -> str | None:
    """The text given to the NotImplementedError that is raised; None when something else is."""
    raised = statement.exc
    if isinstance(raised, ast.Call):
        if file.names.path(raised.func) != _NOT_IMPLEMENTED:
            return None
        given = raised.args[0] if raised.args else None
        text = _text(given) if given is not None else ""
        return None if _MEANT.search(text) else text
    return "" if raised is not None and file.names.path(raised) == _NOT_IMPLEMENTED else None


def _text(node: ast.expr) -> str:
    parts = (each.value for each in nodes_within(node) if isinstance(each, ast.Constant))
    return " ".join(each for each in parts if isinstance(each, str)) or "…"


def _shape(body: list[ast.stmt]) -> str:
    """What a body does when all but its end only prints or logs; empty when it does work."""
    *before, last = body or [ast.Pass()]
    if not all(_is_call(each) for each in before):
        return ""
    match last:
        case ast.Pass() | ast.Expr(value=ast.Constant()) | ast.Return(value=None):
            return NOTHING
        case ast.Return(value=value) if _is_constant(value) and not _is_table(value):
            return f"returns {_short(value)} whatever it is given"
    return _LOGS if _is_call(last) else ""


def _is_call(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call)


def _is_talk(statement: ast.stmt, file: File) -> bool:
    """Whether a statement only prints or logs."""
    if not isinstance(statement, ast.Expr) or not isinstance(statement.value, ast.Call):
        return False
    call = statement.value
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    return name in _TALK or file.log_record(call) is not None


def _is_constant(node: ast.expr | None) -> bool:
    """Whether an expression is a literal, through lists and dictionaries."""
    allowed = (ast.Constant, ast.List, ast.Tuple, ast.Dict, ast.Set, ast.UnaryOp)
    return node is not None and all(isinstance(each, allowed) for each in nodes_within(node))


def _is_table(node: ast.expr | None) -> bool:
    """Whether a literal has so many entries that it is what somebody meant to give."""
    entries = node.keys if isinstance(node, ast.Dict) else getattr(node, "elts", ())
    return len(entries) >= _TABLE


def _short(node: ast.expr | None) -> str:
    match node:
        case ast.Constant(value=None | bool() | int() | float()):
            return repr(node.value)
        case ast.List(elts=[]) | ast.Dict(keys=[]):
            return "an empty list" if isinstance(node, ast.List) else "an empty dict"
    return "a constant"


def _remarks(function: Function, file: File) -> str:
    """The docstring and the comments in a function, and the comment right above it."""
    text = docstring(function)
    parts = [str(text.value)] if text is not None else []
    decorated = [function.lineno, *(each.lineno for each in function.decorator_list)]
    first, last = min(decorated) - 1, function.end_lineno or function.lineno
    start = bisect_left(file.comments, first, key=lambda each: each.line)
    for comment in islice(file.comments, start, None):
        if comment.line > last:
            break
        parts.append(comment.text)
    return "\n".join(parts)
