"""A time limit is accepted and never passed on.

## Why it hurts

The caller asks for five seconds and believes that they hold. The parameter ends in nothing: the
request below waits for ever, and nobody who reads the call can see it.

## Bad

```python
import httpx

class Rates:
    def __init__(self, client: httpx.Client):
        self._client = client

    def fetch(self, currency: str, timeout: float = 5):  # AIG211
        answer = self._client.get(f"https://rates.example.com/{currency}")
        answer.raise_for_status()
        return answer
```

## Good

```python
import httpx

class Rates:
    def __init__(self, client: httpx.Client):
        self._client = client

    def fetch(self, currency: str, timeout: float = 5):
        answer = self._client.get(f"https://rates.example.com/{currency}", timeout=timeout)
        answer.raise_for_status()
        return answer
```

## When it stays silent

- The function waits for nothing, as far as can be seen through the calls that it makes.
- The parameter is read anywhere in the function, or all its variables are handed on (`locals()`,
  `**kwargs` of the same function). Of a constructor: the attribute is read in the class.
- Others say what the parameters are: a base class, a protocol, a decorator that is not known.
- Stubs, tests and migrations.

## References

- <https://www.python-httpx.org/advanced/timeouts/>
"""

import ast

from aiguard_flake8.facts.ignored_limits import ignored_limit
from aiguard_flake8.file import File
from aiguard_flake8.rule import Reports


def check(function: ast.FunctionDef | ast.AsyncFunctionDef, file: File) -> Reports:
    """Report parameters that are named for a time limit and limit nothing."""
    if file.is_test or file.roles.module_kind:
        return
    found = ignored_limit(function, file)
    if found is not None:
        parameter, waits = found
        yield (
            function,
            f"{function.name}() takes {parameter} and never uses it, so that {waits} waits as long"
            " as it likes; pass it on",
        )
