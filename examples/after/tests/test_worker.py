"""Tests for the worker."""

import asyncio
import csv
from datetime import timedelta

import pytest

from app.database import now
from app.worker import Jobs, Worker
from tests.fakes import FakeMailer, FakeSms


@pytest.fixture
def jobs(sessions, tmp_path):
    """Jobs without a network."""
    return Jobs(sessions, FakeMailer(), FakeSms(), tmp_path)


def test_each_customer_is_reminded_once(jobs, booking, db):
    booking.starts_at = now() + timedelta(hours=3)
    db.commit()
    jobs.handle("remind")
    jobs.handle("remind")
    assert [mail["To"] for mail in jobs.mailer.sent] == ["ada@example.com"]
    assert [phone for phone, _ in jobs.sms.sent] == ["+44 1"]


def test_mail_counts_when_the_gateway_is_down(jobs, booking, db, caplog):
    jobs.sms.down_for = "+44 1"
    booking.starts_at = now() + timedelta(hours=3)
    db.commit()
    jobs.handle("remind")
    db.refresh(booking)
    assert booking.reminded
    assert f"no text message for booking {booking.id}" in caplog.text


def test_past_bookings_are_closed(jobs, booking, db):
    booking.ends_at = now() - timedelta(hours=1)
    db.commit()
    jobs.handle("close")
    db.refresh(booking)
    assert booking.status == "done"


def test_export(jobs, booking, tmp_path):
    jobs.handle("export")
    (path,) = tmp_path.iterdir()
    with path.open(newline="") as stream:
        assert [row["total"] for row in csv.DictReader(stream)] == ["30.00"]


class Queue:
    """One job, then an order to stop."""

    def __init__(self, raw):
        self.raw = raw
        self.failed = []
        self.worker = None

    async def blpop(self, name, timeout):
        self.worker.stopping.set()
        return name, self.raw

    async def rpush(self, name, raw):
        self.failed.append((name, raw))


def test_job_that_fails_is_set_aside(jobs):
    queue = Queue(b'{"kind": "swim"}')
    queue.worker = Worker(queue, jobs)
    asyncio.run(queue.worker.run())
    assert queue.failed == [("jobs:failed", b'{"kind": "swim"}')]
