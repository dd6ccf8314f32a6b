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
    provider: str  # "OpenAI"; empty where there is no single one
    shapes: tuple[str, ...]
    revoke: str  # where it is revoked; without a provider, what to do instead
    variable: str  # the variable to read instead: "OPENAI_API_KEY"
    docs: str  # where the provider describes it
    # Words of which the name it is given to must hold one, in lower case. For formats that look
    # like any other string: the name has to say whose key it is.
    context: tuple[str, ...] = ()
    floor: float = 3.0  # least entropy of what is not fixed, in bits per character
    pattern: str = ""  # a regular expression in place of shapes; group `secret` is the credential
    needles: tuple[str, ...] = ()  # with a pattern: one of them is in every text that matches
    tier: str = KNOWN

    @property
    def shown(self) -> str:
        """The fixed prefix that messages may show; empty when the formats share none."""
        prefixes = {shape.partition("{")[0] for shape in self.shapes}
        return prefixes.pop() if len(prefixes) == 1 else ""


def known(
    family: str,
    type: str,
    *shapes: str,
    revoke: str,
    variable: str,
    docs: str,
    provider: str = "",
    context: tuple[str, ...] = (),
    floor: float = 3.0,
) -> Format:
    """A format that a provider gives its credentials; the type starts with the provider's name."""
    provider = provider or type.partition(" ")[0]
    return Format(type, family, provider, shapes, revoke, variable, docs, context, floor)


def of_service(
    provider: str,
    *shapes: str,
    variable: str,
    docs: str,
    noun: str = "API key",
    context: tuple[str, ...] = (),
) -> Format:
    """A credential of a service whose own page says how it is revoked."""
    return known(
        "saas",
        f"{provider} {noun}",
        *shapes,
        revoke=docs,
        variable=variable,
        docs=docs,
        provider=provider,
        context=context,
    )
