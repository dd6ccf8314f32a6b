"""The way that leads from a call to what happens in the end."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple


class Witness(NamedTuple):
    """The shortest way to an effect."""

    chain: tuple[str, ...]  # labels, the library call last: ("OrderRepo.get (repo.py)", …)
    files: tuple[str, ...]  # the file of each label, empty for the library call
    lines: tuple[int, ...]  # where each is called, in the file before; 0 where that is not known


def shown(witness: Witness, home: str) -> str:
    """A chain as messages show it: `load_items -> OrderRepo.get (repo.py) -> Session.execute`."""
    parts = [
        name if not file or file == home else f"{name} ({Path(file).name})"
        for name, file in zip(witness.chain, witness.files, strict=True)
    ]
    return " -> ".join(parts)
