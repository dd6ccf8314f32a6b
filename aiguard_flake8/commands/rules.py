"""List the rules: code, name, whether it is on, and what it reports."""

from __future__ import annotations

import argparse

from aiguard_flake8.rule import all_rules

SUMMARY = "list the rules"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Register the filters."""
    parser.add_argument("prefix", nargs="?", default="", help="only codes that start with this")


def run(options: argparse.Namespace) -> int:
    """Print one line per rule; 1 when no rule has the prefix."""
    rules = [rule for rule in all_rules() if rule.code.startswith(options.prefix.upper())]
    width = max((len(rule.name) for rule in rules), default=0)
    for rule in rules:
        state = "opt-in" if rule.opt_in else "on"
        print(f"{rule.code}  {rule.name:<{width}}  {state:<6}  {rule.level:<7}  {rule.summary}")
    return 0 if rules else 1
