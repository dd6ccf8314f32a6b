"""Generated files are fresh, and what the documentation names exists."""

import importlib.util
import re
from pathlib import Path

import pytest

from aiguard_flake8.rule import all_rules

ROOT = Path(__file__).parent.parent


def generator():
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("path", "content"), generator().files().items(), ids=lambda x: getattr(x, "name", "")
)
def test_generated_file_is_fresh(path, content):
    assert path.read_text(encoding="utf-8") == content, "run: python docs/generate.py"


def test_no_page_is_left_of_a_rule_that_is_gone():
    pages = {path.stem for path in (ROOT / "docs" / "rules").glob("*.md")}
    assert pages == {rule.code for rule in all_rules()}


def test_changelog_names_every_code():
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert {rule.code for rule in all_rules()} <= set(re.findall(r"AIG\d{3}", changelog))


@pytest.mark.parametrize(
    "path", [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")], ids=lambda path: path.name
)
def test_relative_links_lead_somewhere(path):
    for target in re.findall(r"\]\((?!https?:|#)([^)#\s]+)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), f"{path.name} links to {target}"
