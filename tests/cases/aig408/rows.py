# file: app/orders.py
from datetime import date

from app.models import Order, Role
from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.base import Base, StoredProperty


def open_orders(session: Session):
    return [each for each in session.scalars(select(Order)).all() if each.state == "open"]  # AIG408


def old(session: Session, day):
    rows = session.query(Order).all()
    found = []
    for row in rows:  # AIG408
        if row.day < day:
            found.append(row)
    return found


def first_of(session: Session, number):
    return next((each for each in session.query(Order) if each.number == number), None)  # AIG408


def every_order(session: Session):
    return session.scalars(select(Order)).all()


def of_customer(session: Session, ident):
    return [order for order in every_order(session) if order.customer_id == ident and order.open]  # AIG408


def documents(db, state):
    return [each for each in db.orders.find() if each["state"] == state]  # AIG408


def by_what_sql_cannot(session: Session):
    return [each for each in session.query(Order).all() if each.is_late()]


def narrowed_before(session: Session, day):
    return [each for each in session.query(Order).filter(Order.day == day) if each.total > 10]


def used_twice(session: Session):
    rows = session.query(Order).all()
    late = [row for row in rows if row.state == "late"]
    return late, len(rows)


def short(session: Session):
    return [role for role in session.query(Role).all() if role.name == "admin"]


def all_of_them(session: Session):
    return [each.number for each in session.query(Order).all()]


def prune_orders(session: Session):
    return [each for each in session.query(Order) if each.state == "dead"]


def by_a_part_of_what_sql_can(session: Session, url):
    return [each for each in session.query(Order).all() if each.url and url.startswith(each.url)]


class Branch(Base):
    __tablename__ = "branches"
    changed = StoredProperty(0)
    day: Mapped[date] = mapped_column()
    seen = StoredProperty(0)

    def see(self):
        self.seen = now()

    @property
    def age(self):
        return now() - self.changed


def too_old(session: Session, limit):
    return [each for each in session.scalars(select(Branch)).all() if each.age > limit]


def stored_elsewhere(session: Session, day):
    return [each for each in session.scalars(select(Branch)).all() if each.changed < day]


def by_a_column(session: Session, day):
    return [each for each in session.scalars(select(Branch)).all() if each.day < day]  # AIG408


def seen_before(session: Session, day):
    return [each for each in session.scalars(select(Branch)).all() if each.seen < day]


def filled(session: Session):
    return {each.day: each.seen for each in session.scalars(select(Branch)).all() if each.seen}


def given_to_each(session: Session, customers):
    orders = session.scalars(select(Order)).all()
    found = []
    for customer in customers:
        for order in orders:
            if order.customer_id == customer.id:
                found.append(order)
    return found


def loaded_for_each(session: Session, customers):
    found = []
    for customer in customers:
        orders = session.scalars(select(Order)).all()  # AIG409
        found += [order for order in orders if order.customer_id == customer.id]  # AIG408
    return found
