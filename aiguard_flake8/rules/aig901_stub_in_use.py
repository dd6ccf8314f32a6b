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

- No remark and no NotImplementedError tells of the stub, and nobody in the file needs what it
  gives.
- Nothing in the file reaches it: no request, no task, no call from another function. A stub of
  another module is reported where a request or a task of this file calls it.
- An empty body, or a plain `return True`, without a word that more is to come.
- It is meant to be empty: abstract methods, protocols, overloads, hooks, methods of classes that
  others inherit from (in other modules, too), null objects, one of several definitions, what
  somebody puts another in place of, what a framework's class asks for, or its docstring says so.
- It gives nothing, and no more is said of it than TODO, or it only reacts to an event.
- It has "log" in its name and logs, or its docstring names the number that it gives.
- An unknown decorator may do the work.
- The answer itself says so: `return {"message": "not available"}`.
- The caller waits for the NotImplementedError, or calls it in one case of several, which is then
  refused loudly; or its text says that something is not supported.
- Nothing but `@login_required` or its like tells that an empty view is one.
- In tests and examples.

## References

- <https://docs.python.org/3/library/exceptions.html#NotImplementedError>
"""

import ast

from aiguard_flake8.facts.stubs import elsewhere, leads_from_outside, reached_from, stub
from aiguard_flake8.file import File
from aiguard_flake8.rule import Reports
from aiguard_flake8.values import LOCAL


def check(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Call, file: File) -> Reports:
    """Report functions without a body of their own that something relies on."""
    if file.roles.module_kind:
        return
    if isinstance(node, ast.Call):
        yield from _called(node, file)
    else:
        yield from _defined(node, file)


def _called(node: ast.Call, file: File) -> Reports:
    """A stub of another module that a request or a task calls here."""
    if not file.roles.serves:
        return
    function = file.tree.function(node)
    if function is None or not leads_from_outside(function, file):
        return
    callee = file.names.value(node.func)
    if callee is None or callee.local or file.libraries.knows(callee.path):
        return
    found = elsewhere(node, file)
    if found is not None:
        yield (
            node,
            f"{found.path.lstrip(LOCAL)}() is a stub: it {found.stub}, and {function.name}() relies"
            " on it; write its body, or let nothing rely on it",
        )


def _defined(function: ast.FunctionDef | ast.AsyncFunctionDef, file: File) -> Reports:
    does = stub(function, file)
    caller = reached_from(function, does, file) if does else ""
    if caller:
        yield (
            function,
            f"{function.name}() is a stub: it {does}, and {caller} reaches it;"
            " write its body, or let nothing rely on it",
        )
