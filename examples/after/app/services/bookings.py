"""Business logic for bookings."""

import logging
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.models import Booking, Customer
from app.repositories import BoatRepository, BookingRepository
from app.schemas import BookingCreate, ScheduleEntry
from app.services.payments import PaymentDeclined, PaymentService, PaymentUnavailable
from app.services.pricing import ExchangeRates, calculate_price, loyalty_discount

logger = logging.getLogger(__name__)

# The harbour keeps UTC all year, as its tide tables do.
OPENS, CLOSES = time(7), time(21)


class BookingError(Exception):
    """A booking that cannot be made; its text is meant for the customer."""


class BookingService:
    """Books boats, charges for them, cancels them."""

    def __init__(self, db: Session, payments: PaymentService, rates: ExchangeRates):
        self.db = db
        self.bookings = BookingRepository(db)
        self.boats = BoatRepository(db)
        self.payments = payments
        self.rates = rates

    def place(self, customer: Customer, data: BookingCreate) -> Booking:
        """Reserve a boat, charge the card, confirm.

        Raises BookingError, RateUnavailable, PaymentDeclined or PaymentUnavailable.
        """
        boat = self.boats.get_active(data.boat_id)
        if boat is None:
            raise BookingError("This boat cannot be booked")
        ends_at = data.starts_at + timedelta(hours=data.hours)
        if not within_opening_hours(data.starts_at, ends_at):
            raise BookingError("The harbour is closed at that time")
        if self.bookings.is_taken(boat.id, data.starts_at, ends_at):
            raise BookingError("The boat is taken at that time")

        rate = self.rates.get(data.currency)
        discount = loyalty_discount(self.bookings.count_for_customer(customer.id))
        price = calculate_price(boat, data.starts_at, data.hours, rate, discount)
        booking = self._reserve(customer.id, data, ends_at, price)
        try:
            booking.payment_ref = self.payments.charge(
                booking.id, data.card_token, price, data.currency
            )
        except (PaymentDeclined, PaymentUnavailable):
            booking.status = "failed"
            self.db.commit()
            raise
        booking.status = "open"
        self.db.commit()
        logger.info("booking %s placed by customer %s", booking.id, customer.id)
        return booking

    def _reserve(
        self, customer_id: int, data: BookingCreate, ends_at: datetime, price: Decimal
    ) -> Booking:
        booking = Booking(
            customer_id=customer_id,
            boat_id=data.boat_id,
            starts_at=data.starts_at,
            ends_at=ends_at,
            hours=data.hours,
            currency=data.currency,
            total_price=price,
        )
        self.db.add(booking)
        try:
            self.db.commit()
        except IntegrityError as error:
            self.db.rollback()
            raise BookingError("The boat is taken at that time") from error
        return booking

    def cancel(self, booking_id: int, customer: Customer) -> Booking | None:
        """Cancel a booking and give the money back; None when the customer has no such booking.

        Raises BookingError, PaymentDeclined or PaymentUnavailable.
        """
        booking = self.bookings.find(booking_id, customer.id, lock=True)
        if booking is None:
            return None
        if booking.status != "open" or booking.payment_ref is None:
            raise BookingError("Only open bookings can be cancelled")
        self.payments.refund(booking.payment_ref, booking.total_price)
        booking.status = "cancelled"
        self.db.commit()
        logger.info("booking %s cancelled", booking.id)
        return booking

    def schedule(self, day: datetime) -> list[ScheduleEntry]:
        """List who comes on a day, and for which boat."""
        return [entry(each) for each in self.bookings.list_open(day, day + timedelta(days=1))]

    def page(self, customer: Customer, after: int, limit: int) -> Sequence[Booking]:
        """List bookings of a customer with ids above `after`."""
        return self.bookings.page(customer.id, after, limit)


def within_opening_hours(starts_at: datetime, ends_at: datetime) -> bool:
    """Whether a boat that leaves in time is back before the harbour closes."""
    first, last = starts_at.astimezone(UTC), ends_at.astimezone(UTC)
    return first.date() == last.date() and OPENS <= first.time() and last.time() <= CLOSES


def entry(booking: Booking) -> ScheduleEntry:
    """The line of the schedule for a booking that was loaded with boat and customer."""
    return ScheduleEntry(
        booking_id=booking.id,
        starts_at=booking.starts_at,
        boat=booking.boat.name,
        customer=booking.customer.name,
        phone=booking.customer.phone,
    )
