"""What to do about a credential, for messages: where it is revoked, and what to read instead."""

from __future__ import annotations

from aiguard_flake8.secrets import known
from aiguard_flake8.secrets.format import Format


def revoke(form: Format) -> str:
    """How a credential is made useless, as an imperative."""
    if form.revoke.startswith("https://"):
        return f"revoke it at {form.revoke}"
    if not form.provider:
        return form.revoke or "replace it where it is valid"
    return f"revoke it ({form.revoke})"


def instead(form: Format, name: str) -> str:
    """What to read in its place; `name` is what it is given to."""
    variable = form.variable if form.provider else name if name.isidentifier() else ""
    return f"read {variable} from the environment" if variable else "read it from the environment"


def kind(form: Format, value: str) -> str:
    """The type, with the fixed prefix where the format has one: `OpenAI API key (sk-proj-…)`."""
    fixed = prefix(form, value)
    return f"{form.type} ({fixed}…)" if fixed else form.type


def prefix(form: Format, value: str) -> str:
    """What all credentials of a format start with; empty where they share nothing."""
    if form.pattern or form.context:
        return ""
    starts = (shape.partition("{")[0] for shape in form.shapes)
    return next((each for each in starts if each and value.startswith(each)), "")


def told(name: str, value: str) -> str:
    """The name that a value is given to, as messages may tell it.

    Empty where the value or another credential stands in it: a key of a dictionary may be one.
    """
    holds = value in name or any(known.matches(name, known.candidates(name)))
    return "" if holds else name
