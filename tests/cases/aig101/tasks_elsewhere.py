# file: shop/views.py
from .tasks import send_invoice


def complete(order):
    order.close()
    try:
        send_invoice.delay(order.id)
    except Exception:  # AIG101
        pass
