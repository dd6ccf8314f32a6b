"""Asks `file.reach` about one call of a small project that a test writes."""

from __future__ import annotations

import ast
import textwrap
from pathlib import Path

from aiguard_flake8.file import File
from aiguard_flake8.library import Libraries
from aiguard_flake8.project.modules import Project
from aiguard_flake8.project.summary import ModuleSummary

LIBRARIES = Libraries()

GET = """
    import requests

    def fetch(url):
        return requests.get(url, timeout=5)
"""


class Asked:
    """The answers of `file.reach` about the line marked `# here`."""

    def __init__(self, path: Path, project: Project) -> None:
        text = path.read_text()
        lines = text.splitlines(True)
        self.file = File(ast.parse(text), str(path), lines, project)
        self.reach = self.file.reach
        line = next(number for number, each in enumerate(lines, 1) if "# here" in each)
        kinds = ast.Call, ast.Attribute
        nodes = [each for each in self.file.tree.of(*kinds) if each.lineno == line]
        self.node = min(nodes, key=lambda each: (each.col_offset, -each.end_col_offset))
        self.nodes = nodes

    def effects(self, anywhere: bool = False) -> dict[str, str]:
        """Kind of effect, with `!` where it blocks and `?` on an error path only -> the way.

        Of the first and outermost call of the line, or of all.
        """
        found = {}
        for node in self.nodes if anywhere else [self.node]:
            for effect, witness in self.reach.effects(node).items():
                kind = effect.kind + "!" * effect.blocks + "?" * effect.on_error
                found[kind] = self.reach.shown(witness)
        return found


def written(folder: Path, modules: dict[str, str]) -> None:
    """Write modules, `app__main` to `app/main.py`, in packages with an `__init__.py`."""
    (folder / "pyproject.toml").write_text("")
    for name, source in modules.items():
        path = folder / (name.replace("__", "/").replace("INIT", "__init__") + ".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        for package in path.relative_to(folder).parents:
            if package.name and not (folder / package / "__init__.py").exists():
                (folder / package / "__init__.py").write_text("")
        path.write_text(textwrap.dedent(source))


def make_all(summary: ModuleSummary) -> None:
    """Ask for each function of a module, and for what is inside it."""
    for path in sorted(summary.functions):
        function = summary.functions.get(path)
        assert function is not None
        function.looked.inside()
