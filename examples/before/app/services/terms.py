"""The terms of hire."""

import json


def load_terms() -> dict:
    """Load the terms of hire."""
    with open("app/terms.json") as f:
        return json.load(f)
