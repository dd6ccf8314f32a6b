"""A literal that is given to a password, secret, token or key in application code.

## Why it hurts

Whoever reads the repository knows it, it is the same in every environment, and it cannot be changed
without a release. Weak ones are guessed without reading anything.

## Bad

```python
JWT_SECRET = "my-super-secret-key"  # AIG523

def connect():
    return driver.connect(host="db", user="shop", password="shop2024")  # AIG523
```

## Good

```python
import os

JWT_SECRET = os.environ["JWT_SECRET"]

def connect():
    return driver.connect(host="db", user="shop", password=os.environ["DB_PASSWORD"])
```

It is opt-in. Code whose authors are new to this has real ones; what it finds in applications that
people have run for years is nearly all known to their authors: keys that come with a program on
purpose, because all its users need them, and passwords of containers, demonstrations and devices.
Nothing in the code tells these apart. The hook and `aiguard secrets scan` find them in any case,
and so does flake8 where `aiguard-secrets-baseline` sets aside what is to stay.

## When it stays silent

- The text only speaks of a credential: a label, the name of a field or of a variable, a path, a
  digest, an enum member that equals its name.
- It says that there is none: `EMPTY`, `not-needed`.
- It stands in for a variable of the environment (AIG502), or is a placeholder (AIG504).
- It is a weak one, given beside `host="localhost"`; or one that everybody knows, or the user's own
  name, beside a host without a domain (`user="shop", password="shop", host="db"`).
- It is a weak one that a function tries something out with: `def add_test_users(): …`.
- In tests, examples and documentation, and in settings of a developer (`development.py`).
- A comment on the line allows it: `# pragma: allowlist secret`, as for detect-secrets; so do
  `# nosec`, `# noqa: S105`, and one that says that it is for tests: `# for running tests`.

## References

- <https://cwe.mitre.org/data/definitions/259.html>
- <https://cwe.mitre.org/data/definitions/798.html>
- <https://12factor.net/config>
"""

from aiguard_flake8.facts.credentials import Suspect
from aiguard_flake8.file import File
from aiguard_flake8.rule import Reports
from aiguard_flake8.secrets.assigned import Verdict

LEVEL = "note"
OPT_IN = True
WITH_AUDIT = True
YIELDS_TO = ("AIG516",)


def check(suspect: Suspect, file: File) -> Reports:
    """Report credentials, weak ones too, that are given to secrets' names."""
    literal = suspect.node
    given = file.credentials.given.get(literal)
    if given is None or given.verdict is not Verdict.CREDENTIAL:
        return
    if literal not in file.literal_fallbacks and not file.credentials.is_compared(literal.value):
        yield (
            literal,
            f"{given.named.name} is a literal, for all who can read the repository; git's history"
            " keeps it: change it where it is valid, and read it from the environment",
        )
