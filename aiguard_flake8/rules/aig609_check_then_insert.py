"""A row is looked for and then inserted, as if nobody could come in between.

## Why it hurts

Two requests at the same time, a double click or a retried job, both find nothing and both insert:
two accounts with one address, two invoices with one number. Where the database has a unique index,
the second request ends with an IntegrityError and 500 that nobody expected.

## Bad

```python
from sqlalchemy import select
from sqlalchemy.orm import Session

from shop.models import Customer

def register(session: Session, email: str):
    known = session.scalars(select(Customer).where(Customer.email == email)).first()
    if known is not None:
        raise ValueError("already registered")
    session.add(Customer(email=email))  # AIG609
    session.commit()
```

## Good

```python
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from shop.models import Customer

def register(session: Session, email: str):
    session.add(Customer(email=email))
    try:
        session.commit()
    except IntegrityError as error:
        session.rollback()
        raise ValueError("already registered") from error
```

## When it stays silent

- The function catches the failure of a unique index, takes a lock, or leaves it to the database
  (`on_conflict_do_nothing`, `get_or_create`).
- The model of the query and that of the new row are not known to be the same.
- It fills a database for the first time, by its name (`seed_…`, `ensure_…`) or at start-up, or
  makes rows for tests (`factories.py`).
- In tests, scripts and migrations.

It is opt-in: that two may come at the same time is always true and often does not matter. Of the
reports that were read in applications, less than half were worth a change; the others were forms
that one administrator saves, jobs that are seldom there twice, numbers that the caller tries again.

## References

- <https://docs.djangoproject.com/en/5.2/ref/models/querysets/#get-or-create>
- <https://www.postgresql.org/docs/current/sql-insert.html#SQL-ON-CONFLICT>
"""

import ast

from aiguard_flake8.facts import races
from aiguard_flake8.file import File
from aiguard_flake8.rule import Reports

OPT_IN = True


def check(function: ast.FunctionDef | ast.AsyncFunctionDef, file: File) -> Reports:
    """Report rows that are made after a look, and numbers made of the largest so far."""
    if file.is_test or file.roles.module_kind or file.roles.is_example:
        return
    found = list(races.inserts(function, file))
    numbers = list(races.next_numbers(function, file))
    if not (found or numbers) or races.is_guarded(function, file):
        return
    for each in found:
        yield (
            each.node,
            f"two requests at once both find no {each.label} and both insert one; let a unique"
            " index decide, and catch its IntegrityError",
        )
    for number in numbers:
        yield (
            number,
            f"two requests at once get the same {ast.unparse(number)[:40]}; use a sequence or a"
            " column that the database counts",
        )
