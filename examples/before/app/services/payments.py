"""Charging and refunding cards."""

import logging

import httpx
from tenacity import retry, stop_after_attempt

from app.config import settings

logger = logging.getLogger(__name__)


class PaymentService:
    """Client for the payment provider."""

    def __init__(self, api_url: str = settings.payments_url):
        # The provider's sandbox uses a self-signed certificate
        self.client = httpx.Client(base_url=api_url, timeout=30, verify=False)

    def charge(self, card_token: str, amount: float, currency: str) -> dict:
        """Charge a card and return the result."""
        try:
            response = self._post_charge(card_token, amount, currency)
            return {"success": True, "reference": response["reference"]}
        except Exception as e:
            return {"success": False, "error": str(e)}

    @retry(stop=stop_after_attempt(3))
    def _post_charge(self, card_token: str, amount: float, currency: str) -> dict:
        payload = {"card": card_token, "amount": amount, "currency": currency}
        response = self.client.post("/charges", json=payload)
        response.raise_for_status()
        return response.json()

    def refund(self, reference: str, amount: float) -> None:
        """Refund a charge."""
        # TODO: call the provider's refund endpoint
        pass
