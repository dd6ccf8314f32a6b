# file: app/orders.py
from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, joinedload, mapped_column, relationship
from sqlalchemy.orm import selectinload


class Base(DeclarativeBase):
    pass


class Customer(Base):
    __tablename__ = "customers"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    orders: Mapped[list["Order"]] = relationship(back_populates="customer")


class Line(Base):
    __tablename__ = "lines"
    id: Mapped[int] = mapped_column(primary_key=True)
    product: Mapped["Product"] = relationship("Product", lazy="joined")


class Order(Base):
    __tablename__ = "orders"
    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    customer: Mapped[Customer] = relationship(back_populates="orders")
    lines = relationship("Line", backref="order")

    def as_dict(self):
        return {"id": self.id, "customer": self.customer.name}


def names(session: Session, day):
    orders = session.scalars(select(Order).where(Order.day == day)).all()
    return [order.customer.name for order in orders]  # AIG402


def lines(session: Session, day):
    statement = select(Order)
    if day is not None:
        statement = statement.where(Order.day == day)
    for order in session.execute(statement).scalars():
        for line in order.lines:  # AIG402
            show(line)


def legacy(db, day):
    for number, order in enumerate(db.query(Order).filter(Order.day == day).all()):
        show(number, order.customer.name)  # AIG402


def backwards(session: Session, ident):
    for line in session.scalars(select(Line).where(Line.id > ident)):
        show(line.order.id)  # AIG402


def through_a_method(session: Session):
    return [order.as_dict() for order in session.scalars(select(Order).where(Order.open))]  # AIG402


def described(order):
    return f"{order.id} for {order.customer.name}"


def through_a_function(session: Session):
    orders = session.scalars(select(Order).where(Order.open)).all()
    return [described(order) for order in orders]  # AIG402


def open_orders(session: Session):
    return session.scalars(select(Order).where(Order.open)).all()


def through_a_repository(session: Session):
    return {order.id: order.customer.name for order in open_orders(session)}  # AIG402


def open_orders_with_customers(session: Session):
    query = select(Order).options(joinedload(Order.customer))
    return session.scalars(query.where(Order.open)).all()


def loaded(session: Session):
    return {order.id: order.customer.name for order in open_orders_with_customers(session)}


def loaded_later(session: Session, day):
    query = select(Order).options(selectinload(Order.lines), selectinload(Order.customer))
    query = query.where(Order.day == day)
    for order in session.scalars(query):
        show(order.customer.name, [line.id for line in order.lines])


def keys(session: Session, day):
    return [order.customer_id for order in session.scalars(select(Order).where(Order.day == day))]


def loaded_by_itself(session: Session, ident):
    return [line.product.name for line in session.scalars(select(Line).where(Line.id > ident))]


def options_of_others(session: Session, options):
    return [order.customer.name for order in session.scalars(select(Order).options(*options))]


def of_unknown_rows(orders):
    return [order.customer.name for order in orders]


def sync_customers(session: Session):
    for order in session.scalars(select(Order)):
        order.label = order.customer.name


def loaded_by_name(session: Session, day):
    orders = session.query(Order).options(joinedload("customer.orders")).filter(Order.day == day)
    return [order.customer.name for order in orders.all()]


def first_of_a_name(session: Session, name):
    for order in session.scalars(select(Order).where(Order.open)):
        if order.number == name:
            return described(order)
    return None


def on_a_page(session: Session, skip, limit):
    orders = session.query(Order).offset(skip).limit(limit).all()
    return [{"id": order.id, "lines": [each.id for each in order.lines]} for order in orders]  # AIG402


def of_one_customer(session: Session, customer):
    orders = session.scalars(select(Order).where(Order.customer_id == customer.id)).all()
    return [order.customer.name for order in orders]


def of_one_customer_in_steps(session: Session, customer):
    query = session.query(Order).filter_by(customer_id=customer.id)
    return [order.as_dict() for order in query.limit(20).all()]


def of_one_customer_step_by_step(session: Session, customer, day):
    query = session.query(Order).filter(Order.customer_id == customer.id)
    if day is not None:
        query = query.filter(Order.day == day)
    query = query.order_by(Order.day)
    return [order.customer.name for order in query.all()]


def of_one_day_step_by_step(session: Session, customer, day):
    query = session.query(Order).filter(Order.day == day)
    if customer is not None:
        query = query.filter(Order.name == customer.name)
    return [order.customer.name for order in query.all()]  # AIG402
