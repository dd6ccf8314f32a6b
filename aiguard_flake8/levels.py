"""How bad a finding is: `error`, `warning` or `note`."""

from __future__ import annotations

from aiguard_flake8.rule import LEVELS, all_rules

# flake8's own codes for a file that it cannot read or parse.
_UNCHECKED = frozenset({"E902", "E999"})


def level_of(code: str) -> str:
    """The level of a rule; what other plugins of flake8 report is a warning."""
    for rule in all_rules():
        if rule.code == code:
            return rule.level
    return "error" if code in _UNCHECKED else "warning"


def reaches(code: str, level: str) -> bool:
    """Whether findings of a rule are at least as bad as a level."""
    return LEVELS.index(level_of(code)) <= LEVELS.index(level)
