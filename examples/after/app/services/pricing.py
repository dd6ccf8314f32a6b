"""What a booking costs."""

from datetime import datetime
from decimal import Decimal

import httpx

from app.models import Boat

WEEKEND_SURCHARGE = Decimal("1.2")
DISCOUNT_PER_BOOKING = Decimal("0.01")
LARGEST_DISCOUNT = Decimal("0.1")


class RateUnavailable(Exception):
    """Nobody can say at present what another currency is worth."""


class ExchangeRates:
    """Client for the exchange rate service."""

    def __init__(self, client: httpx.Client):
        self.client = client

    def get(self, currency: str) -> Decimal:
        """Get the rate from euros to another currency. Raises RateUnavailable."""
        if currency == "EUR":
            return Decimal(1)
        try:
            response = self.client.get(f"/EUR/{currency}")
            response.raise_for_status()
        except httpx.HTTPError as error:
            raise RateUnavailable(currency) from error
        return Decimal(str(response.json()["rate"]))


def loyalty_discount(earlier_bookings: int) -> Decimal:
    """The discount for returning customers, from 0 to 0.1."""
    return min(earlier_bookings * DISCOUNT_PER_BOOKING, LARGEST_DISCOUNT)


def calculate_price(
    boat: Boat, starts_at: datetime, hours: int, rate: Decimal, discount: Decimal
) -> Decimal:
    """The price of a booking in the currency that `rate` leads to."""
    price = boat.hourly_rate * hours
    if starts_at.weekday() >= 5:
        price *= WEEKEND_SURCHARGE
    return (price * (1 - discount) * rate).quantize(Decimal("0.01"))
