"""A handler answers a failure with made-up data as if it were real.

## Why it hurts

The exchange rate service is down, so every price is converted at 1.0. The quota cannot be read, so
everybody has 1,000 requests left. The model fails, so the page shows sample orders. Nothing looks
broken: the numbers are plausible, are stored, billed and reported, and are found weeks later, when
nobody can tell them from the real ones.

## Bad

```python
import requests

def quota(user_id):
    try:
        response = requests.get(f"https://quota.example.com/{user_id}", timeout=5)
        response.raise_for_status()
        return response.json()
    except Exception:
        return {"limit": 1000, "remaining": 1000}  # AIG104
```

## Good

```python
import requests

def quota(user_id):
    response = requests.get(f"https://quota.example.com/{user_id}", timeout=5)
    response.raise_for_status()
    return response.json()
```

## When it stays silent

- The value says what it is: a response with an error status, an error, a status, a source,
  `"unknown"`, `None`, an empty container (AIG102 and AIG103 look at those).
- The function returns the same value where nothing failed: it is its default.
- The function supplies settings, themes or texts, for which defaults are the point.
- The exception is a narrow one that does not speak of a service, or the `try` asks nothing outside.
- In tests, scripts, examples.

## References

- <https://sre.google/sre-book/addressing-cascading-failures/>
- <https://docs.python.org/3/tutorial/errors.html#handling-exceptions>
"""

import ast

from aiguard_flake8.facts import outcomes
from aiguard_flake8.facts.handlers import Handler
from aiguard_flake8.facts.roles import COMMAND
from aiguard_flake8.facts.words import words
from aiguard_flake8.file import File
from aiguard_flake8.rule import Reports
from aiguard_flake8.tree import target_of

LEVEL = "error"
YIELDS_TO = ("AIG106", "AIG110")

# Functions for which a default is an answer.
_DEFAULTS_ARE_FINE = frozenset(
    "config configuration settings setting options preferences defaults default theme style "
    "format locale template prompt schema layout language encoding version port size width "
    "height terminal fallback mock sample demo fake color colors main timeout interval delay "
    "device".split()
)


def check(handler: Handler, file: File) -> Reports:
    """Report values of broad or failure handlers that nobody measured, read or computed."""
    if not (handler.broad or handler.names_failure):
        return
    if file.roles.module_kind in ("test", "script", "page", "migration"):
        return
    function = file.tree.function(handler.node)
    if function is None or file.roles.role(function) == COMMAND:
        return
    for node in handler.returns:
        if node.value is None or _tells_failure(node, file):
            continue
        if name := _invented(node.value):
            yield (
                node,
                f"a failure is answered with `{name}` as if it were real; let the failure show",
            )
        elif _makes_up(node, file) and handler.attempt.leaves_process is not None:
            known = _DEFAULTS_ARE_FINE.intersection(words(function.name))
            if not known and not _is_default(node, handler, file):
                yield (
                    node,
                    f"{function.name}() answers a failure with made-up values that look like real"
                    " ones; let the failure show, or say in the value that it is not known",
                )


def _tells_failure(node: ast.Return, file: File) -> bool:
    """Whether it is a response whose status says that something failed."""
    answer = file.answers.of(node)
    return answer is not None and answer.status is not None and not answer.succeeds


def _invented(node: ast.expr) -> str:
    """The name of what is openly invented: `_mock_orders`, `SAMPLE_ROWS`."""
    while isinstance(node, ast.Await | ast.Subscript):
        node = node.value
    target = target_of(node)
    name = target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", "")
    # A variable called `dummy` is as often nothing at all as it is made-up data.
    told = isinstance(node, ast.Call) or name.isupper()
    return name if told and outcomes.invented(name) else ""


def _is_default(node: ast.Return, handler: Handler, file: File) -> bool:
    """Whether the function returns the same value in other places than handlers."""
    function = file.tree.function(handler.node)
    assert node.value is not None
    assert function is not None
    own = ast.dump(node.value)
    return any(
        other.value is not None
        and ast.dump(other.value) == own
        and not any(isinstance(each, ast.ExceptHandler) for each in file.tree.ancestors(other))
        for other in file.tree.own(function, ast.Return)
    )


def _makes_up(node: ast.Return, file: File) -> bool:
    """Whether a returned value, or the body of the response that tells of success, is made up."""
    if node.value is None or _is_made_up(node.value):
        return node.value is not None
    answer = file.answers.of(node) if isinstance(node.value, ast.Call) else None
    return answer is not None and answer.succeeds and any(map(_is_made_up, answer.bodies))


def _is_made_up(node: ast.expr) -> bool:
    """Whether a literal holds facts of its own and does not admit that they are none."""
    if isinstance(node, ast.List) and node.elts:
        return all(isinstance(each, ast.Dict) for each in node.elts) and _is_made_up(node.elts[0])
    if isinstance(node, ast.Dict):
        values = node.values
    elif isinstance(node, ast.Call) and not node.args and len(node.keywords) > 1:
        values = [keyword.value for keyword in node.keywords]
    else:
        return _is_made_up_number(outcomes.number(node)) or _is_vector(node)
    facts = [each for each in values if isinstance(each, ast.Constant) and each.value]
    numbers = [each for each in facts if not isinstance(each.value, str | bool)]
    evident = bool(numbers) or any(outcomes.invented_text(each) for each in facts)
    return len(facts) >= 2 and evident and not outcomes.admits(node)


def _is_vector(node: ast.expr) -> bool:
    """Whether it is one number many times over: `[0.0] * 1536`, an embedding of nothing."""
    match node:
        case ast.BinOp(left=ast.List(elts=[each]), op=ast.Mult(), right=ast.Constant(value=length)):
            return isinstance(outcomes.number(each), float) and length != 0
    return False


def _is_made_up_number(value: object) -> bool:
    """Whether a number is neither nothing, a flag nor a status."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return value != 0 and (isinstance(value, float) or (value > 1 and not 200 <= value < 600))
