"""Source whose comments say what must be reported: `# AIG201` on a line, and nothing anywhere else.

`# missed AIG201` marks a known miss: the line should be reported and is not. When it is, the test
fails until the mark is mended.

`{{OpenAI API key}}` stands for a made-up credential of that format: none is written down anywhere.
"""

import atexit
import random
import re
import shutil
import tempfile
from functools import cache
from pathlib import Path

from aiguard_flake8.engine import check_source
from aiguard_flake8.library import Libraries
from aiguard_flake8.project.modules import Project
from aiguard_flake8.rule import Rule, all_rules
from aiguard_flake8.secrets import formats

_MARK = re.compile(r"#\s*((?:missed )?AIG\d{3}(?:[ ,]+AIG\d{3})*)\s*$")
_FILE = re.compile(r"#\s*file:\s*(\S+)")
_CREDENTIAL = re.compile(r"\{\{([A-Z][^{}]+)\}\}")
_LIBRARIES = Libraries()


def filled(source: str) -> str:
    """The source with a made-up credential wherever it names a format."""

    def drawn(match):
        return formats.example(formats.BY_TYPE[match[1]], random.Random(match[1]))

    return _CREDENTIAL.sub(drawn, source)


@cache
def _empty_project() -> Path:
    """A project with no modules, so that no other file speaks of what a source defines."""
    folder = tempfile.mkdtemp()
    atexit.register(shutil.rmtree, folder)
    (Path(folder) / "pyproject.toml").touch()
    return Path(folder)


def rules_for(code: str) -> list[Rule]:
    """The rules that are on, and those under test, with spaces between them."""
    return [rule for rule in all_rules() if not rule.opt_in or rule.code in code.split()]


def marks(source: str) -> set[tuple[int, str]]:
    """The (line, code) pairs that the comments promise."""
    found = set()
    for number, line in enumerate(source.splitlines(), 1):
        match = _MARK.search(line)
        if match and not match[1].startswith("missed"):
            found.update((number, code) for code in re.findall(r"AIG\d{3}", match[1]))
    return found


def reports(source: str, code: str = "", filename: str = "shop/service.py") -> dict:
    """(line, code) -> message of what is reported; `# file: app/views.py` names the file."""
    source = filled(source)
    named = _FILE.match(source)
    name = _empty_project() / (named[1] if named else filename)
    findings = check_source(source, str(name), rules_for(code), Project(_LIBRARIES))
    return {(each.line, each.code): each.message for each in findings}


def check_marked(source: str, code: str) -> None:
    """Assert that exactly the marked lines are reported."""
    source = filled(source)
    found = reports(source, code)
    expected = marks(source)
    lines = source.splitlines()
    wrong = [f"  not expected: {n}: {c}: {lines[n - 1].strip()} ({found[n, c]})"
             for n, c in sorted(found.keys() - expected)]  # fmt: skip
    missed = [f"  missed: {n}: {c}: {lines[n - 1].strip()}"
              for n, c in sorted(expected - found.keys())]  # fmt: skip
    assert not wrong + missed, "\n" + "\n".join(wrong + missed)
