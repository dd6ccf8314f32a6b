"""An account or a token that exists from the start, with its credential in the code.

## Why it hurts

It is in every installation, so whoever has read the code can log in to all of them. What was meant
for the first start or for a demonstration is never removed: nobody sees it in the user list of a
running service, and deleting it does not last, because the next start creates it again.

## Bad

```python
def create_admin(session):
    session.add(User(name="admin", role="admin", password_hash=hash_password("admin")))  # AIG516

def authenticate(token):
    if token == "test-token":  # AIG516
        return User(name="tester")
    return users.by_token(token)
```

## Good

```python
import os

def create_admin(session):
    first_password = os.environ["ADMIN_PASSWORD"]
    session.add(User(name="admin", role="admin", password_hash=hash_password(first_password)))

def authenticate(token):
    return users.by_token(token)
```

It is opt-in: a command that fills a database for trying out creates accounts as one that starts an
installation does, and nothing in the code tells. It is rare: three reports in 259 packages, none of
them worth acting on. The hook and `aiguard secrets scan` find these in any case, and so does flake8
where `aiguard-secrets-baseline` sets aside what is to stay.

## When it stays silent

- The code turns the literal away: `if password == "admin": raise WeakPassword()`.
- The password is only hashed so that an unknown user takes as long as a known one (`DUMMY_HASH`).
- A constant or a setting is compared, not what a client sends.
- In tests, examples, documentation and migrations.
- A comment on the line allows it: `# pragma: allowlist secret`, as for detect-secrets; so do
  `# nosec`, `# noqa: S105`, and one that says that it is for tests: `# for running tests`.

## References

- <https://cwe.mitre.org/data/definitions/798.html>
- <https://cwe.mitre.org/data/definitions/1393.html>
- <https://cheatsheetseries.owasp.org/cheatsheets/Authentication_Cheat_Sheet.html>
"""

from aiguard_flake8.facts.credentials import Suspect
from aiguard_flake8.file import File
from aiguard_flake8.rule import Reports

LEVEL = "note"
OPT_IN = True
WITH_AUDIT = True


def check(suspect: Suspect, file: File) -> Reports:
    """Report literals that let somebody in from the start."""
    literal = suspect.node
    if literal in file.literal_fallbacks:
        return
    if what := file.credentials.seeds.get(literal):
        yield (
            literal,
            f"{what} is a literal: whoever has read the code can log in to every installation;"
            " take it from the environment, or let the first start make one at random",
        )
