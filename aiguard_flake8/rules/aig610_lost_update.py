"""A balance or stock is read, changed in Python and written back.

## Why it hurts

Two requests read 100, both take 30, both write 70: one withdrawal never happened, one seat is sold
twice. It takes two clicks in the same moment, leaves no error anywhere, and is found by the
accountant.

## Bad

```python
from sqlalchemy.orm import Session

from shop.models import Account

def withdraw(session: Session, account_id: int, amount: int):
    account = session.get_one(Account, account_id)
    account.balance -= amount  # AIG610
    session.commit()
```

## Good

```python
from sqlalchemy.orm import Session

from shop.models import Account

def withdraw(session: Session, account_id: int, amount: int):
    account = session.get_one(Account, account_id, with_for_update=True)
    account.balance -= amount
    session.commit()
```

## When it stays silent

- The row is locked (`with_for_update`, `select_for_update`), the function takes a lock, or the
  database computes (`F("balance") - amount`, `update().values(…)`).
- The attribute is not named for something that is given out: balance, stock, quantity, credits,
  seats and the like. A lost count of page views does no harm, and neither does what somebody puts
  into a cart of their own.
- The row does not come from a query in the same function, or nothing there saves it.
- In tests, scripts and migrations.

## References

- <https://docs.sqlalchemy.org/en/20/core/selectable.html#sqlalchemy.sql.expression.GenerativeSelect.with_for_update>
- <https://docs.djangoproject.com/en/5.2/ref/models/expressions/#avoiding-race-conditions-using-f>
"""

import ast

from aiguard_flake8.facts import races
from aiguard_flake8.file import File
from aiguard_flake8.rule import Reports

LEVEL = "error"


def check(function: ast.FunctionDef | ast.AsyncFunctionDef, file: File) -> Reports:
    """Report numbers that two requests at once would overwrite."""
    if file.is_test or file.roles.module_kind or file.roles.is_example:
        return
    found = list(races.updates(function, file))
    if not found or races.is_guarded(function, file):
        return
    for each in found:
        yield (
            each.node,
            f"two requests at once both start from the same {each.target}, and one change is lost;"
            " lock the row, or let the database compute",
        )
