"""A placeholder where a credential goes, in code that would run with it.

## Why it hurts

Nobody replaces it in every environment. A signing secret of `change-me` works like any other, so
the service starts, and whoever knows the template can forge its tokens. An API key of
`your-api-key-here` fails later, far from its cause, as an error of the provider.

## Bad

```python
SECRET_KEY = "change-me-in-production"  # AIG504

def connect(api_key="your-api-key-here"):  # AIG504
    return Client(api_key)
```

## Good

```python
import os

SECRET_KEY = os.environ["SECRET_KEY"]

def connect(api_key):
    return Client(api_key)
```

It is opt-in: half of what it reports is meant to be filled in, in a configuration that the code
writes or in the defaults of a form, and nothing in the code tells.

## When it stays silent

- The file compares something with the same text: it looks whether it was replaced.
- The name says that it is what the code looks for: `CHANGE_ME_SECRET_KEY`, `MISSING_API_KEY`.
- The text says that there is no key (`none`, `EMPTY`, `not-needed`), as local servers want.
- It stands in for a variable of the environment: AIG502 reports it.
- It is put over a credential that is shown: `shown["password"] = "xxxx"`.
- It is part of an example that is shown: `example=`, `help=`, `placeholder=`.
- In tests, examples, under `if __name__ == "__main__":`, and in
  documentation.

## References

- <https://cwe.mitre.org/data/definitions/1392.html>
- <https://12factor.net/config>
"""

import ast

from aiguard_flake8.facts.credentials import Suspect
from aiguard_flake8.facts.words import words
from aiguard_flake8.file import File
from aiguard_flake8.rule import Reports
from aiguard_flake8.secrets import literals, shown
from aiguard_flake8.secrets.assigned import Verdict
from aiguard_flake8.secrets.literals import Named

LEVEL = "note"
OPT_IN = True
YIELDS_TO = ("AIG516",)

# Words in the names of constants that the code looks for, not of those that it runs with.
_SENTINELS = frozenset("change missing placeholder invalid unset insecure dummy".split())
_REPLACES = frozenset({"set", "replace", "_replace", "with_password"})  # a part of something


def check(suspect: Suspect, file: File) -> Reports:
    """Report placeholders that are given to secrets' names."""
    literal = suspect.node
    given = file.credentials.given.get(literal)
    if given is None or given.verdict is not Verdict.PLACEHOLDER:
        return
    if _SENTINELS.intersection(words(given.named.name)) or _is_shown(given.named):
        return
    if literal in file.literal_fallbacks or shown.is_in_text(literal, file.tree):
        return
    if file.roles.under_main(literal):
        return
    if not file.credentials.is_compared(given.named.value):
        yield (
            literal,
            f"{given.named.name} is a placeholder that the code runs with; read it from the"
            " environment and fail at start-up when it is missing",
        )


def _is_shown(named: Named) -> bool:
    """Whether a text is for people: put over a credential, or one of two that are chosen from."""
    holder = named.holder
    chosen = named.how == literals.ITEM and not isinstance(holder, ast.Dict | ast.Tuple | ast.Call)
    masks = named.how == literals.FALLBACK
    if isinstance(holder, ast.Assign):
        masks = isinstance(holder.targets[0], ast.Subscript)
    elif isinstance(holder, ast.Call):
        masks = masks or literals.last_name(holder.func) in _REPLACES
    covers = set(named.value.lower().removeprefix("sk-")) <= {"x", "*"}
    if named.how == literals.FALLBACK:
        covers = covers or named.value[0] == "<"
    return chosen or (masks and covers)
