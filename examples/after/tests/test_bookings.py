"""Tests for bookings."""

from datetime import timedelta

import pytest

from app.models import Booking
from tests.conftest import START


def book(client, boat, **changes):
    """Book a boat for two hours."""
    data = {"boat_id": boat.id, "starts_at": START.isoformat(), "hours": 2, "card_token": "tok"}
    return client.post("/bookings", json=data | changes)


def test_booking_is_charged_and_confirmed(client, boat, provider, resources):
    response = book(client, boat)
    assert response.status_code == 201
    assert response.json()["status"] == "open"
    assert response.json()["total_price"] == "30.00"
    assert [request.url.path for request in provider.requests] == ["/charges"]
    assert [mail["To"] for mail in resources.mailer.sent] == ["ada@example.com"]


def test_price_in_another_currency(client, boat):
    assert book(client, boat, currency="USD").json()["total_price"] == "37.50"


@pytest.mark.parametrize(("status", "answer"), [(402, 402), (500, 503)])
def test_boat_is_free_again_when_the_payment_fails(client, boat, db, provider, status, answer):
    provider.status = status
    assert book(client, boat).status_code == answer
    assert db.query(Booking).one().status == "failed"
    provider.status = 200
    assert book(client, boat).status_code == 201


def test_overlapping_bookings_are_refused(client, boat, booking):
    response = book(client, boat, starts_at=(START + timedelta(hours=1)).isoformat())
    assert response.status_code == 409
    assert response.json()["detail"] == "The boat is taken at that time"


def test_harbour_is_closed_at_night(client, boat):
    response = book(client, boat, starts_at=START.replace(hour=20).isoformat())
    assert response.status_code == 409
    assert response.json()["detail"] == "The harbour is closed at that time"


def test_unknown_booking(client):
    assert client.get("/bookings/99").status_code == 404


def test_pages(client, booking):
    assert [each["id"] for each in client.get("/bookings").json()] == [booking.id]
    assert client.get("/bookings", params={"after": booking.id}).json() == []


def test_cancelled_booking_is_refunded_once(client, booking, provider):
    assert client.post(f"/bookings/{booking.id}/cancel").json()["status"] == "cancelled"
    assert client.post(f"/bookings/{booking.id}/cancel").status_code == 409
    assert [request.url.path for request in provider.requests] == ["/refunds"]


def test_schedule_is_for_staff(client, booking, customer, db):
    day = {"day": START.replace(hour=0).isoformat()}
    assert client.get("/bookings/schedule", params=day).status_code == 403
    customer.is_staff = True
    db.commit()
    schedule = client.get("/bookings/schedule", params=day).json()
    assert [(each["boat"], each["customer"]) for each in schedule] == [("Heron", "Ada")]


def test_weather(client):
    response = client.get("/boats/weather", params={"lat": 54.3, "lon": 10.1})
    assert response.json()["knots"] == 12


def test_history_names_the_boats(client, booking):
    assert [each["boat"] for each in client.get("/bookings/history").json()] == ["Heron"]


def test_free_boats_are_those_that_nobody_has_booked(client, boat, booking):
    day = {"day": booking.starts_at.replace(hour=0).isoformat()}
    assert client.get("/boats/free", params=day).json() == []


def test_boats_are_found_by_a_part_of_their_name(client, boat):
    assert [each["name"] for each in client.get("/boats/search?name=ero").json()] == ["Heron"]
    assert client.get("/boats/search", params={"name": "' OR 1=1 --"}).json() == []


def test_terms_are_shown(client):
    assert client.get("/bookings/terms").json()["version"] == 3
