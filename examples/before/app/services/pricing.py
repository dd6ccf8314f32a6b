"""What a booking costs."""

import logging

import requests

from app.config import settings
from app.models import Boat
from app.repositories import BookingRepository

logger = logging.getLogger(__name__)

WEEKEND_SURCHARGE = 1.2

_loyalty: dict = {}


def get_exchange_rate(currency: str, timeout: int = 10) -> float:
    """Get the exchange rate from euros to another currency."""
    if currency == "EUR":
        return 1.0
    try:
        response = requests.get(f"{settings.rates_url}/EUR/{currency}")
        return response.json()["rate"]
    except Exception:
        logger.warning("Exchange rate service unavailable, using default rate")
        return 1.08


def get_loyalty_discount(customer_id: int, bookings: BookingRepository) -> float:
    """Get the discount for returning customers."""
    if customer_id not in _loyalty:
        count = len(bookings.list_for_customer(customer_id))
        _loyalty[customer_id] = min(count * 0.01, 0.1)
    return _loyalty[customer_id]


def calculate_price(boat: Boat, starts_at, hours: int, currency: str, discount: float) -> float:
    """Calculate the price of a booking in the given currency."""
    price = float(boat.hourly_rate) * hours
    if starts_at.weekday() >= 5:
        price *= WEEKEND_SURCHARGE
    price *= 1 - discount
    return round(price * get_exchange_rate(currency), 2)
