"""What a call switches off by its arguments does not happen."""

import pytest
from asking import GET

COUNTED = """
    from app.web import fetch

    def shown(order, with_total=True, deep=True):
        if with_total:
            fetch("/total")
        return order

    def named(order, *, with_total=True):
        return fetch("/total") if with_total else order

    def both(order, with_total=True, deep=True):
        if deep and with_total:
            fetch("/total")

    def rebound(order, with_total=True):
        with_total = with_total or order.open
        if with_total:
            fetch("/total")

    def otherwise(order, with_total=True):
        if with_total:
            return order
        else:
            return fetch("/total")

    class Orders:
        def shown(self, order, with_total=True):
            if with_total:
                fetch("/total")

    def through(order):
        return shown(order, with_total=False)

    def addressed(order, address=None):
        if address is None:
            return order
        return fetch(address)

    def sent(order, address=None, copy=""):
        if not order or not address:
            return None
        if copy:
            fetch(copy)
        return order

    def noted(order, address=None):
        if address is not None:
            fetch(address)
"""
MAIN = """
    from app.orders import (
        Orders, addressed, both, named, noted, otherwise, rebound, sent, shown, through,
    )

    def show(orders: Orders, order, flag):
        {use}  # here
"""


@pytest.mark.parametrize(
    "use",
    [
        "shown(order, with_total=False)",
        "shown(order, False)",
        "shown(order, with_total=None)",
        "named(order, with_total=False)",
        "both(order, with_total=False)",
        "both(order, deep=False)",
        "orders.shown(order, with_total=False)",
        "orders.shown(order, False)",
        "through(order)",
        "addressed(order)",
        "addressed(order, None)",
        "noted(order)",
        "sent(order, address=flag)",
        "sent(order, copy=flag)",
    ],
)
def test_what_an_argument_switches_off(ask, use):
    asked = ask(app__web=GET, app__orders=COUNTED, app__main=MAIN.format(use=use))
    assert asked.effects() == {}


@pytest.mark.parametrize(
    "use",
    [
        "shown(order)",
        "shown(order, with_total=flag)",
        "shown(order, with_total=True)",
        "shown(order, deep=False)",
        "rebound(order, with_total=False)",
        "otherwise(order, with_total=False)",
        "orders.shown(order)",
        "orders.shown(False)",
        "addressed(order, flag)",
        "addressed(*orders)",
        "addressed(order, **orders)",
        "noted(order, address=flag)",
        "sent(order, flag, flag)",
    ],
)
def test_what_still_happens(ask, use):
    asked = ask(app__web=GET, app__orders=COUNTED, app__main=MAIN.format(use=use))
    assert list(asked.effects()) == ["http!"]
