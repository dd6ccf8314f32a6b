"""Scaffold a rule: a module whose example fails until the check is written."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from aiguard_flake8.rule import FOLDER, all_rules

SUMMARY = "scaffold a rule, in a checkout of aiguard-flake8"

_TEMPLATE = '''"""One sentence that says what is reported.

## Why it hurts

What happens in production, to whom, and when.

## Bad

```python
problem()  # {code}
```

## Good

```python
pass
```

## When it stays silent

- In tests.

## References

- <https://example.com/the-page-that-proves-it>
"""

from aiguard_flake8.calls import Call
from aiguard_flake8.file import File
from aiguard_flake8.rule import Reports


def check(call: Call, file: File) -> Reports:
    """Report calls that …"""
    if file.is_test or call.path != "the.name.that.is.called":
        return
    yield call.node, f"{{call.label}}() does what is wrong; do this instead"
'''


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Register code and name."""
    parser.add_argument("code", help="a free code, such as AIG299")
    parser.add_argument("name", help="the smell, in words joined by hyphens: call-without-timeout")


def run(options: argparse.Namespace) -> int:
    """Write the module and an empty folder of cases; 2 when code or name do not fit."""
    code, name = options.code.upper(), options.name.lower()
    problem = _problem(code, name)
    if problem:
        print(f"aiguard: {problem}", file=sys.stderr)
        return 2
    path = FOLDER / f"{code.lower()}_{name.replace('-', '_')}.py"
    path.write_text(_TEMPLATE.format(code=code), encoding="utf-8")
    print(f"wrote {_shown(path)}")
    print(f"its example fails until `check` is written: pytest tests/test_rules.py -k {code}")
    print(f"further cases go into tests/cases/{code.lower()}/, one file each")
    return 0


def _problem(code: str, name: str) -> str:
    if not re.fullmatch(r"AIG[1-9]\d\d", code):
        return f"{code!r} is not a code: AIG, the digit of the family from 1 to 9, two more digits"
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", name):
        return f"{name!r} is not a name: words in lower case, joined by hyphens"
    for rule in all_rules():
        if rule.code == code or rule.name == name:
            return f"{rule.code} {rule.name} exists already"
    return ""


def _shown(path: Path) -> str:
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
