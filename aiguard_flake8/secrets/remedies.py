"""What to do about a credential, for messages: where it is revoked, and what to read instead."""

from __future__ import annotations

from aiguard_flake8.secrets.format import Format


def revoke(form: Format) -> str:
    """How a credential is made useless, as an imperative."""
    if form.revoke.startswith("https://"):
        return f"revoke it at {form.revoke}"
    return f"revoke it: {form.revoke}" if form.revoke else "replace it where it is valid"


def instead(form: Format, name: str) -> str:
    """What to read in its place; `name` is what it is given to."""
    variable = form.variable or name
    return f"read {variable} from the environment" if variable else "read it from the environment"


def kind(form: Format, value: str) -> str:
    """The type, with the fixed prefix where the format has one: `OpenAI API key (sk-proj-…)`."""
    for shape in form.shapes:
        fixed = shape.partition("{")[0]
        if fixed and not form.pattern and not form.context and value.startswith(fixed):
            return f"{form.type} ({fixed}…)"
    return form.type
