"""Charging and refunding cards."""

from decimal import Decimal

import httpx
from tenacity import (
    retry,
    retry_if_exception_type,
    stop_after_attempt,
    wait_random_exponential,
)

DECLINED = 402


class PaymentDeclined(Exception):
    """The customer's bank said no."""


class PaymentUnavailable(Exception):
    """The payment provider cannot be reached or does not work."""


class PaymentService:
    """Client for the payment provider."""

    def __init__(self, client: httpx.Client):
        self.client = client

    def charge(self, booking_id: int, card_token: str, amount: Decimal, currency: str) -> str:
        """Charge a card for a booking and return the reference of the charge.

        Raises PaymentDeclined or PaymentUnavailable.
        """
        payload = {"card": card_token, "amount": str(amount), "currency": currency}
        response = self._post("/charges", payload, f"charge-{booking_id}")
        return response.json()["reference"]

    def refund(self, reference: str, amount: Decimal) -> None:
        """Refund a charge. Raises PaymentDeclined or PaymentUnavailable."""
        payload = {"reference": reference, "amount": str(amount)}
        self._post("/refunds", payload, f"refund-{reference}")

    def _post(self, path: str, payload: dict[str, str], key: str) -> httpx.Response:
        try:
            response = self._send(path, payload, key)
            if response.status_code == DECLINED:
                raise PaymentDeclined(key)
            response.raise_for_status()
        except httpx.HTTPError as error:
            raise PaymentUnavailable(key) from error
        return response

    @retry(
        retry=retry_if_exception_type(httpx.TransportError),
        wait=wait_random_exponential(max=4),
        stop=stop_after_attempt(3),
        reraise=True,
    )
    def _send(self, path: str, payload: dict[str, str], key: str) -> httpx.Response:
        # With its key the provider does the same thing once, however often it is asked.
        return self.client.post(path, json=payload, headers={"Idempotency-Key": key})
