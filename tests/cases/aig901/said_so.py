# file: shop/stock.py
from fastapi import APIRouter

router = APIRouter()


def in_stock(sku):  # AIG901
    # Simulated check - replace with real inventory call
    return True


def recommendations(user_id):  # AIG901
    """What a user may like.

    This is a stub and should be implemented later.
    """
    return []


def related(sku):
    """Nothing is related; subclasses should implement it."""
    return []


@router.get("/stock/{sku}")
def stock(sku: str):
    return {"stock": in_stock(sku), "more": recommendations(1), "related": related(sku)}
