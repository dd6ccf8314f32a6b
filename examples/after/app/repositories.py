"""Data access."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ScalarResult, exists, func, select, update
from sqlalchemy.orm import Session, joinedload

from app.models import HELD, Boat, Booking, Customer

MOST_BOATS = 200
MOST_A_DAY = 1000


class CustomerRepository:
    """Customers in the database."""

    def __init__(self, db: Session):
        self.db = db

    def get(self, customer_id: int) -> Customer | None:
        """Get a customer by id."""
        return self.db.get(Customer, customer_id)

    def find_by_email(self, email: str) -> Customer | None:
        """Find a customer by email address; None when there is none."""
        return self.db.scalars(select(Customer).where(Customer.email == email)).one_or_none()

    def add(self, customer: Customer) -> None:
        """Store a new customer. Raises IntegrityError when the address is taken."""
        self.db.add(customer)
        self.db.commit()

    def redeem_points(self, customer_id: int, points: int) -> bool:
        """Take points from a customer who has that many. False when there are too few."""
        query = (
            update(Customer)
            .where(Customer.id == customer_id, Customer.points >= points)
            .values(points=Customer.points - points)
            .returning(Customer.id)
        )
        redeemed = self.db.scalar(query) is not None
        self.db.commit()
        return redeemed


class BoatRepository:
    """Boats in the database."""

    def __init__(self, db: Session):
        self.db = db

    def get_active(self, boat_id: int) -> Boat | None:
        """Get a boat that can be booked."""
        return self.db.scalars(select(Boat).where(Boat.id == boat_id, Boat.active)).one_or_none()

    def search(self, name: str) -> Sequence[Boat]:
        """Find boats by a part of their name."""
        query = select(Boat).where(Boat.name.icontains(name, autoescape=True), Boat.active)
        return self.db.scalars(query.order_by(Boat.name).limit(20)).all()

    def count(self) -> int:
        """Count the boats that can be booked."""
        return self.db.scalars(select(func.count()).where(Boat.active)).one()

    def list_free(self, start: datetime, end: datetime) -> Sequence[Boat]:
        """List the boats that nobody has booked within a period."""
        booked = exists().where(
            Booking.boat_id == Boat.id,
            Booking.status.in_(HELD),
            Booking.starts_at < end,
            Booking.ends_at > start,
        )
        query = select(Boat).where(Boat.active, ~booked).order_by(Boat.name).limit(MOST_BOATS)
        return self.db.scalars(query).all()

    def list_active(self) -> Sequence[Boat]:
        """List the boats that can be booked."""
        return self.db.scalars(
            select(Boat).where(Boat.active).order_by(Boat.name).limit(MOST_BOATS)
        ).all()


class BookingRepository:
    """Bookings in the database."""

    def __init__(self, db: Session):
        self.db = db

    def find(self, booking_id: int, customer_id: int, lock: bool = False) -> Booking | None:
        """Get a booking of a customer with its boat."""
        query = (
            select(Booking)
            .where(Booking.id == booking_id, Booking.customer_id == customer_id)
            .options(joinedload(Booking.boat))
        )
        if lock:
            query = query.with_for_update(of=Booking)
        return self.db.scalars(query).one_or_none()

    def page(self, customer_id: int, after: int, limit: int) -> Sequence[Booking]:
        """List bookings of a customer with ids above `after`."""
        query = (
            select(Booking)
            .where(Booking.customer_id == customer_id, Booking.id > after)
            .order_by(Booking.id)
            .limit(limit)
        )
        return self.db.scalars(query).all()

    def history(self, customer_id: int, limit: int) -> Sequence[Booking]:
        """List the last bookings of a customer, with boats."""
        query = (
            select(Booking)
            .where(Booking.customer_id == customer_id)
            .options(joinedload(Booking.boat))
            .order_by(Booking.starts_at.desc())
            .limit(limit)
        )
        return self.db.scalars(query).all()

    def list_open(self, start: datetime, end: datetime) -> Sequence[Booking]:
        """List the bookings that start in a period, with boats and customers."""
        query = (
            select(Booking)
            .where(Booking.starts_at >= start, Booking.starts_at < end)
            .where(Booking.status == "open")
            .options(joinedload(Booking.boat), joinedload(Booking.customer))
            .order_by(Booking.starts_at)
            .limit(MOST_A_DAY)
        )
        return self.db.scalars(query).all()

    def stream(self) -> ScalarResult[Booking]:
        """Go through all bookings, a few at a time."""
        query = select(Booking).order_by(Booking.id)
        return self.db.scalars(query.execution_options(yield_per=500))

    def count_open(self) -> int:
        """Count the bookings that are open."""
        return self.db.scalars(select(func.count()).where(Booking.status == "open")).one()

    def count_for_customer(self, customer_id: int) -> int:
        """Count the bookings of one customer."""
        query = select(func.count()).where(Booking.customer_id == customer_id)
        return self.db.scalars(query).one()

    def is_taken(self, boat_id: int, start: datetime, end: datetime) -> bool:
        """Check whether a boat is booked within a period."""
        overlapping = exists().where(
            Booking.boat_id == boat_id,
            Booking.status.in_(HELD),
            Booking.starts_at < end,
            Booking.ends_at > start,
        )
        return self.db.scalars(select(overlapping)).one()

    def mark_reminded(self, booking_ids: Sequence[int]) -> None:
        """Remember that customers have been told."""
        self.db.execute(update(Booking).where(Booking.id.in_(booking_ids)).values(reminded=True))
        self.db.commit()

    def close_before(self, moment: datetime) -> None:
        """Mark bookings whose time is over as done."""
        over = update(Booking).where(Booking.status == "open", Booking.ends_at < moment)
        self.db.execute(over.values(status="done"))
        self.db.commit()
