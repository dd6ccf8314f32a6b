"""Measurements of the linter: its speed and its accuracy. Run from the repository's root."""
