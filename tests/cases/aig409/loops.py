# file: app/orders.py
from app.models import Order, Rate
from sqlalchemy import select
from sqlalchemy.orm import Session


def same_each_time(session: Session, orders, day):
    for order in orders:
        rate = session.scalars(select(Rate).where(Rate.day == day)).one()  # AIG409
        order.total = order.total * rate.value


def rates_of(session: Session, day):
    return session.scalars(select(Rate).where(Rate.day == day)).all()


def through_a_function(session: Session, orders, day):
    return [order.total * max(rates_of(session, day)) for order in orders]  # AIG409


def nested(session: Session, orders):
    found = []
    for order in orders:
        for rate in session.query(Rate).all():  # AIG409
            found.append(order.total * rate.value)
    return found


def old_style(orders):
    for order in orders:
        order.rate = Rate.query.filter_by(name="standard").first()  # AIG409


def under_a_condition(session: Session, orders, day):
    for order in orders:
        if order.foreign:
            order.rate = session.scalar(select(Rate).where(Rate.day == day))


def changes(session: Session, orders):
    for order in orders:
        order.number = session.scalar(select(Order.number).order_by(Order.number.desc()))
        session.add(order)
        session.flush()


def what_was_bound_in_the_round(session: Session, orders):
    for order in orders:
        day = order.day
        order.rate = session.scalar(select(Rate).where(Rate.day == day))


def next_row(cursor, orders):
    for order in orders:
        order.row = cursor.fetchone()


def waits(session: Session, tries):
    for attempt in range(tries):
        if session.scalar(select(Rate)) is not None:
            return attempt
    return None


def first_success(session: Session, orders):
    for order in orders:
        rate = session.scalar(select(Rate))
        if rate:
            return order, rate
    return None


def numbers(session: Session, orders):
    for order in orders:
        order.number = session.scalar(select(numbering.next_value()))


def with_other_values(cursor, idents):
    values = {}
    for ident in idents:
        values["id"] = ident
        cursor.execute("SELECT name FROM orders WHERE id = :id", values)
        show(cursor.fetchall())


def with_the_same_values(cursor, idents):
    values = {"state": "open"}
    found = {}
    for ident in idents:
        cursor.execute("SELECT name FROM orders WHERE state = :state", values)  # AIG409
        found[ident] = cursor.fetchall()
    return found


def merged(session: Session, orders, sheet):
    for order in orders:
        order.done = sheet.done
        session.merge(sheet)
