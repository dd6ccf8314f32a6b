"""How grave a finding is."""

from __future__ import annotations

# "error": data loss, an outage, a leak; "warning": the rest that is on; "note": what is opt-in.
LEVELS = ("error", "warning", "note")
# flake8's own codes for a file that it cannot read or parse.
_UNCHECKED = frozenset({"E902", "E999"})


def level_of(code: str) -> str:
    """The level of a rule; what other plugins of flake8 report is a warning."""
    from aiguard_flake8.rule import all_rules  # whoever only wants to name the levels needs no rule

    for rule in all_rules():
        if rule.code == code:
            return rule.level
    return "error" if code in _UNCHECKED else "warning"


def reaches(code: str, level: str) -> bool:
    """Whether findings of a rule are at least as grave as a level."""
    return LEVELS.index(level_of(code)) <= LEVELS.index(level)
