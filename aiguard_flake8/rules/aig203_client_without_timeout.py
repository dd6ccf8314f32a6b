"""A client of a database, cache, queue or mail server without any time limit.

## Why it hurts

When the server stops answering, because its host is gone or a firewall drops the packets, whoever
uses the client waits inside the library for ever. Each further request takes one more worker along,
until none is left and the service is down although nothing in it has failed.

## Bad

```python
import psycopg2

orders = psycopg2.connect(host="orders-db.internal", dbname="orders")  # AIG203

def total(order_id):
    with orders.cursor() as cursor:
        cursor.execute("SELECT total FROM orders WHERE id = %s", (order_id,))
        return cursor.fetchone()
```

## Good

```python
import psycopg2

orders = psycopg2.connect(
    host="orders-db.internal",
    dbname="orders",
    connect_timeout=3,
    options="-c statement_timeout=5000",
)

def total(order_id):
    with orders.cursor() as cursor:
        cursor.execute("SELECT total FROM orders WHERE id = %s", (order_id,))
        return cursor.fetchone()
```

## When it stays silent

- The library has a limit of its own.
- A URL, DSN or options argument is not a literal, or holds a timeout: the limit may stand in it.
- The limit may come with `**options`, or each call passes one.
- The database lives in the process (SQLite).
- In tests, scripts and commands.

## References

- <https://docs.python.org/3/library/smtplib.html#smtplib.SMTP>
- <https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNECT-CONNECT-TIMEOUT>
"""

from aiguard_flake8.calls import LibraryCall
from aiguard_flake8.file import File
from aiguard_flake8.library import FOREVER
from aiguard_flake8.rule import Reports

LEVEL = "error"
YIELDS_TO = ("AIG302",)


def check(call: LibraryCall, file: File) -> Reports:
    """Report clients that neither their library nor an argument limits."""
    facts = call.facts
    if not facts.client or facts.waits != FOREVER or not (facts.timeout or facts.dsn):
        return
    if call.gives(*facts.timeout) or file.limits.may_stand_in_dsn(call):
        return
    if file.is_test or file.roles.one_shot(call.node) or _limited_later(call, file):
        return
    argument = facts.timeout[0] if facts.timeout else ""
    if "timeout" in argument:
        remedy = f"pass {argument}= (seconds)"
    else:
        remedy = f"give it one through {argument or facts.dsn[0]}="
    yield (
        call.node,
        f"{call.label}() sets no time limit: when its server stops answering, whoever uses this"
        f" client waits for ever; {remedy}",
    )


def _limited_later(call: LibraryCall, file: File) -> bool:
    """Whether the calls through the client, or something around it, limit the wait."""
    if file.limits.given_by_uses(call):
        return True
    made = file.names.class_of(call.node)
    return bool(made) and (file.limits.given_by_calls(made) or file.limits.elsewhere(call))
