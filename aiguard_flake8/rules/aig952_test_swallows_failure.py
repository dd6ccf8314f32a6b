"""A test that catches the failure it should show.

## Why it hurts

The test runs the code inside `try`, and the handler prints, passes or returns. When the code
breaks, the test stays green, and the defect goes out with it. An `assert` inside such a `try` is
caught as well, since AssertionError is an Exception; so is the `self.fail()` at its end.

## Bad

```python
# file: tests/test_orders.py
from shop.orders import create_order

def test_create_order():
    try:
        order = create_order({"item": 7, "quantity": 2})
        assert order.total == 20
    except Exception as error:  # AIG952
        print(f"create_order failed: {error}")
```

## Good

```python
# file: tests/test_orders.py
import pytest

from shop.orders import create_order

def test_create_order():
    order = create_order({"item": 7, "quantity": 2})
    assert order.total == 20

def test_an_order_needs_an_item():
    with pytest.raises(ValueError, match="item"):
        create_order({"quantity": 2})
```

## When it stays silent

- The handler fails, asserts, skips or raises, keeps what happened for a later assertion, or calls
  something that may do so.
- The body of the `try` ends by failing, and the handler catches what was expected instead, but not
  that failure as well.
- The test checks something after the `try`, and nothing within it.
- The handler names an exception other than AssertionError.
- It only cleans up, imports something that may be absent, or tries one candidate after the other.
- The file is a script: it calls its tests with arguments, or reads what they return.

## References

- <https://docs.pytest.org/en/stable/how-to/assert.html#assertions-about-expected-exceptions>
"""

import ast

from aiguard_flake8.facts.assertions import (
    asserts,
    asserts_within,
    fails,
    fails_as_exception,
    is_test,
)
from aiguard_flake8.facts.handlers import Handler
from aiguard_flake8.file import File
from aiguard_flake8.rule import Reports
from aiguard_flake8.tree import Function, nodes_within

_ASSERTION = "builtins.AssertionError"
_SAYS = frozenset({"print", "pprint", "print_exc", "print_exception", "write", "echo", "warn"})


def check(handler: Handler, file: File) -> Reports:
    """Report handlers in tests after which the test passes."""
    if not file.is_test or not (handler.broad or _ASSERTION in handler.exceptions):
        return
    test = file.tree.function(handler.node)
    if test is None or not is_test(test) or not _drops(handler, test, file):
        return
    if _is_script(file) or _is_expected(handler, file):
        return
    asserted = asserts_within(handler.statement.body, file)
    if _is_beside_the_test(handler, test, asserted, file):
        return
    what = "an assertion in the try" if asserted else "the code in the try"
    yield (
        handler.node,
        f"{test.name}() passes when {what} fails, because this handler drops the failure;"
        " let it raise, or expect it with pytest.raises or assertRaises",
    )


def _drops(handler: Handler, test: Function, file: File) -> bool:
    """Whether the handler does nothing but pass, print, log or return."""
    for node in nodes_within(*handler.node.body):
        if isinstance(node, ast.Assert) and _always_holds(node.test):
            continue
        if isinstance(node, ast.Raise | ast.Assert | ast.Yield | ast.Delete | ast.Try | ast.With):
            return False
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign | ast.NamedExpr):
            return False
        if isinstance(node, ast.Call) and not _only_says(node, file):
            return False
        if isinstance(node, ast.Return) and node.value is not None and _is_read(test, file):
            return False
    return True


def _always_holds(test: ast.expr) -> bool:
    """Whether an assertion asserts nothing: `assert True`."""
    return isinstance(test, ast.Constant) and bool(test.value)


def _only_says(node: ast.Call, file: File) -> bool:
    """Whether a call prints or logs, or makes the text for that."""
    if file.log_record(node) is not None:
        return True
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    if name in _SAYS:
        return True
    call = file.call(node)
    return call is not None and (call.path.startswith("builtins.") or call.facts.captures)


def _is_read(test: Function, file: File) -> bool:
    """Whether the file reads what the test returns: it is run as a script, too."""
    for reference in file.roles.references(test):
        call = file.tree.parent(reference)
        if not isinstance(call, ast.Call) or not isinstance(file.tree.parent(call), ast.Expr):
            return True
    return False


def _is_script(file: File) -> bool:
    """Whether the file calls its tests with arguments: no runner could collect them."""
    for test in file.tree.of(ast.FunctionDef, ast.AsyncFunctionDef):
        if is_test(test):
            calls = (file.tree.parent(each) for each in file.roles.references(test))
            if any(isinstance(call, ast.Call) and (call.args or call.keywords) for call in calls):
                return True
    return False


def _is_expected(handler: Handler, file: File) -> bool:
    """Whether the failure is what the test waits for, or another handler judges it."""
    statement = handler.statement
    after = file.tree.block(statement)
    index = next(i for i, each in enumerate(after) if each is statement)
    last = statement.body[-1]
    caught = handler.broad and fails_as_exception(last)
    ends = (*([] if caught else [last]), *statement.orelse, *after[index + 1 : index + 2])
    if any(fails(each) for each in ends):
        return True
    others = (each for each in statement.handlers if each is not handler.node)
    return any(
        isinstance(node, ast.Raise) or asserts(node, file)
        for other in others
        for node in nodes_within(*other.body)
    )


def _is_beside_the_test(handler: Handler, test: Function, asserted: bool, file: File) -> bool:
    """Whether the test checks something elsewhere, or the `try` is no more than a help."""
    attempt = handler.attempt
    if file.tree.loop(handler.node) is not None and _leaves(handler.statement.body):
        return True  # one candidate after the other, until one fits
    if asserted and attempt.calls:
        return False
    if not asserted and (attempt.cleans_up or attempt.imports or attempt.only_parses):
        return True
    if not asserted and (not attempt.calls or file.tree.loop(handler.node) is not None):
        return True
    if asserted and not handler.idle:
        return False
    within = set(map(id, nodes_within(handler.statement)))
    return any(id(node) not in within and asserts(node, file) for node in nodes_within(*test.body))


def _leaves(body: list[ast.stmt]) -> bool:
    """Whether statements end the loop or the function that they stand in."""
    return any(isinstance(node, ast.Return | ast.Break) for node in nodes_within(*body))
