# file: app/routes.py
import logging

from celery import shared_task
from fastapi import APIRouter, Depends

router = APIRouter()
logger = logging.getLogger(__name__)


def send_receipt(order):  # AIG901
    pass


def charge(order):  # AIG901
    """Charge the card of an order."""
    ...


def verify_payment(payment_id):  # AIG901
    # TODO: integrate with the payment provider
    logger.info("Verifying payment %s", payment_id)
    return True


def shipping_cost(order) -> float:  # AIG901
    """Placeholder implementation."""
    return 0.0


# TODO: check the stock
def reserve(order):  # AIG901
    return


def refund(order):  # AIG901
    raise NotImplementedError


def cancel(order):  # AIG901
    raise NotImplementedError("Cancelling is not implemented yet")


def current_user():  # AIG901
    # For now, everybody is the administrator
    return {"id": 1, "role": "admin"}


def notify(order):  # AIG901
    # In a real application, this would send an email
    logger.info("Order %s created", order)


@router.post("/orders")
async def create_order(order: dict, user=Depends(current_user)):
    send_receipt(order)
    charge(order)
    reserve(order)
    notify(order)
    if verify_payment(order["payment"]):
        return shipping_cost(order)
    cancel(order)
    return refund(order)


@router.get("/orders")
async def list_orders():  # AIG901
    # TODO: implement
    return []


@router.get("/invoices")
def list_invoices():  # AIG901
    pass


@shared_task
def rebuild_index():  # AIG901
    pass


class Reports:
    def monthly(self):
        return self.collect() + self.totals()

    def collect(self):  # AIG901
        """To be implemented."""
        return []

    def totals(self):  # AIG901
        raise NotImplementedError()


reports = Reports()
