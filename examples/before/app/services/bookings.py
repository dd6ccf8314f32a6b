"""Business logic for bookings."""

import logging
from datetime import datetime, timedelta

from fastapi import Depends
from sqlalchemy.orm import Session

from app.database import get_db
from app.models import Boat, Booking, Customer
from app.repositories import BoatRepository, BookingRepository, CustomerRepository
from app.schemas import BookingCreate, ScheduleEntry
from app.services.payments import PaymentService
from app.services.pricing import calculate_price, get_loyalty_discount

logger = logging.getLogger(__name__)


class BookingError(Exception):
    """A booking that cannot be made."""


class BookingService:
    """Books boats, charges for them, cancels them."""

    def __init__(self, db: Session, payments: PaymentService):
        self.bookings = BookingRepository(db)
        self.boats = BoatRepository(db)
        self.customers = CustomerRepository(db)
        self.payments = payments

    def place(self, customer: Customer, data: BookingCreate) -> Booking:
        """Place a booking and charge the card."""
        # Step 1: Check that the boat is available
        boat = self.boats.get(data.boat_id)
        if boat is None or not boat.active:
            raise BookingError("This boat cannot be booked")
        if not self._within_opening_hours(data.starts_at, data.hours):
            raise BookingError("The harbour is closed at that time")
        end = data.starts_at + timedelta(hours=data.hours)
        if self.bookings.is_taken(boat.id, data.starts_at, end):
            raise BookingError("The boat is taken at that time")

        # Step 2: Calculate the price
        discount = get_loyalty_discount(customer.id, self.bookings)
        price = calculate_price(boat, data.starts_at, data.hours, data.currency, discount)

        # Step 3: Charge the card
        result = self.payments.charge(data.card_token, price, data.currency)
        print(f"Payment result for customer {customer.id}: {result}")
        if not result["success"]:
            raise BookingError("The card was declined")

        # Step 4: Save the booking
        booking = Booking(
            customer_id=customer.id,
            boat_id=boat.id,
            starts_at=data.starts_at,
            hours=data.hours,
            currency=data.currency,
            total_price=price,
            payment_ref=result["reference"],
        )
        booking = self.bookings.add(booking)
        logger.info(f"Booking {booking.id} placed")
        return booking

    def _within_opening_hours(self, starts_at: datetime, hours: int) -> bool:
        """Check that the boat is back before the harbour closes."""
        # TODO: add the opening hours of each season
        return True

    def cancel(self, booking: Booking) -> Booking:
        """Cancel a booking and give the money back."""
        if booking.status != "open":
            raise BookingError("Only open bookings can be cancelled")
        self.payments.refund(booking.payment_ref, booking.total_price)
        booking.status = "cancelled"
        self.bookings.save(booking)
        logger.info(f"Booking {booking.id} cancelled")
        return booking

    def schedule(self, day: datetime) -> list[ScheduleEntry]:
        """List who comes on a day, and for which boat."""
        entries = []
        for booking in self.bookings.list_between(day, day + timedelta(days=1)):
            boat = self.boats.get(booking.boat_id)
            customer = self.customers.get(booking.customer_id)
            entries.append(
                ScheduleEntry(
                    booking_id=booking.id,
                    starts_at=booking.starts_at,
                    boat=boat.name,
                    customer=customer.name,
                    phone=customer.phone,
                )
            )
        return entries

    def free_boats(self, day: datetime) -> list[Boat]:
        """List the boats that nobody has booked for a day."""
        free = []
        for boat in self.boats.list_active():
            booked = self.bookings.list_between(day, day + timedelta(days=1))
            if boat.id not in [booking.boat_id for booking in booked]:
                free.append(boat)
        return free

    def close_past(self, now: datetime) -> int:
        """Mark bookings whose time is over as done."""
        past = self.bookings.list_between(now - timedelta(days=30), now)
        for booking in past:
            booking.status = "done"
            self.bookings.save(booking)
        return len(past)


def get_payment_service() -> PaymentService:
    """Provide the payment service."""
    return PaymentService()


def get_booking_service(
    db: Session = Depends(get_db), payments: PaymentService = Depends(get_payment_service)
) -> BookingService:
    """Provide the booking service for one request."""
    return BookingService(db, payments)
