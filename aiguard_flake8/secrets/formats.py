"""The table of formats: all that is known of credentials, for flake8 and for the hook."""

from __future__ import annotations

import random

from aiguard_flake8.secrets import shapes
from aiguard_flake8.secrets.format import ASSIGNED, Format
from aiguard_flake8.secrets.providers import (
    ai,
    cloud,
    code,
    databases,
    general,
    monitoring,
    named_services,
    platforms,
    saas,
    services,
)

ASSIGNED_CREDENTIAL = Format(
    type="Assigned credential",
    family="assigned",
    provider="",
    shapes=(),
    revoke="",
    variable="",
    docs="",
    tier=ASSIGNED,
)
# Of two formats that fit one place, the earlier counts.
FORMATS: tuple[Format, ...] = (
    *ai.FORMATS,
    *code.FORMATS,
    *cloud.FORMATS,
    *databases.FORMATS,
    *saas.FORMATS,
    *platforms.FORMATS,
    *monitoring.FORMATS,
    *services.FORMATS,
    *named_services.FORMATS,
    *general.FORMATS,
    ASSIGNED_CREDENTIAL,
)
FAMILIES: tuple[str, ...] = tuple(dict.fromkeys(each.family for each in FORMATS))
BY_TYPE: dict[str, Format] = {each.type: each for each in FORMATS}


def example(form: Format, source: random.Random) -> str:
    """A made-up credential of a format: for tests, which hold none that is written down."""
    return shapes.example(source.choice(form.shapes), source)
