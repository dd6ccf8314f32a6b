# file: shop/payments.py
import logging

from shop.gateway import gateway

logger = logging.getLogger(__name__)


class PaymentService:
    def pay(self, order):
        result = gateway.charge(order)
        print(f"Payment result: {result}")  # AIG701
        return result

    async def refund(self, order):
        print("refunding", order.id)  # AIG701
        return await gateway.refund(order)

    def settle(self, orders):
        print("✅ settled")
        print("\033[92msettled\033[0m")
        return orders


class Basket:
    def add(self, row):
        print("added", row)  # missed AIG701
