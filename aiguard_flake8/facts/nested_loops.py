"""Which event loops are started within others on purpose, so that nothing comes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiguard_flake8.values import LOCAL
from aiguard_flake8.witness import Witness

if TYPE_CHECKING:
    from aiguard_flake8.file import File

_ABOUT_LOOPS = frozenset({"builtins.RuntimeError", "builtins.Exception", "builtins.BaseException"})


def is_prepared(witness: Witness, file: File) -> bool:
    """Whether a project lets loops nest, or what starts the loop at the end of a way catches that.

    Who catches it further up does not know what fails there each time.
    """
    return _is_caught(witness, file) or file.project.mentions.nests_loops(file.folder)


def _is_caught(witness: Witness, file: File) -> bool:
    if len(witness.chain) < 2:
        return False
    home, name, line = witness.files[-2], witness.chain[-2], witness.lines[-1]
    if not home:
        return False
    functions = file.project.functions(home)
    for path in (f"{LOCAL}{name}", f"{LOCAL}{name}.__init__"):
        function = functions.get(path)
        sites = function.inside.sites if function is not None else ()
        if any(each.line == line and _ABOUT_LOOPS.intersection(each.catches) for each in sites):
            return True
    return False
