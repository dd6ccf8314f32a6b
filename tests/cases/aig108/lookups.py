import os
import re

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shop.models import Order

ORDERS = {}


def find_order(number):
    for order in ORDERS.values():
        if order.number == number:
            return order


def get_order(number):
    if number not in ORDERS:
        return None
    return ORDERS[number]


def as_utc(value):
    if value is None:
        return None
    return value.astimezone()


def total(number):
    return find_order(number).total  # AIG108


def state(number):
    order = get_order(number)
    return order.state  # AIG108


def checked(number):
    order = get_order(number)
    if order is None:
        raise LookupError(number)
    return order.state


def required(number):
    order = get_order(number)
    require_found(order)
    return order.state


def require_found(order):
    assert order is not None


def shown(value):
    return as_utc(value).isoformat()


def handled(number):
    try:
        return get_order(number).state
    except AttributeError:
        return "unknown"


def row(session: Session, number: int):
    return session.get(Order, number).total  # AIG108


def counted(session: Session, number: int):
    if session.query(Order).filter_by(number=number).count():
        return session.query(Order).filter_by(number=number).first().total
    return 0


def how_many(session: Session, state: str):
    return session.execute(select(func.count()).where(Order.state == state)).fetchone()[0]


def hosts():
    return os.environ.get("SHOP_HOSTS").split(",")  # AIG108


def ports():
    return os.environ.get("SHOP_PORTS", "80").split(",")


def region():
    return os.environ.get("SHOP_REGION").lower() if os.environ.get("SHOP_REGION") else ""


def file_name(header):
    return re.search(r"filename=(\S+)", header).group(1)  # AIG108


def indent(line):
    return re.match(r"\s*", line).group()
