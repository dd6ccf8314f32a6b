"""A value is put into SQL as text, where it should be a parameter.

## Why it hurts

Whoever chooses the value chooses the statement: a name of `' OR 1=1 --` reads every row, and with
some drivers deletes them. Nobody needs to mean harm, either: O'Brien cannot be found.

## Bad

```python
from flask import Flask, jsonify, request

app = Flask(__name__)

@app.get("/customers")
def customers():
    name = request.args["name"]
    query = f"SELECT id, name FROM customers WHERE name = '{name}'"
    rows = connection.execute(query).fetchall()  # AIG506
    return jsonify([list(row) for row in rows])
```

## Good

```python
from flask import Flask, jsonify, request

app = Flask(__name__)

@app.get("/customers")
def customers():
    name = request.args["name"]
    query = "SELECT id, name FROM customers WHERE name = %s"
    rows = connection.execute(query, (name,)).fetchall()
    return jsonify([list(row) for row in rows])
```

## When it stays silent

- The value is a constant, a number (`%d`, `most + 1`, a default of 0), a date, the key of a row
  (`order.pk`), one of an enumeration, the name of a placeholder (`":state_%s" % index`), or quoted
  by a function.
- It is a number by its place or its name (`LIMIT`, `INTERVAL`, `max_age`), unless its type says
  that it is a text, or a request brings it.
- The function converts it (`most = int(most)`) or turns away what it did not expect:
  `if state not in STATES: raise …`.
- Neither a caller nor a client has a say in it: it comes from the database, from settings.
- It stands where SQL names a table, a column or a clause, for which there are no parameters.
- The text does not start like a statement that reads or changes rows.
- The statement is not seen to be executed, in this function or through a function of the project.
- A comment accepts it: `# nosec`, `# noqa: S608`.
- Tests, scripts, migrations and examples.

## References

- <https://owasp.org/www-community/attacks/SQL_Injection>
- <https://docs.python.org/3/library/sqlite3.html#how-to-use-placeholders-to-bind-values-in-sql-queries>
"""

import ast

from aiguard_flake8.facts.injections import injection
from aiguard_flake8.file import File
from aiguard_flake8.rule import Reports

LEVEL = "error"


def check(_: ast.Module, file: File) -> Reports:
    """Report calls that execute SQL into which a value was put."""
    for call in () if file.per_item.is_quiet() else file.tree.of(ast.Call):
        found = injection(call, file) if call.args else None
        if found is not None:
            value, way = found
            through = f" ({way})" if way else ""
            yield (
                call,
                f"{value} becomes a part of the SQL{through}: whoever chooses it chooses the"
                " statement; pass it as a parameter",
            )
