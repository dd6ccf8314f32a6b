import logging
import sys

from fastapi import APIRouter

logger = logging.getLogger(__name__)
router = APIRouter()


@router.get("/orders")
def orders():
    print("listing orders")  # AIG701
    print("failed", file=sys.stderr)
    return load(True)


def load(verbose):
    if verbose:
        print("loading")
    print(f"loaded {verbose}")  # AIG701
    print("=" * 60)
    print("  loaded one", flush=True)
    print(".", end="")
    return []


def print_summary(rows):
    print(f"{len(rows)} rows")
