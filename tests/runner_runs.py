"""`aiguard check`, in this process or in one of its own."""

import os
import subprocess
import sys

from aiguard_flake8 import runner


def check(*arguments):
    """The outcome, in this process."""
    return runner.check(["-j1", *arguments])


def aiguard(*arguments, cwd, python=sys.executable, source=None, **environment):
    """The command, in a process of its own."""
    return subprocess.run(
        [python, "-m", "aiguard_flake8.commands", *arguments],
        cwd=cwd,
        env={**os.environ, **environment},
        input=source,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
