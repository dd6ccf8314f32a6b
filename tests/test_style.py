"""The project keeps its own rules: layers, sizes, formatting, types, and itself."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from flake8_runs import flake8

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "aiguard_flake8"
MODULES = sorted(PACKAGE.rglob("*.py"))

# Each layer may import those before it. What is not named here (rules, commands) sits on top.
LAYERS = [
    {"mro", "parsing", "patterns", "tree"},
    {"library", "scopes", "values"},
    {"containers", "library_values"},
    {"annotations", "members", "names", "narrowing"},
    {"calls", "comments", "flow"},
]


def imported(path):
    """The names of our own modules that a file imports when it runs."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            node.body.clear()
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("aiguard_flake8"):
            module = node.module.removeprefix("aiguard_flake8").strip(".")
            found.update([module.split(".")[0]] if module else [a.name for a in node.names])
    return found


def test_layers_import_downwards_only():
    for depth, layer in enumerate(LAYERS):
        allowed = set().union(*LAYERS[: depth + 1])
        for name in layer:
            above = imported(PACKAGE / f"{name}.py") - allowed
            assert not above, f"{name} imports {above}"


def test_rules_import_ast_typing_and_ours_only():
    allowed = {"ast", "re", "typing", "collections", "aiguard_flake8", "__future__", "itertools"}
    for path in (PACKAGE / "rules").glob("aig*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            for name in names:
                assert name.split(".")[0] in allowed, f"{path.name} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_no_file_passes_400_lines(path):
    assert path.read_text(encoding="utf-8").count("\n") <= 400


def run(*command):
    result = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, timeout=300
    )
    assert result.returncode == 0, result.stdout + result.stderr


def test_formatted():
    run("ruff", "format", "--check", ".")


def test_linted():
    run("ruff", "check", ".")


def test_typed():
    run("mypy")


def test_we_pass_our_own_rules():
    result = flake8("aiguard_flake8", "hooks", "tests", "bench", "docs", "noxfile.py", cwd=ROOT)
    assert result.stdout == ""
    assert result.returncode == 0
