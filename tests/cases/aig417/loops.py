# file: app/orders.py
import asyncio

from app.models import Color, Order
from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

STATES = ("open", "closed")


def customers_of(session: Session, orders):
    found = []
    for order in orders:
        found.append(session.get(Customer, order.customer_id))  # AIG417
    return found


def through_a_statement(session: Session, orders):
    for order in orders:
        statement = select(Customer).where(Customer.id == order.customer_id)
        order.customer = session.scalars(statement).one()  # AIG417


def old_style(db, ids):
    return {ident: db.query(Customer).filter(Customer.id == ident).first() for ident in ids}  # AIG417


def active_record(names):
    return [User.query.filter_by(name=name).first() for name in names]  # AIG417


def two_levels(session: Session, users):
    for user in users:
        for state in STATES:
            user.counts[state] = session.scalar(select(Order).where(Order.user_id == user.id))  # AIG417


def text_of_sql(cursor, user_ids):
    for user_id in user_ids:
        cursor.execute("SELECT name FROM users WHERE id = %s", (user_id,))  # AIG417
        show(cursor.fetchone())


def one_report_per_loop(session: Session, orders):
    for order in orders:
        order.customer = session.get(Customer, order.customer_id)  # AIG417
        order.address = session.get(Address, order.address_id)


def few_choices(session: Session):
    return {state: session.scalar(select(Order).where(Order.state == state)) for state in STATES}


def an_enumeration(session: Session):
    return {color: session.scalar(select(Order).where(Order.color == color)) for color in Color}


def some_rounds(session: Session, start):
    return [session.scalar(select(Order).where(Order.day == start + day)) for day in range(7)]


def not_of_the_item(session: Session, orders):
    for order in orders:
        order.limit = session.scalar(select(Limit))  # AIG409


def batches(session: Session, ids):
    for start in range(0, len(ids), 500):
        yield session.scalars(select(Order).where(Order.id.in_(ids[start : start + 500]))).all()


def chunks(session: Session, ids):
    for chunk in chunked(ids, 500):
        yield session.scalars(select(Order).where(Order.id.in_(chunk))).all()


def until_found(session: Session, names):
    for name in names:
        found = session.scalar(select(Customer).where(Customer.name == name))
        if found:
            return found
    return None


def free_name(session: Session, names):
    for name in names:
        if session.scalar(select(Customer).where(Customer.name == name)) is None:
            return name
    return None


def attempts(session: Session, ident, limit):
    for attempt in range(limit):
        if session.get(Order, ident + attempt) is not None:
            break


def polls(session: Session, ident):
    while session.get_one(Order, ident).state != "done":
        pause()


def models(session: Session, ident):
    for model in registered():
        show(session.query(model).filter(model.owner == ident).count())


def tables(session: Session):
    for name in table_names():
        show(session.execute(text(f"SELECT count(*) FROM {name}")).scalar())


def tools(session: Session, calls):
    for call in calls:
        if call.name == "order":
            show(session.get(Order, call.ident))
        elif call.name == "customer":
            show(session.get(Customer, call.ident))
        elif call.name == "address":
            show(session.get(Address, call.ident))


def remembered(session: Session, orders):
    customers = {}
    for order in orders:
        if order.customer_id not in customers:
            customers[order.customer_id] = session.get(Customer, order.customer_id)
    return customers


def filled_in(session: Session, orders):
    for order in orders:
        if order.customer is None:
            order.customer = session.get(Customer, order.customer_id)


def writes(session: Session, orders):
    for order in orders:
        session.execute(update(Order).where(Order.id == order.id).values(state="done"))


def refreshes(session: Session, orders):
    for order in orders:
        session.refresh(order)


def locks(session: Session, orders):
    for order in orders:
        session.execute(text("SELECT id FROM orders WHERE id = :id FOR UPDATE"), {"id": order.id})


async def together(session, ids):
    return await asyncio.gather(*[find(session, ident) for ident in ids])


async def find(session, ident):
    return await session.scalar(select(Order).where(Order.id == ident))


def lookup_or(session: Session, orders, given):
    return [given.get(each.id) or session.get(Customer, each.id) for each in orders]


def seed_orders(session: Session, rows):
    for row in rows:
        if session.get(Order, row.id) is None:
            session.add(row)


def main(session: Session, rows):
    for row in rows:
        show(session.get(Order, row.id))


def open_states_of(session: Session, users):
    for user in users:
        user.orders = session.scalars(  # AIG417
            select(Order).where(Order.user_id == user.id, Order.state.in_(STATES))
        ).all()


def of_a_kind(session: Session, idents_by_owner):
    for owner, idents in idents_by_owner.items():
        statement = select(Order).where(Order.id.in_(idents))
        show(owner, session.scalars(statement).all())


def in_each_language(session: Session, languages, ident):
    return {lang: session.get(Text, (ident, lang)) for lang in languages}


def sorted_by(session: Session, request):
    for order in request.sort:
        show(session.scalar(select(Column).where(Column.name == order.name)))


def remembered_elsewhere(session: Session, orders, cache):
    for order in orders:
        if not (customer := cache.get(order.customer_id)):
            customer = session.get(Customer, order.customer_id)
        show(customer)


def optional(session: Session, orders):
    for order in orders:
        order.coupon = session.get(Coupon, order.coupon_id) if order.coupon_id else None  # AIG417


def of_one_kind(session: Session, parts):
    for part in parts:
        if part.kind == "file":
            show(session.get(Upload, part.ident))


def deleted(orders):
    for order in orders:
        Draft.objects.get(order=order).delete()


def saved(loans):
    for ident in loans:
        loan = Loan.objects.get(pk=ident)  # AIG417
        loan.returned = True
        loan.save()


def of_numbers(session: Session, nodes):
    return [session.scalar(select(Node).where(Node.rank == rank)) for rank in range(nodes)]


def by_place(session: Session, idents):
    for i in range(len(idents)):
        show(session.get(Order, idents[i]))  # AIG417


class Report:
    columns = ["name", "mail"]

    def fixed_by_the_class(self, session: Session):
        return [session.scalar(select(Field).where(Field.name == each)) for each in self.columns]


def of_several_kinds(session: Session, parts):
    for part in parts:
        if part.type == Kind.FILE:
            table = File
        elif part.type == Kind.NOTE:
            table = Note
        elif part.type == Kind.LINK:
            table = Link
        show(session.get(table, part.ident))
