"""An API that any web page may call with the credentials of whoever visits it.

## Why it hurts

With every origin and credentials allowed, the browser of a signed-in user answers to any page that
he visits: a page of an attacker calls the API as that user and reads what comes back. The wildcard
does not protect from it, because the middleware sends back the origin that asks. As a fallback of a
missing variable, it happens on the day the deployment forgets it.

## Bad

```python
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(  # AIG510
    CORSMiddleware,
    allow_origins=["*"],
    allow_credentials=True,
    allow_methods=["*"],
)
```

## Good

```python
import os

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(
    CORSMiddleware,
    allow_origins=os.environ["CORS_ORIGINS"].split(","),
    allow_credentials=True,
    allow_methods=["GET", "POST"],
)
```

## When it stays silent

- Credentials are not allowed, or whether they are is not a literal: what anybody may read without
  them is a matter of choice. Socket.IO allows them unless told otherwise.
- The origins come from somewhere that the file does not show.
- The line stands under a condition on debugging, development or the origins (`if cors:`), an option
  switches it on (`ENABLE_CORS`), or it is what happens when the caller brings nothing else.
- A proxy that passes requests on with the key of whoever sends them, by the name of the file or the
  application; the inner parts of a framework (folders like `_internal`).
- In tests and examples.

## References

- <https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CORS>
- <https://fastapi.tiangolo.com/tutorial/cors/>
- <https://cwe.mitre.org/data/definitions/942.html>
"""

import ast

from aiguard_flake8.facts import cors
from aiguard_flake8.file import File
from aiguard_flake8.rule import Reports


def check(_: ast.Module, file: File) -> Reports:
    """Report every place that opens the service to any origin."""
    if file.is_test or file.roles.is_example:
        return
    for opening in cors.openings(file):
        if opening.fallback:
            yield (
                opening.node,
                f"any web page may call the API when {opening.fallback} is not set; fall back to no"
                " origin and name the front ends in the environment",
            )
        else:
            yield (
                opening.node,
                "any web page may call the API with the cookies and credentials of whoever visits"
                " it; list the origins of your front ends",
            )
