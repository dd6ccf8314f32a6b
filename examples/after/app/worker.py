"""Background worker: reminders, clean-up and exports.

Jobs arrive as JSON in the Redis list `jobs`; those that fail end up in `jobs:failed`.
"""

import asyncio
import json
import logging
import random
import signal
from datetime import timedelta
from pathlib import Path

import httpx
from redis.asyncio import Redis
from redis.exceptions import RedisError
from sqlalchemy.orm import Session, sessionmaker

from app.config import get_settings
from app.database import make_engine, now
from app.repositories import BookingRepository
from app.services.documents import export_bookings
from app.services.notifications import Mailer, SmsGateway, send_reminders

logger = logging.getLogger(__name__)

POLL_SECONDS = 5
LONGEST_PAUSE = 60


class Jobs:
    """What the worker can do. All of it blocks, so it runs in a thread."""

    def __init__(
        self, sessions: sessionmaker[Session], mailer: Mailer, sms: SmsGateway, export_dir: Path
    ):
        self.sessions = sessions
        self.mailer = mailer
        self.sms = sms
        self.export_dir = export_dir

    def handle(self, kind: str) -> None:
        """Do one job. Raises ValueError when nobody knows its kind."""
        match kind:
            case "remind":
                self.remind()
            case "close":
                self.close()
            case "export":
                self.export()
            case _:
                raise ValueError(f"unknown job: {kind}")

    def remind(self) -> None:
        """Tell customers who come within a day and have not been told."""
        with self.sessions() as session:
            bookings = BookingRepository(session)
            coming = bookings.list_open(now(), now() + timedelta(days=1))
            due = [booking for booking in coming if not booking.reminded]
            bookings.mark_reminded(send_reminders(self.mailer, self.sms, due))

    def close(self) -> None:
        """Mark bookings whose time is over as done."""
        with self.sessions() as session:
            BookingRepository(session).close_before(now())

    def export(self) -> None:
        """Write all bookings to a file that is named for the day."""
        with self.sessions() as session:
            path = self.export_dir / f"bookings-{now():%Y-%m-%d}.csv"
            export_bookings(BookingRepository(session).stream(), path)


class Worker:
    """Takes jobs from the queue, one after the other."""

    def __init__(self, queue: Redis, jobs: Jobs):
        self.queue = queue
        self.jobs = jobs
        self.stopping = asyncio.Event()

    async def run(self) -> None:
        """Handle jobs until the worker is told to stop."""
        failures = 0
        while not self.stopping.is_set():
            try:
                found = await self.queue.blpop("jobs", timeout=POLL_SECONDS)
                failures = 0
            except RedisError:
                failures += 1
                logger.exception("no jobs from Redis")
                await asyncio.sleep(min(2**failures, LONGEST_PAUSE) + random.random())
                continue
            if found is not None:
                await self.work(found[1])

    async def work(self, raw: bytes) -> None:
        """Do one job; one that fails is set aside and does not stop the others."""
        try:
            await asyncio.to_thread(self.jobs.handle, json.loads(raw)["kind"])
        except Exception:
            logger.exception("job %r failed", raw)
            await self.queue.rpush("jobs:failed", raw)


async def main() -> None:
    """Run the worker until SIGTERM."""
    settings = get_settings()
    engine = make_engine(settings.database_url)
    mailer = Mailer(
        settings.smtp_host, settings.smtp_port, settings.mail_sender, settings.mail_password
    )
    headers = {"X-Api-Key": settings.sms_key}
    with httpx.Client(base_url=settings.sms_url, timeout=30, headers=headers) as client:
        async with Redis.from_url(settings.redis_url, socket_timeout=2 * POLL_SECONDS) as queue:
            jobs = Jobs(sessionmaker(engine), mailer, SmsGateway(client), settings.export_dir)
            worker = Worker(queue, jobs)
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, worker.stopping.set)
            await worker.run()
    engine.dispose()


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    asyncio.run(main())
