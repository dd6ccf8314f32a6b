"""An assertion on a mock that asserts nothing.

## Why it hurts

A mock has every attribute that it is asked for. `mock.assert_called_once` without parentheses, and
names that only look like assertions, such as `mock.called_once_with(order)`, are true whatever
happened. The test is green, the mail is never sent, and nobody looks there again. Python 3.12 was
the first to refuse some of the names; a test that runs there fails for the wrong reason.

## Bad

```python
# file: tests/test_checkout.py
from unittest.mock import MagicMock

from shop.checkout import checkout

def test_checkout_sends_a_receipt():
    mailer = MagicMock()
    checkout({"id": 7}, mailer)
    mailer.send.assert_called_once  # AIG955
    mailer.send.called_once_with(7)  # AIG955
    assert mailer.log.called_once  # AIG955
```

## Good

```python
# file: tests/test_checkout.py
from unittest.mock import MagicMock

from shop.checkout import checkout

def test_checkout_sends_a_receipt():
    mailer = MagicMock()
    checkout({"id": 7}, mailer)
    mailer.send.assert_called_once_with(7)
    assert mailer.log.called
```

## When it stays silent

- It is not certain that the object is a mock; only an assertion method that is named in full and
  not called is reported on any object.
- The name is set on some object in the same file: `client.called_with = []` is a recorder.
- The value is kept or handed on rather than dropped or asserted.

## References

- <https://docs.python.org/3/library/unittest.mock.html#unittest.mock.Mock.assert_called_once>
"""

import ast

from aiguard_flake8.facts.mocks import ASSERTIONS, meant
from aiguard_flake8.file import File
from aiguard_flake8.rule import Reports


def check(_: ast.Module, file: File) -> Reports:
    """Report attributes of mocks that stand where an assertion was meant."""
    for node in file.tree.of(ast.Attribute):
        right = node.attr if node.attr in ASSERTIONS else meant(node.attr)
        if right:
            yield from _lost(node, right, file)


def _lost(node: ast.Attribute, right: str, file: File) -> Reports:
    name = node.attr
    parent = file.tree.parent(node)
    called = isinstance(parent, ast.Call) and parent.func is node
    if (called and name == right) or not _is_checked(parent if called else node, file):
        return
    if name == right:
        yield node, f"{name} is not called, so it asserts nothing; write {name}()"
    elif name not in file.mocks.set_by_hand and file.mocks.is_mock(node.value):
        yield (
            node,
            f"{name} is no assertion, and before Python 3.12 a mock makes it an attribute that is"
            f" always true; call {right}()",
        )


def _is_checked(node: ast.AST | None, file: File) -> bool:
    """Whether an expression is a statement by itself, or what an assertion tests."""
    parent = file.tree.parent(node) if node is not None else None
    while isinstance(parent, ast.Await | ast.BoolOp | ast.UnaryOp):
        node, parent = parent, file.tree.parent(parent)
    if isinstance(parent, ast.Call):
        function = parent.func
        return isinstance(function, ast.Attribute) and function.attr in ("assertTrue", "assert_")
    return isinstance(parent, ast.Expr) or (isinstance(parent, ast.Assert) and parent.test is node)
