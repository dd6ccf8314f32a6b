"""Where the modules of a project lie: found by path, never imported.

An absolute import is looked up in the folders above the importing file, nearest first, up to the
project's root, and in the `src` folder of each. A folder that is a package itself is no place to
import from, so a name inside a package never stands for a top-level module of the same name. What
is found nowhere there may be a package of the same repository that has a manifest of its own.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

from aiguard_flake8.project.markers import MANIFESTS, MARKERS, REPOSITORY
from aiguard_flake8.project.trace import Trace

_MOST_FOLDERS = 16  # how far above a file its project's root is looked for
_DEEPEST_PROJECT = 2  # folders below a repository's root
_MOST_LOOKED_AT = 400  # folders that may hold projects
_MOST_ENTRIES = 100  # in a folder that holds projects
_NOT_OURS = frozenset({"node_modules", "venv", "env", "build", "dist"})
_NEVER_PACKAGED = frozenset({"tests", "test", "docs", "examples", "scripts", "src"})
_INIT = "__init__.py"


class Layout:
    """Answers where names lead; what it has seen of the disk it remembers for the run."""

    def __init__(self, trace: Trace | None = None) -> None:
        self._trace = trace or Trace()
        self._entries: dict[str, frozenset[str]] = {}
        self._marks: dict[str, frozenset[str]] = {}
        self._roots: dict[str, str] = {}
        self._homes: dict[str, str] = {}
        self._packages: dict[str, dict[str, str]] = {}
        self._sources: dict[str, tuple[str, ...]] = {}

    def root(self, folder: str) -> str:
        """The nearest folder above with version control, else the highest that has a marker.

        Without either it is the folder above the outermost package.
        """
        if folder not in self._roots:
            self._roots[folder] = self._find_root(folder)
        return self._roots[folder]

    def home(self, folder: str) -> str:
        """The nearest folder, up to the root, that is a project linted by itself.

        It has a manifest and a `.flake8` of its own; what lies above says nothing of its files. So
        a service among a repository's `examples/` is a service, while plain examples stay examples.
        """
        if folder not in self._homes:
            self._homes[folder] = self._find_home(folder)
        self._trace.note(("home", folder), self._homes[folder])
        return self._homes[folder]

    def source_roots(self, folder: str) -> tuple[str, ...]:
        """The folders that absolute imports of a file in `folder` may start from, nearest first."""
        if folder not in self._sources:
            self._sources[folder] = tuple(dict.fromkeys(self._find_sources(folder)))
        return self._sources[folder]

    def locate(self, name: str, file: str) -> tuple[str, tuple[str, ...]] | None:
        """The module file that a dotted name in `file` leads to, and the parts left over.

        One leading dot stands for the folder of `file`. None when the name starts outside the
        project: in the standard library or an installed package.
        """
        folder = os.path.dirname(file)
        found = self._locate(name, folder)
        self._trace.note(("locate", folder, name), _as_text(found))
        return found

    def located(self, folder: str, name: str) -> str | None:
        """The answer of `locate` for a file in `folder`, as the trace holds it."""
        return _as_text(self._locate(name, folder))

    def submodule(self, file: str, name: str) -> str | None:
        """The file of a module or package of this name below a package, if there is one."""
        found = self._submodule(file, name)
        self._trace.note(("submodule", file, name), found)
        return found

    def _locate(self, name: str, folder: str) -> tuple[str, tuple[str, ...]] | None:
        if name.startswith("."):
            parts = name.lstrip(".")
            for _ in range(len(name) - len(parts) - 1):
                folder = os.path.dirname(folder)
            return self._descend(folder, tuple(parts.split(".")) if parts else ())
        first, *rest = name.split(".")
        if first in sys.stdlib_module_names:
            return None
        for root in self.source_roots(folder):
            if self._starts_here(root, first):
                return self._descend(root, (first, *rest))
        beside = self._beside(self.root(folder)).get(first)
        return None if beside is None else self._descend(beside, (first, *rest))

    def modules(self, file: str) -> tuple[str, ...]:
        """The dotted names under which a module can be imported, from the nearest folder on."""
        stem = file.removesuffix(".py").removesuffix(f"{os.sep}__init__")
        roots = (os.path.join(root, "") for root in self.source_roots(os.path.dirname(file)))
        found = [stem[len(r) :].replace(os.sep, ".") for r in roots if stem.startswith(r)]
        self._trace.note(("modules", file), " ".join(found))
        return tuple(found)

    def named(self, file: str) -> str:
        """The answer of `modules`, as the trace holds it."""
        return " ".join(self.modules(file))

    def _beside(self, root: str) -> dict[str, str]:
        """The packages of a repository's projects, each with the folder it is imported from.

        Projects lie one or two folders below the root: `web/pyproject.toml`, `libs/web/setup.py`.
        A name that two of them have stands for neither.
        """
        if root not in self._packages:
            found: dict[str, str] = {}
            twice: set[str] = set()
            for source in self._sources_beside(root):
                for name in self._list(source) - _NEVER_PACKAGED:
                    if "." not in name and _INIT in self._list(os.path.join(source, name)):
                        twice.update({name} & found.keys())
                        found[name] = source
            self._packages[root] = {name: at for name, at in found.items() if name not in twice}
        return self._packages[root]

    def _sources_beside(self, root: str) -> Iterator[str]:
        waiting = [(root, 0)] if self._marks_of(root) else []
        for _ in range(_MOST_LOOKED_AT):
            if not waiting:
                return
            current, depth = waiting.pop(0)
            inside = self._list(current)
            if depth and not inside.isdisjoint(MANIFESTS):
                source = os.path.join(current, "src")
                yield source if "src" in inside and _INIT not in self._list(source) else current
            elif depth < _DEEPEST_PROJECT and _INIT not in inside and len(inside) <= _MOST_ENTRIES:
                waiting.extend(
                    (os.path.join(current, name), depth + 1)
                    for name in sorted(inside)
                    if "." not in name and name not in _NOT_OURS
                )

    def _submodule(self, file: str, name: str) -> str | None:
        folder, own = os.path.split(file)
        if own != _INIT:
            return None
        inner = os.path.join(folder, name)
        if f"{name}.py" in self._list(folder):
            return f"{inner}.py"
        if name in self._list(folder) and _INIT in self._list(inner):
            return os.path.join(inner, _INIT)
        return None

    def _starts_here(self, root: str, name: str) -> bool:
        if f"{name}.py" in self._list(root):
            return True
        inside = self._list(os.path.join(root, name)) if name in self._list(root) else frozenset()
        return (
            _INIT in inside
            or any(entry.endswith(".py") for entry in inside)
            or (
                # A namespace package that holds packages only.
                any(
                    _INIT in self._list(os.path.join(root, name, e)) for e in inside if "." not in e
                )
            )
        )

    def _descend(self, folder: str, parts: tuple[str, ...]) -> tuple[str, tuple[str, ...]] | None:
        """Follow the parts through folders to the deepest module file."""
        best = (os.path.join(folder, _INIT), parts) if _INIT in self._list(folder) else None
        for index, part in enumerate(parts):
            left = parts[index + 1 :]
            entries = self._list(folder)
            if part in entries and self._list(os.path.join(folder, part)):
                folder = os.path.join(folder, part)
                if _INIT in self._list(folder):
                    best = (os.path.join(folder, _INIT), left)
                continue
            if f"{part}.py" in entries:
                return os.path.join(folder, f"{part}.py"), left
            break
        return best

    def _find_root(self, folder: str) -> str:
        marked, current = "", folder
        for _ in range(_MOST_FOLDERS):
            marks = self._marks_of(current)
            if not marks.isdisjoint(REPOSITORY):
                return current
            if marks:
                marked = current
            parent = os.path.dirname(current)
            if parent == current:
                break
            current = parent
        if marked:
            return marked
        current = folder
        while _INIT in self._list(current) and os.path.dirname(current) != current:
            current = os.path.dirname(current)
        return current

    def _find_home(self, folder: str) -> str:
        root, current = self.root(folder), folder
        while current != root:
            marks = self._marks_of(current)
            if ".flake8" in marks and not marks.isdisjoint(MANIFESTS):
                return current
            current = os.path.dirname(current)
        return root

    def _find_sources(self, folder: str) -> list[str]:
        root, current, found = self.root(folder), folder, []
        while True:
            entries = self._list(current)
            if _INIT not in entries:
                found.append(current)
            source = os.path.join(current, "src")
            if "src" in entries and _INIT not in self._list(source):
                found.append(source)
            parent = os.path.dirname(current)
            if current == root or parent == current:
                return found
            current = parent

    def _list(self, folder: str) -> frozenset[str]:
        """Names in a folder; empty when it is none or cannot be read."""
        if folder not in self._entries:
            self._trace.notice("looked into", folder)
            self._entries[folder] = _entries(folder)
        return self._entries[folder]

    def _marks_of(self, folder: str) -> frozenset[str]:
        """Those names in a folder that mark the root of a project."""
        if folder not in self._marks:
            self._marks[folder] = _entries(folder) & MARKERS
            self._trace.notice("marks", folder, "/".join(sorted(self._marks[folder])))
        return self._marks[folder]


def _entries(folder: str) -> frozenset[str]:
    try:
        return frozenset(os.listdir(folder))
    except OSError:
        return frozenset()


def _as_text(found: tuple[str, tuple[str, ...]] | None) -> str | None:
    return None if found is None else "\0".join([found[0], *found[1]])
