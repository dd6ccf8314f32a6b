"""A secret that has a value in the code when the environment has none.

## Why it hurts

The day the variable is missing (a new environment, a renamed key, a typo in the deployment),
nothing fails. The service starts and signs its tokens, or opens its database, with a value that
anybody who has seen the repository knows. Nobody notices until somebody forges a token with it.

## Bad

```python
import os

JWT_SECRET = os.environ.get("JWT_SECRET", "dev-secret-change-me")  # AIG502
DB_PASSWORD = os.getenv("DB_PASSWORD") or "postgres"  # AIG502
```

## Good

```python
import os

JWT_SECRET = os.environ["JWT_SECRET"]
DB_PASSWORD = os.getenv("DB_PASSWORD", "")
if not DB_PASSWORD:
    raise RuntimeError("DB_PASSWORD is not set")
```

## When it stays silent

- The fallback is empty, a number, a switch, a path, or a word that says that there is no key
  (`none`, `EMPTY`, `not-needed`).
- The name ends in a word that is no secret (`_HEADER`, `_NAME`, `_URL`, `_PATH`, `_FILE`), or says
  that the key is public or belongs to a cache.
- It repeats the user's name, for a database that is on this machine unless somebody says
  otherwise: `{"HOST": env("HOST", "localhost"), "USER": env("USER", "shop"), …}`.
- The file compares something with the same text: it looks whether the variable is set.
- In tests, examples, documentation and migrations.
- A comment on the line allows it: `# pragma: allowlist secret`, as for detect-secrets; so do
  `# nosec`, `# noqa: S105`, and one that says that it is for tests: `# for running tests`.

## References

- <https://cwe.mitre.org/data/definitions/1392.html>
- <https://12factor.net/config>
- <https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html>
"""

from aiguard_flake8.facts.credentials import Suspect
from aiguard_flake8.file import File
from aiguard_flake8.rule import Reports
from aiguard_flake8.secrets.assigned import Verdict, stands_in

LEVEL = "error"
YIELDS_TO = ("AIG503",)


def check(suspect: Suspect, file: File) -> Reports:
    """Report literals that stand in for a secret which the environment does not give."""
    literal = suspect.node
    if not isinstance(literal.value, str) or literal not in file.literal_fallbacks:
        return
    if not file.credentials.application:
        return
    fallback = file.literal_fallbacks[literal]
    if file.credentials.allowed(literal) or file.credentials.is_compared(literal.value):
        return
    if file.credentials.is_own(literal):
        return
    if stands_in(fallback.name, literal.value) is not Verdict.NOTHING:
        where = "no setting" if fallback.field else "no variable"
        yield (
            fallback.node,
            f"{fallback.name} falls back to a value in the code, known to all who read it, when"
            f" {where} gives it; leave out the fallback and fail at start-up",
        )
