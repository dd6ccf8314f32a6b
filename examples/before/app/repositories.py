"""Data access."""

import logging
from datetime import datetime

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.models import Boat, Booking, Customer

logger = logging.getLogger(__name__)


class CustomerRepository:
    """Customers in the database."""

    def __init__(self, db: Session):
        self.db = db

    def get(self, customer_id: int) -> Customer | None:
        """Get a customer by id."""
        return self.db.get(Customer, customer_id)

    def find_by_email(self, email: str) -> Customer | None:
        """Find a customer by email address."""
        try:
            return self.db.scalars(select(Customer).where(Customer.email == email)).first()
        except Exception as e:
            logger.error(f"Error finding customer: {e}")
            return None

    def add(self, customer: Customer) -> Customer:
        """Store a new customer."""
        self.db.add(customer)
        self.db.commit()
        self.db.refresh(customer)
        return customer


class BoatRepository:
    """Boats in the database."""

    def __init__(self, db: Session):
        self.db = db

    def get(self, boat_id: int) -> Boat | None:
        """Get a boat by id."""
        return self.db.get(Boat, boat_id)

    def list_active(self) -> list[Boat]:
        """List the boats that can be booked."""
        boats = self.db.scalars(select(Boat)).all()
        return [boat for boat in boats if boat.active]

    def search(self, name: str) -> list[dict]:
        """Find boats by a part of their name."""
        query = f"SELECT id, name, seats FROM boats WHERE name LIKE '%{name}%' LIMIT 20"
        return [dict(row._mapping) for row in self.db.execute(text(query))]


class BookingRepository:
    """Bookings in the database."""

    def __init__(self, db: Session):
        self.db = db

    def get(self, booking_id: int) -> Booking | None:
        """Get a booking by id."""
        return self.db.get(Booking, booking_id)

    def list_all(self) -> list[Booking]:
        """List all bookings, newest first."""
        return list(self.db.scalars(select(Booking).order_by(Booking.created_at.desc())).all())

    def list_between(self, start: datetime, end: datetime) -> list[Booking]:
        """List the bookings that start in a period."""
        query = (
            select(Booking)
            .where(Booking.starts_at >= start, Booking.starts_at < end)
            .where(Booking.status == "open")
            .order_by(Booking.starts_at)
        )
        return list(self.db.scalars(query).all())

    def list_for_customer(self, customer_id: int) -> list[Booking]:
        """List the bookings of one customer."""
        query = select(Booking).where(Booking.customer_id == customer_id)
        return list(self.db.scalars(query).all())

    def is_taken(self, boat_id: int, start: datetime, end: datetime) -> bool:
        """Check whether a boat is booked within a period."""
        query = select(Booking).where(
            Booking.boat_id == boat_id,
            Booking.status == "open",
            Booking.starts_at >= start,
            Booking.starts_at < end,
        )
        return len(self.db.scalars(query).all()) > 0

    def add(self, booking: Booking) -> Booking:
        """Store a new booking."""
        self.db.add(booking)
        self.db.commit()
        self.db.refresh(booking)
        return booking

    def save(self, booking: Booking) -> None:
        """Store the changes of a booking."""
        self.db.add(booking)
        self.db.commit()
