"""Background worker: reminders, clean-up and exports.

Jobs arrive as JSON in the Redis list `jobs`.
"""

import asyncio
import json
import logging
import time
from datetime import datetime, timedelta

import redis

from app.config import settings
from app.database import SessionLocal
from app.models import Booking
from app.repositories import BookingRepository
from app.services.bookings import BookingService
from app.services.documents import export_bookings
from app.services.notifications import Mailer, run_async, send_confirmation, send_reminders
from app.services.payments import PaymentService

logger = logging.getLogger(__name__)


class Worker:
    """Takes jobs from the queue, one after the other."""

    def __init__(self):
        self.queue = redis.Redis.from_url(settings.redis_url)
        self.session = SessionLocal()
        self.bookings = BookingRepository(self.session)
        self.service = BookingService(self.session, PaymentService())
        self.mailer = Mailer()

    def next_job(self) -> dict:
        """Wait for the next job."""
        while True:
            try:
                _, raw = self.queue.blpop("jobs")
                return json.loads(raw)
            except redis.RedisError:
                logger.warning("Redis not available, waiting")
                time.sleep(5)

    async def run(self) -> None:
        """Handle jobs until the worker is stopped."""
        logger.info("Worker started")
        while True:
            try:
                job = self.next_job()
                await self.handle(job)
            except asyncio.CancelledError:
                logger.info("Worker is shutting down")

    async def handle(self, job: dict) -> None:
        """Handle one job by its kind."""
        now = datetime.now()
        if job["kind"] == "remind":
            tomorrow = self.bookings.list_between(now, now + timedelta(days=1))
            due = [booking for booking in tomorrow if not booking.reminded]
            send_reminders(self.mailer, due)
            for booking in due:
                self.mark_reminded(booking)
        elif job["kind"] == "confirm":
            booking = self.bookings.get(job["booking_id"])
            run_async(send_confirmation(self.mailer, booking, booking.customer.email))
        elif job["kind"] == "close":
            self.service.close_past(now)
        elif job["kind"] == "export":
            export_bookings(self.bookings.list_all(), job["name"])
        else:
            logger.warning(f"Unknown job: {job['kind']}")

    def mark_reminded(self, booking: Booking) -> None:
        """Remember that a customer has been told."""
        try:
            booking.reminded = True
            self.session.commit()
        except Exception:
            logger.exception("Could not update booking %s", booking.id)


async def main() -> None:
    """Run the worker."""
    await Worker().run()


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    asyncio.run(main())
