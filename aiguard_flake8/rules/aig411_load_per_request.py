"""A model, a table or a configuration is loaded from disk again for each request.

## Why it hurts

The file holds the same each time. Reading it and building the model from it takes seconds and as
much memory again, while others wait; under load, several requests do so at once and the process is
killed.

## Bad

```python
import joblib
from fastapi import FastAPI

app = FastAPI()

def load_model():
    return joblib.load("models/churn.joblib")

@app.post("/churn")
def churn(customer: dict):
    model = load_model()  # AIG411
    return {"risk": float(model.predict([list(customer.values())])[0])}
```

## Good

```python
from functools import cache

import joblib
from fastapi import FastAPI

app = FastAPI()

@cache
def load_model():
    return joblib.load("models/churn.joblib")

@app.post("/churn")
def churn(customer: dict):
    return {"risk": float(load_model().predict([list(customer.values())])[0])}
```

## When it stays silent

- Unless it is switched on. Applications seldom do this where it can be seen: among more than a
  hundred that nobody had looked at there was one report, and not worth acting on.
- The path, or a part of it, comes from the request or from any other variable.
- A cache stands in front, or what is loaded is kept in an attribute or a global variable.
- It runs on the error path only, or only while something is missing.
- By its name the handler runs now and then: it imports, exports, installs, signs in.
- Tests, scripts and examples.

## References

- <https://fastapi.tiangolo.com/advanced/events/>
- <https://docs.python.org/3/library/functools.html#functools.cache>
"""

import ast

from aiguard_flake8.facts.fixed_files import loaded_by
from aiguard_flake8.file import File
from aiguard_flake8.rule import FollowedReports

OPT_IN = True  # too rare to be proven right

_ROLES = frozenset({"handler", "middleware", "dependency"})


def check(function: ast.FunctionDef | ast.AsyncFunctionDef, file: File) -> FollowedReports:
    """Report what a request handler loads that holds the same each time."""
    if file.per_item.is_quiet() or file.roles.role(function) not in _ROLES:
        return
    found = loaded_by(function, file)
    if found is None or file.roles.is_for_administrators(function):
        return
    node, witness = found
    yield (
        node,
        f"{function.name}() loads the same file for each request: {file.reach.shown(witness)};"
        " load it once, at start-up or behind a cache",
        witness,
    )
