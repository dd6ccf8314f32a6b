"""A credential of a known format in the source: provider tokens, private keys, passwords in URLs.

## Why it hurts

Whoever reads the repository can use it: everybody with a clone, a fork, a build log or a backup,
and anybody at all on the day the repository becomes public. Bots try keys on public hosts within
minutes. Deleting the line does not help, because git's history keeps it.

## Bad

```python
import boto3
from openai import OpenAI

client = OpenAI(api_key="{{OpenAI API key}}")  # AIG503
storage = boto3.client("s3", aws_access_key_id="{{AWS access key ID}}")  # AIG503
DATABASE_URL = "{{Password in a URL}}"  # AIG503
```

## Good

```python
import os

from openai import OpenAI

client = OpenAI(api_key=os.environ["OPENAI_API_KEY"])
DATABASE_URL = os.environ["DATABASE_URL"]
```

## When it stays silent

- The credential is a placeholder, or one that its provider's documentation prints.
- The password in an address is one that everybody knows (`postgres:postgres@`), or a variable.
- A JSON Web Token is public by design (`"role": "anon"`), or the file is a test or an example.
- A comment on the line allows it: `# pragma: allowlist secret`, as for detect-secrets.

Formats are reported wherever they stand, in comments, docstrings and tests too.

## References

- <https://cwe.mitre.org/data/definitions/798.html>
- <https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html>
- <https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/removing-sensitive-data-from-a-repository>
"""

import ast

from aiguard_flake8.facts.credentials import Suspect
from aiguard_flake8.file import File
from aiguard_flake8.rule import Reports
from aiguard_flake8.secrets import remedies
from aiguard_flake8.tree import Place

LEVEL = "error"


def check(subject: Suspect | ast.Module, file: File) -> Reports:
    """Report credentials of known formats: those in literals, and those in comments."""
    literal = subject.node if isinstance(subject, Suspect) else None
    found = file.credentials.outside if literal is None else file.credentials.of(literal)
    for secret in found:
        form = secret.format
        yield (
            Place(secret.line, secret.column, literal),
            f"{remedies.kind(form, secret.value)} in the source, for all who can read the"
            f" repository; git's history keeps it: {remedies.revoke(form)}, and"
            f" {remedies.instead(form, secret.name)}",
        )
