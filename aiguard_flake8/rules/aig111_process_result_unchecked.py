"""A process is run and nobody asks whether it succeeded.

## Why it hurts

`subprocess.run` does not raise when the command fails. If the backup, the migration or the
conversion exits with 1, the program goes on as if it had worked, and what it should have written is
missing or half there.

## Bad

```python
import subprocess

def back_up(database, target):
    subprocess.run(["pg_dump", "--file", target, database])  # AIG111
```

## Good

```python
import subprocess

def back_up(database, target):
    subprocess.run(["pg_dump", "--file", target, database], check=True)
```

## When it stays silent

- `check=` is given, also as False, which says that failure is expected.
- The result is used in any way.
- `**options` may hold `check`.
- A handler around it lets the failure pass, or the next statement tests for the file that it makes.
- Clean-up, and commands that only talk to the person at the screen (`clear`, `open`, an editor).
- The whole command comes from elsewhere, so that somebody else knows what its failure means.
- In command lines, scripts and tests.

## References

- <https://docs.python.org/3/library/subprocess.html#subprocess.run>
"""

from aiguard_flake8.calls import LibraryCall
from aiguard_flake8.facts.processes import is_dispensable
from aiguard_flake8.file import File
from aiguard_flake8.rule import Reports


def check(call: LibraryCall, file: File) -> Reports:
    """Report processes whose result is dropped."""
    if "process-result" not in call.facts.traits or call.gives("check") or file.is_test:
        return
    if all(use.kind == "dropped" for use in file.flow.uses(call.node)):
        if not is_dispensable(call, file):
            yield (
                call.node,
                f"{call.label}() does not raise when the command fails, and its result is dropped;"
                " let a call with check=True run it, or test the return code",
            )
