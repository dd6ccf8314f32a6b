# file: shop/web.py
from flask import Flask
from sqlalchemy import create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, object_session, sessionmaker

app = Flask(__name__)
factory = sessionmaker(create_engine("postgresql://db", connect_args={"connect_timeout": 5}))


class Base(DeclarativeBase):
    pass


class Order(Base):
    __tablename__ = "orders"

    id: Mapped[int] = mapped_column(primary_key=True)

    @property
    def customer_name(self) -> str:
        return object_session(self).scalar(select(Order.id).where(Order.id == self.id))

    @property
    def label(self) -> str:
        return f"order {self.id}"


def latest() -> list[Order]:
    with factory() as session:
        return list(session.scalars(select(Order).limit(50)))


@app.get("/names")
def names():
    found = []
    for order in latest():
        found.append(order.customer_name)  # AIG401
    return found


@app.get("/rows")
def rows():
    return [{"name": order.customer_name} for order in latest()]  # AIG401


@app.get("/labels")
def labels():
    return [order.label for order in latest()]


@app.get("/first")
def first():
    for order in latest():
        if order.label:
            return {"name": order.customer_name}
    return {}


@app.get("/named")
def named():
    for order in latest():
        order.customer_name = "x"
    return {}
