"""Print the page of a rule: why it hurts, a bad and a good example, when it stays silent."""

from __future__ import annotations

import argparse
import sys

from aiguard_flake8.rule import Rule, all_rules

SUMMARY = "print the page of a rule"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Register the rule to explain."""
    parser.add_argument("rule", help="a code (AIG201) or a name (call-without-timeout)")


def run(options: argparse.Namespace) -> int:
    """Print the page; 2 and a line on stderr when there is no such rule."""
    wanted = options.rule
    for rule in all_rules():
        if wanted.upper() == rule.code or wanted.lower() == rule.name:
            print(page(rule), end="")
            return 0
    print(f"aiguard: there is no rule {wanted!r}; `aiguard rules` lists them", file=sys.stderr)
    return 2


def page(rule: Rule) -> str:
    """The rule's page in Markdown, as docs/rules/ holds it."""
    state = f"opt-in: `aiguard-enable = {rule.code}`" if rule.opt_in else "on by default"
    if rule.with_audit:
        state += ", on with `aiguard-secrets-baseline`"
    heading = f"# {rule.code} {rule.name}\n\n*{rule.level}, {state}*\n\n"
    return heading + rule.page.strip() + "\n"
