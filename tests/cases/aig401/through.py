# file: app/orders.py
from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column


app = FastAPI()


class Base(DeclarativeBase):
    pass


class Order(Base):
    __tablename__ = "orders"
    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int]


class Customer(Base):
    __tablename__ = "customers"
    id: Mapped[int] = mapped_column(primary_key=True)


class Orders:
    def __init__(self, session: Session):
        self.session = session

    def latest(self):
        return self.session.scalars(select(Order).limit(50)).all()


class Service:
    """What a view asks."""

    def __init__(self, session: Session, orders: Orders):
        self.session = session
        self.orders = orders

    def customers(self):
        return [self.session.get(Customer, each.customer_id) for each in self.orders.latest()]  # AIG401

    def customers_of(self, orders):
        return [self.session.get(Customer, each.customer_id) for each in orders]  # AIG401


@app.get("/customers")
def customers(service: Service):
    return service.customers()


@app.get("/customers/of")
def customers_of(service: Service, orders: Orders):
    return service.customers_of(orders.latest())
