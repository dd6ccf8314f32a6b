"""The pinned applications, and which of their files count as what."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import NamedTuple

APPLICATION, TESTS, VENDORED = "application", "tests", "vendored"

_TEST_FOLDERS = frozenset({"tests", "test", "testing", "unittests", "e2e", "testutils"})
_TEST_FILE = re.compile(r"(test_.*|.*_tests?|tests?|conftest)\.py")
_VENDORED_FOLDERS = frozenset(
    {"_vendor", "vendor", "vendored", "_vendored", "third_party", "thirdparty", "_third_party",
     "node_modules", "site-packages", "extern", "_external"}
)  # fmt: skip
_LINE = re.compile(r"(?P<name>[\w.-]+)==(?P<version>[\w.+!]+)(?P<options>(?:\s+\S+)*)")


class Package(NamedTuple):
    """One line of packages.txt."""

    name: str
    version: str
    source: bool = False  # fetch the source archive: the wheel holds no tests
    vendored: tuple[str, ...] = ()  # folders of other people's code, beyond the usual names

    @property
    def requirement(self) -> str:
        """What pip is asked for."""
        return f"{self.name}=={self.version}"


def read_packages(path: Path) -> list[Package]:
    """The packages of a file: `name==version [source] [vendored:folder ...]`, `#` comments.

    Raises ValueError for a line of another form and for a package that is named twice.
    """
    found: dict[str, Package] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        text = line.partition("#")[0].strip()
        if not text:
            continue
        package = _package(text)
        if package is None or package.name in found:
            raise ValueError(f"{path.name}:{number}: cannot use {text!r}")
        found[package.name] = package
    return list(found.values())


def read_groups(path: Path) -> dict[str, list[str]]:
    """The names of the packages of a file by the comment above them that follows an empty line."""
    found: dict[str, list[str]] = {}
    group, above = "", "-"
    for line in path.read_text(encoding="utf-8").splitlines():
        text = line.partition("#")[0].strip()
        if text:
            found.setdefault(group, []).append(text.partition("==")[0])
        elif line.startswith("#") and not above:
            group = line.lstrip("# ")
        above = line.strip()
    return found


def part_of(path: str, package: Package) -> str:
    """What a file of a package is: `application`, `tests` or `vendored`.

    `path` is relative to where the package was unpacked.
    """
    pure = PurePosixPath(path)
    folders = {part.lower() for part in pure.parts[:-1]}
    if folders & _VENDORED_FOLDERS or any(f"{v}/" in f"{pure.parent}/" for v in package.vendored):
        return VENDORED
    if folders & _TEST_FOLDERS or _TEST_FILE.fullmatch(pure.name):
        return TESTS
    return APPLICATION


def _package(text: str) -> Package | None:
    match = _LINE.fullmatch(text)
    if match is None:
        return None
    options = match["options"].split()
    vendored = tuple(o.removeprefix("vendored:") for o in options if o.startswith("vendored:"))
    if len(vendored) + options.count("source") != len(options):
        return None
    return Package(match["name"], match["version"], "source" in options, vendored)
