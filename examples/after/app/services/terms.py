"""The terms of hire."""

import json
from functools import cache
from pathlib import Path

TERMS = Path(__file__).parent.parent / "terms.json"


@cache
def load_terms() -> dict[str, str | int]:
    """Load the terms of hire; they change with a release only."""
    return json.loads(TERMS.read_text(encoding="utf-8"))
