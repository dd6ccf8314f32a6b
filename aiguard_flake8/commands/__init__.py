"""The commands of `aiguard`: one module each, with `SUMMARY`, `add_arguments` and `run`.

`aiguard rules` is the module `rules.py`, found by its file name. A command that hands arguments on
has `main(arguments)` instead of the last two.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence
from pathlib import Path

from aiguard_flake8 import __version__


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Returns its exit code: 0 fine, 1 findings, 2 wrong usage."""
    arguments = sys.argv[1:] if argv is None else list(argv)
    try:
        if arguments and arguments[0] in command_names():
            module = importlib.import_module(f"{__name__}.{arguments[0]}")
            if hasattr(module, "main"):
                return int(module.main(arguments[1:]))
        options = _parser().parse_args(arguments)
        return int(options.run(options))
    except BrokenPipeError:
        # The reader (`head`, say) has seen enough. Python would complain again at exit.
        sys.stdout = None
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="aiguard", description="Production-readiness checks.")
    parser.add_argument("--version", action="version", version=f"aiguard-flake8 {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    for name in command_names():
        module = importlib.import_module(f"{__name__}.{name}")
        sub = commands.add_parser(name, help=module.SUMMARY, description=module.__doc__)
        if hasattr(module, "add_arguments"):
            module.add_arguments(sub)
            sub.set_defaults(run=module.run)
    return parser


def command_names() -> list[str]:
    """The commands there are, by file name."""
    folder = Path(__file__).parent
    return sorted(path.stem for path in folder.glob("*.py") if not path.stem.startswith("_"))
