"""Every rule's page is its first test; tests/cases holds the rest."""

import re
from pathlib import Path

import pytest
from marked import check_marked, marks, reports

from aiguard_flake8.rule import Rule, all_rules

CASES = Path(__file__).parent / "cases"
_FENCE = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
_HEADINGS = ["## Why it hurts", "## Bad", "## Good", "## When it stays silent", "## References"]


def examples(rule: Rule, heading: str) -> list[str]:
    for match in re.finditer(r"^## (.+?)\n(.*?)(?=^## |\Z)", rule.page, re.MULTILINE | re.DOTALL):
        if match[1] == heading:
            return _FENCE.findall(match[2])
    return []


BAD = [(r, e) for r in all_rules() for e in examples(r, "Bad")]
GOOD = [(r, e) for r in all_rules() for e in examples(r, "Good")]


@pytest.mark.parametrize(("rule", "example"), BAD, ids=lambda x: getattr(x, "code", ""))
def test_bad_example_reports_exactly_its_marks(rule, example):
    assert any(code == rule.code for _, code in marks(example)), "the example marks no line"
    check_marked(example, rule.code)


@pytest.mark.parametrize(("rule", "example"), GOOD, ids=lambda x: getattr(x, "code", ""))
def test_good_example_reports_nothing(rule, example):
    assert reports(example, rule.code) == {}


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_page_has_the_fixed_headings_and_an_example_of_each_kind(rule):
    assert [line for line in rule.page.splitlines() if line.startswith("## ")] == _HEADINGS
    assert examples(rule, "Bad")
    assert examples(rule, "Good")
    assert rule.summary.endswith(".")
    assert "\n\n## Why it hurts" in rule.page


@pytest.mark.parametrize(
    "path", sorted(CASES.glob("aig*/*.py")), ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_case_reports_exactly_its_marks(path):
    check_marked(path.read_text(encoding="utf-8"), path.parent.name.upper())


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_messages_are_one_line_and_say_what_to_do(rule):
    for example in examples(rule, "Bad"):
        for message in (m for (_, c), m in reports(example, rule.code).items() if c == rule.code):
            assert "\n" not in message
            assert len(message) <= 300
            assert not re.search(r":\d+:\d+: ", message), "editors take this for a place"
