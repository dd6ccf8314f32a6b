"""A stub that is called as if it were finished.

## Why it hurts

Somebody left the body for later, and the code around it was written as if it were there. The
receipt is "sent", the payment is "verified", the permission is "checked": every caller goes on, and
nothing has happened. A NotImplementedError at least shows itself, as an error 500, in production.

## Bad

```python
def verify_payment(payment_id):  # AIG901
    # TODO: call the payment provider
    return True

def checkout(cart, payment_id):
    if verify_payment(payment_id):
        cart.close()
```

## Good

```python
def verify_payment(payment_id, provider):
    return provider.status(payment_id) == "captured"

def checkout(cart, payment_id, provider):
    if verify_payment(payment_id, provider):
        cart.close()
```

## When it stays silent

- Nothing in the file reaches it: no request, no task, no call from another function.
- An empty body, or a plain `return True`, without a word that more is to come.
- It is meant to be empty: abstract methods, protocols, overloads, hooks, methods of classes that
  others inherit from, null objects, one of several definitions, or its docstring says so.
- An unknown decorator may do the work.
- The caller waits for the NotImplementedError, or its text says that something is not supported.
- In tests and examples.

## References

- <https://docs.python.org/3/library/exceptions.html#NotImplementedError>
"""

import ast

from aiguard_flake8.facts.stubs import reached_from, stub
from aiguard_flake8.file import File
from aiguard_flake8.rule import Reports


def check(function: ast.FunctionDef | ast.AsyncFunctionDef, file: File) -> Reports:
    """Report functions without a body of their own that something in the file relies on."""
    if file.roles.module_kind:
        return
    does = stub(function, file)
    caller = reached_from(function, file) if does else ""
    if caller:
        yield (
            function,
            f"{function.name}() is a stub: it {does}, and {caller} reaches it;"
            " write its body, or let nothing rely on it",
        )
