"""What a retry that a library makes does: does it end, does it pause, what does it repeat?

The library models say which decorators and objects retry, which argument ends them (`timeout`) and
which values repeat everything (`off`). The names of the other arguments are a table here, since an
option such as `autoretry_for` tells what it is on an object that we know nothing else of.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from aiguard_flake8.calls import UNKNOWN, Call
from aiguard_flake8.library import FOREVER, Facts
from aiguard_flake8.tree import FUNCTIONS, last_name

if TYPE_CHECKING:
    from aiguard_flake8.file import File

EVERYTHING = frozenset({"builtins.Exception", "builtins.BaseException"})
_PAUSES = ("wait", "wait_gen", "sleep")
_NARROWS = ("retry", "giveup")
_TASK_OPTION = "autoretry_for"  # the exceptions after which a task is queued again
_TASK_PAUSES = ("retry_backoff", "default_retry_delay", "countdown")


class Policy(NamedTuple):
    """How one decorator or object retries."""

    label: str  # how a message names it: "@retry"
    ends: bool
    pauses: bool  # between the tries; for a task: as somebody has chosen
    everything: bool  # it repeats after every exception, bugs included
    chosen: bool = False  # it repeats what the project chose, no failure of another service
    task: bool = False  # it queues a task again


def policies(file: File) -> Iterator[tuple[ast.expr, Policy]]:
    """How calls such as `retry(stop=…)` or `task(autoretry_for=…)`, and a bare `@retry`, retry.

    What `**options` may hold is taken for given.
    """
    for call in file.library_calls:
        if call.facts.decorates == "retry" and not call.open_keywords:
            if not _tries_once(call, file):
                yield call.node, _of_library(call, file)
    for keyword in file.tree.of(ast.keyword):
        node = file.tree.parent(keyword)
        if keyword.arg == _TASK_OPTION and isinstance(node, ast.Call):
            policy = _of_options(node, file)
            if policy is not None:
                yield node, policy
    for function in file.tree.of(*FUNCTIONS):
        for decorator in function.decorator_list:
            policy = _of_bare(decorator, file)
            if policy is not None:
                yield decorator, policy


def _of_options(node: ast.Call, file: File) -> Policy | None:
    call = file.call(node)
    if call is not None and call.facts.decorates not in ("", "task"):
        return None
    given = {keyword.arg: keyword.value for keyword in node.keywords}
    return None if None in given else _of_task(node, given, file)


def _of_bare(decorator: ast.expr, file: File) -> Policy | None:
    if isinstance(decorator, ast.Call):
        return None
    value = file.names.value(decorator)
    facts = file.libraries.facts(value.path) if value is not None else None
    if facts is None or facts.decorates != "retry" or (value is not None and value.presets):
        return None
    return Policy(f"@{last_name(decorator)}", *_defaults(facts))


def _defaults(facts: Facts) -> tuple[bool, bool, bool]:
    """Ends, pauses, repeats everything: as the library does it when nothing is said."""
    at_once = "retry-at-once" in facts.traits
    return facts.waits != FOREVER, not at_once, at_once


def _of_library(call: Call, file: File) -> Policy:
    ends, pauses, everything = _defaults(call.facts)
    if call.facts.timeout and call.gives(*call.facts.timeout):
        ends = not _unlimited(call)
    pauses = pauses or call.gives(*_PAUSES)
    for name in _NARROWS:
        given = call.argument(name)
        if given is not None:
            everything = isinstance(given, ast.Call) and _repeats_everything(given, file)
    if (argument := next(iter(call.facts.off), "")) and not call.gives(*_NARROWS):
        everything = _names_everything(call.argument(argument), file)
    chosen = not everything and not _repeats_failures(call, file)
    return Policy(f"{call.label}()", ends, pauses, everything, chosen)


def _tries_once(call: Call, file: File) -> bool:
    """Whether a policy says not to retry: its limit is a single try."""
    for name in call.facts.timeout:
        given = call.argument(name)
        limit = file.call(given) if isinstance(given, ast.Call) else None
        if limit is not None and "retry-count" in limit.facts.traits:
            count = limit.argument(limit.facts.parameters[0])
            return count is not None and limit.literal(count) == 1
    return False


def _unlimited(call: Call) -> bool:
    """Whether each limit that is given says "for ever"."""
    given = [value for name in call.facts.timeout if (value := call.argument(name)) is not None]
    values = [call.literal(each) for each in given]
    return bool(values) and all(
        value is not UNKNOWN and value in ("None", *call.facts.unlimited) for value in values
    )


def _repeats_everything(node: ast.Call, file: File) -> bool:
    """`retry_if_exception_type()` and `retry_if_exception_type(Exception)` narrow nothing."""
    call = file.call(node)
    if call is None or not call.facts.off or call.open_keywords or call.open_positionals:
        return False
    given = call.argument(next(iter(call.facts.off)))
    return given is None or _names_everything(given, file)


def _repeats_failures(call: Call, file: File) -> bool:
    """Whether what is repeated is known to say that another service failed."""
    given = [call.argument(name) for name in (*_NARROWS, *call.facts.off)]
    named: list[ast.expr] = []
    for each in given:
        inner = file.call(each) if isinstance(each, ast.Call) else None
        if inner is not None:
            named.extend(inner.node.args)
            named.extend(keyword.value for keyword in inner.node.keywords)
        elif each is not None:
            named.append(each)
    return any(_is_failure(one, file) for each in named for one in _each(_written(each, file)))


def _is_failure(node: ast.expr, file: File) -> bool:
    for ancestor in file.libraries.ancestors(file.names.path(node)):
        facts = file.libraries.facts(ancestor)
        if facts is not None and "failure" in facts.traits:
            return True
    return False


def _written(node: ast.expr, file: File) -> ast.expr:
    """What a name is bound to, where that is written out in the file."""
    if not isinstance(node, ast.Name):
        return node
    home = file.scopes.home(node.id, file.tree.scope(node))
    bindings = file.scopes.bindings(home, node.id) if home is not None else []
    value = bindings[0].value if len(bindings) == 1 else None
    return value if isinstance(value, ast.Tuple | ast.List) else node


def _names_everything(given: ast.expr | None, file: File) -> bool:
    """Whether an expression is `Exception`, or a list or tuple that holds it."""
    return any(file.names.path(each) in EVERYTHING for each in _each(given))


def _each(given: ast.expr | None) -> Iterator[ast.expr]:
    if isinstance(given, ast.Tuple | ast.List):
        yield from given.elts
    elif given is not None:
        yield given


def _of_task(node: ast.Call, given: dict[str | None, ast.expr], file: File) -> Policy:
    options = given.get("retry_kwargs")
    limits = [given.get("max_retries"), _option(options, "max_retries")]
    return Policy(
        f"@{last_name(node.func)}",
        ends=not any(isinstance(each, ast.Constant) and each.value is None for each in limits),
        pauses=any(
            _is_on(given.get(name)) or _is_on(_option(options, name)) for name in _TASK_PAUSES
        ),
        everything=_names_everything(given[_TASK_OPTION], file)
        and "dont_autoretry_for" not in given,
        task=True,
    )


def _is_on(value: ast.expr | None) -> bool:
    return value is not None and not (isinstance(value, ast.Constant) and not value.value)


def _option(options: ast.expr | None, name: str) -> ast.expr | None:
    """The value of a key in a dictionary that is written out."""
    if not isinstance(options, ast.Dict):
        return None
    for key, value in zip(options.keys, options.values, strict=True):
        if isinstance(key, ast.Constant) and key.value == name:
            return value
    return None
