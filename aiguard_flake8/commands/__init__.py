"""The commands of `aiguard`: one module each, with `SUMMARY`, `add_arguments` and `run`.

`aiguard rules` is the module `rules.py`, found by its file name. A command that hands arguments on
has `main(arguments)` instead of the last two.
"""

from __future__ import annotations

import sys

from aiguard_flake8 import __version__
from aiguard_flake8.replay.records import replay

TYPE_CHECKING = False
if TYPE_CHECKING:  # a run that is replayed has no time for imports
    import argparse
    from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Returns its exit code: 0 fine, 1 findings, 2 wrong usage."""
    arguments = sys.argv[1:] if argv is None else list(argv)
    try:
        if arguments[:1] == ["check"]:
            code = replay(arguments[1:])
            if code is not None:
                return code
        return _run(arguments)
    except BrokenPipeError:
        # The reader (`head`, say) has seen enough. Python would complain again at exit.
        sys.stdout = None
        return 0


def _run(arguments: Sequence[str]) -> int:
    import importlib

    if arguments and arguments[0] in command_names():
        module = importlib.import_module(f"{__name__}.{arguments[0]}")
        if hasattr(module, "main"):
            return int(module.main(arguments[1:]))
    options = _parser().parse_args(arguments)
    return int(options.run(options))


def _parser() -> argparse.ArgumentParser:
    import argparse
    import importlib

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
    from pathlib import Path

    folder = Path(__file__).parent
    return sorted(path.stem for path in folder.glob("*.py") if not path.stem.startswith("_"))
