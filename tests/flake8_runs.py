"""The real flake8, in a process of its own, with the installed plugin."""

import os
import subprocess
import sys


def flake8(*arguments, cwd, source=None, guarded=False):
    """Run it. `guarded` leaves our guard on, as users have it."""
    environment = {k: v for k, v in os.environ.items() if k != "AIGUARD_RAISE"}
    if not guarded:
        environment["AIGUARD_RAISE"] = "1"
    return subprocess.run(
        [sys.executable, "-m", "flake8", *arguments],
        cwd=cwd,
        env=environment,
        input=source,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def codes(result):
    """The codes in flake8's default output, in order."""
    return [line.split(": ", 1)[1].split(" ", 1)[0] for line in result.stdout.splitlines()]
