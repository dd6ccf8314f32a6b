"""A connection whose certificate nobody checks.

## Why it hurts

Without the check, TLS hides the traffic from nobody who sits on the way: a proxy, a hotel network,
a poisoned DNS answer. Whoever answers first gets the password, the API key and the customer's
data, and may answer what he likes. It works in every test, so it stays for years.

## Bad

```python
import requests

def charge(payload):
    url = "https://pay.example.com/charge"
    response = requests.post(url, json=payload, verify=False, timeout=10)  # AIG505
    response.raise_for_status()
    return response.json()
```

## Good

```python
import requests

def charge(payload):
    response = requests.post(
        "https://pay.example.com/charge", json=payload, verify="/etc/ssl/company-ca.pem", timeout=10
    )
    response.raise_for_status()
    return response.json()
```

## When it stays silent

- An option decides: the argument is a variable or comes from the settings, or the line stands under
  a condition that asks for verification (`if not verify_ssl:`). A handler that turns it off after a
  connection failed is reported.
- The function or class is named for it (`insecure_session`, `NoVerifyAdapter`), or it wants to see
  the certificate itself (`getpeercert`).
- A page of any address is read, as crawlers do, and nothing is sent: no credentials, headers or
  body, and no JSON comes back. A request through a proxy that is named.
- The address is a literal of this machine (`localhost`, `127.0.0.1`), or the scheme one without TLS
  (`if scheme == "tcp":`); or the file connects over Unix sockets.
- The function looks for the certificate to trust, by its name (`download_ca_bundle`).
- In tests and examples.

## References

- <https://requests.readthedocs.io/en/latest/user/advanced/#ssl-cert-verification>
- <https://docs.python.org/3/library/ssl.html#ssl.SSLContext.check_hostname>
- <https://cwe.mitre.org/data/definitions/295.html>
"""

import ast

from aiguard_flake8.facts import verification
from aiguard_flake8.file import File
from aiguard_flake8.rule import Reports

LEVEL = "error"


def check(_: ast.Module, file: File) -> Reports:
    """Report where the verification of certificates is switched off."""
    if file.is_test or file.roles.is_example:
        return
    for node, how in verification.switched_off(file):
        if verification.asked_for(node, file):
            continue
        yield (
            node,
            f"{how} accepts any certificate, so anybody on the way can read and change the traffic;"
            " leave verification on, and name the CA file where a private CA signs",
        )
