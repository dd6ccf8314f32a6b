"""A commit fails, the handler goes on, and the session keeps its broken transaction.

## Why it hurts

After a failed flush or commit a SQLAlchemy session refuses every further statement until it is
rolled back ("This Session's transaction has been rolled back due to a previous exception");
PostgreSQL says "current transaction is aborted" for everything that follows, and other databases
keep the locks. One bad row, and whatever uses the session next fails for a reason that is nowhere
in sight, or commits the half of the work that was left in it.

## Bad

```python
class Orders:
    def __init__(self, session):
        self.session = session

    def place(self, order):
        try:
            self.session.add(order)
            self.session.commit()
        except Exception:  # AIG410
            logger.exception("order %s was not stored", order.number)
            notify_support(order)
```

## Good

```python
class Orders:
    def __init__(self, session):
        self.session = session

    def place(self, order):
        try:
            self.session.add(order)
            self.session.commit()
        except Exception:
            self.session.rollback()
            raise
```

## When it stays silent

- The handler, or a `finally`, rolls back or closes the session.
- A `with` around the commit holds the session or its transaction.
- The framework hands the session in and ends it after the request (`Depends`), a function of the
  file does so (`teardown_request`), or it is a variable of the function, which ends with the
  handler.
- The handler raises without a further commit: who owns the session can roll back.
- In tests, scripts and commands.

## References

- <https://docs.sqlalchemy.org/en/20/faq/sessions.html#this-session-s-transaction-has-been-rolled-back-due-to-a-previous-exception-during-flush-or-similar>
- <https://docs.sqlalchemy.org/en/20/orm/session_basics.html#framing-out-a-begin-commit-rollback-block>
"""

import ast

from aiguard_flake8.facts.attempts import called_name
from aiguard_flake8.facts.handlers import Handler
from aiguard_flake8.facts.roles import COMMAND, HANDLER
from aiguard_flake8.facts.transactions import Commit
from aiguard_flake8.facts.words import words
from aiguard_flake8.file import File
from aiguard_flake8.rule import Reports

LEVEL = "error"


def check(handler: Handler, file: File) -> Reports:
    """Report broad handlers that leave a session in its failed transaction."""
    if not handler.broad or file.roles.module_kind in ("test", "script", "migration"):
        return
    commits = (file.transactions.commit(node) for node in handler.tried)
    commit = next(
        (c for c in commits if c is not None and not _caught_within(c, handler, file)), None
    )
    if commit is None or file.transactions.ends_in(handler.node.body):
        return
    function = file.tree.function(handler.node)
    if function is None or "commit" in words(function.name):
        return  # the caller of a helper that commits decides what follows
    if any(_closes(node, commit) for node in handler.tried):
        return  # nobody uses the session after that
    role = file.roles.role(function)
    if role == COMMAND or (role == HANDLER and file.transactions.ended_with_request):
        return
    if _owner_ends_it(handler, file) or not file.transactions.outlives(commit, handler.statement):
        return
    again = any(file.transactions.commit(node) for node in handler.of(ast.Call))
    if (handler.always_raises or _ends_request(handler, file)) and not again:
        return
    yield (
        handler.node,
        f"{commit.name}.commit() may fail here and the session stays in its broken transaction;"
        f" call {commit.name}.rollback() first",
    )


def _caught_within(commit: Commit, handler: Handler, file: File) -> bool:
    """Whether a broad handler further inside gets the failure of a commit."""
    child: ast.AST = commit.node
    for ancestor in file.tree.ancestors(commit.node):
        if ancestor is handler.statement:
            return False
        if isinstance(ancestor, ast.Try | ast.TryStar) and child in ancestor.body:
            if any(Handler(each, ancestor, file).broad for each in ancestor.handlers):
                return True
        child = ancestor
    return False


def _closes(node: ast.AST, commit: Commit) -> bool:
    """Whether the session of a commit is closed: `session.close()`, or its owner's `db_close()`."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    if node.func.attr == "close":
        return ast.dump(node.func.value) == ast.dump(commit.session)
    return node.func.attr in ("db_close", "close_db", "close_session", "close_connection")


def _ends_request(handler: Handler, file: File) -> bool:
    """Whether the body ends with a call that raises for the framework: `abort(500)`."""
    last = handler.node.body[-1]
    if not isinstance(last, ast.Expr | ast.Return) or not isinstance(last.value, ast.Call):
        return False
    call = file.call(last.value)
    known = call is not None and call.facts.http_error and call.facts.kind == "call"
    return known or called_name(last.value) == "abort"


def _owner_ends_it(handler: Handler, file: File) -> bool:
    """Whether a `finally` or an outer handler of the same function rolls back or closes."""
    for ancestor in (handler.statement, *file.tree.ancestors(handler.statement)):
        if isinstance(ancestor, ast.FunctionDef | ast.AsyncFunctionDef):
            return False
        if isinstance(ancestor, ast.Try | ast.TryStar):
            if file.transactions.ends_in(ancestor.finalbody):
                return True
            outer = [] if ancestor is handler.statement else ancestor.handlers
            if handler.raises and any(file.transactions.ends_in(each.body) for each in outer):
                return True
    return False
