"""What is known of one kind of credential."""

from __future__ import annotations

from typing import NamedTuple

KNOWN, ASSIGNED = "known", "assigned"


class Format(NamedTuple):
    """One kind of credential. Patterns, prefilters and examples are all made from its shapes.

    A shape is literal text with `{alphabet:length}` or `{alphabet:least-most}` in between, as in
    `ghp_{A:36}`; `shapes.py` names the alphabets.
    """

    type: str  # unique, for people and for baselines: "OpenAI API key"
    family: str  # "ai", "code", "cloud", "saas", "connection", "private-key", "jwt", "assigned"
    provider: str  # "OpenAI"
    shapes: tuple[str, ...]
    revoke: str  # where it is revoked
    variable: str  # what to read instead: "OPENAI_API_KEY"
    docs: str  # where the provider describes the format
    context: tuple[str, ...] = ()  # words of which the name before it must hold one, lower case
    floor: float = 3.0  # least entropy of the random part, in bits per character
    pattern: str = ""  # a regular expression in place of shapes; group `secret` is the credential
    shown: str = ""  # the fixed prefix that may be shown; by default what the shapes start with
    tier: str = KNOWN
