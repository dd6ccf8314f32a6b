"""A token, password or code that can be guessed.

## Why it hurts

`random` is made for simulations: its next values follow from those already seen. Who receives a
few codes or session ids can work out those of the other users, reset their passwords and take over
their sessions, and the logs show nothing but valid requests.

## Bad

```python
import random
import string

def new_reset_token():
    return "".join(random.choices(string.ascii_letters + string.digits, k=32))  # AIG513

def send_login(user):
    user.otp_code = random.randint(100000, 999999)  # AIG513
```

## Good

```python
import secrets

def new_reset_token():
    return secrets.token_urlsafe(32)

def send_login(user):
    user.otp_code = 100000 + secrets.randbelow(900000)
```

## When it stays silent

- The value is named and used for something else: samples, jitter, file names, request ids, salts.
- The id of a session, where neither the module nor the function has to do with users.
- `random.choice` picks one of several existing tokens or keys, to spread the load.
- Tokens of text (`next_token`, `token_ids`), and values that are called fake, dummy or test.
- In tests and examples.

## References

- <https://docs.python.org/3/library/secrets.html>
- <https://cwe.mitre.org/data/definitions/338.html>
"""

from aiguard_flake8.calls import LibraryCall
from aiguard_flake8.facts import randomness
from aiguard_flake8.file import File
from aiguard_flake8.rule import Reports

LEVEL = "error"


def check(call: LibraryCall, file: File) -> Reports:
    """Report random values that become something nobody may guess."""
    if "weak-random" not in call.facts.traits or file.is_test or file.roles.is_example:
        return
    purpose = randomness.secret_purpose(call, file)
    if purpose:
        yield (
            call.node,
            f"{purpose} is made by {call.label}(), whose values can be predicted; use the secrets"
            " module (token_urlsafe, choice, randbelow)",
        )
