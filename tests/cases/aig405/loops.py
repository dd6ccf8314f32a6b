# file: app/orders.py
import requests
from sqlalchemy.orm import Session

LIMIT = 500


def close(session: Session, orders):
    for order in orders:
        order.state = "closed"
        session.commit()  # AIG405


def unnamed(db, rows):
    for row in rows:
        db.add(Order(row))
        db.commit()  # AIG405
        db.refresh(row)


def save(session: Session, order):
    session.add(order)
    session.commit()


def save_all(session: Session, orders):
    for order in orders:
        save(session, order)  # AIG405


def once(session: Session, orders):
    for order in orders:
        order.state = "closed"
    session.commit()


def now_and_then(session: Session, orders):
    for index, order in enumerate(orders):
        session.add(order)
        if index % LIMIT == 0:
            session.commit()


def each_alone(session: Session, orders):
    for order in orders:
        try:
            order.close()
            session.commit()
        except ValueError:
            session.rollback()


def first_of_them(session: Session, orders, ident):
    for order in orders:
        if order.id == ident:
            order.state = "closed"
            session.commit()
            return


def steps(session: Session, orders):
    for order in orders:
        order.state = "closed"
        session.commit()
        yield order


def later(session: Session, orders):
    for order in orders:
        store(session, order, autocommit=False)


def store(session: Session, order, autocommit=True):
    session.add(order)
    if autocommit:
        session.commit()


def batches(session: Session, rows):
    for chunk in chunked(rows, 500):
        session.add_all(chunk)
        session.commit()


def mails(session: Session, orders):
    for order in orders:
        requests.post("https://mail.example.com", json={"to": order.email}, timeout=5).raise_for_status()
        order.mailed = True
        session.commit()
