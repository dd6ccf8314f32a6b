"""Fixtures: the whole application on a database in memory, without a network."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker
from sqlalchemy.pool import StaticPool

from app.auth import create_access_token
from app.config import Settings
from app.database import Base
from app.main import create_app
from app.models import Boat, Booking, Customer
from app.resources import Resources
from tests.fakes import FakeMailer, FakeRedis, Provider

START = datetime(2030, 6, 3, 10, tzinfo=UTC)  # a Monday


@pytest.fixture
def settings():
    """Settings that lead nowhere."""
    return Settings(
        _env_file=None,
        database_url="sqlite://",
        redis_url="redis://redis.invalid",
        jwt_secret="x" * 32,
        rates_url="https://rates.invalid",
        weather_url="https://weather.invalid",
        payments_url="https://pay.invalid",
        sms_url="https://sms.invalid",
        sms_key="nothing",
        smtp_host="mail.invalid",
        mail_sender="bookings@harbour.invalid",
        mail_password="nothing",
    )


@pytest.fixture
def sessions():
    """Sessions on an empty database."""
    engine = create_engine(
        "sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False}
    )
    Base.metadata.create_all(engine)
    yield sessionmaker(bind=engine, expire_on_commit=False)
    engine.dispose()


@pytest.fixture
def db(sessions):
    """A session."""
    with sessions() as session:
        yield session


@pytest.fixture
def customer(db):
    """A customer."""
    customer = Customer(email="ada@example.com", name="Ada", phone="+44 1", password_hash="x")
    db.add(customer)
    db.commit()
    return customer


@pytest.fixture
def boat(db):
    """A boat."""
    boat = Boat(name="Heron", kind="kayak", seats=2, hourly_rate=15)
    db.add(boat)
    db.commit()
    return boat


@pytest.fixture
def booking(db, customer, boat):
    """An open booking."""
    booking = Booking(
        customer_id=customer.id,
        boat_id=boat.id,
        starts_at=START,
        ends_at=START + timedelta(hours=2),
        hours=2,
        status="open",
        total_price=30,
        payment_ref="ch_0",
    )
    db.add(booking)
    db.commit()
    return booking


@pytest.fixture
def provider():
    """What answers outgoing requests."""
    return Provider()


@pytest.fixture
def resources(settings, sessions, provider):
    """What the application would open at start-up."""
    transport = httpx.MockTransport(provider)
    return Resources(
        settings=settings,
        sessions=sessions,
        redis=FakeRedis(),
        payments=httpx.Client(base_url=settings.payments_url, transport=transport),
        rates=httpx.Client(base_url=settings.rates_url, transport=transport),
        weather=httpx.AsyncClient(base_url=settings.weather_url, transport=transport),
        mailer=FakeMailer(),
    )


@pytest.fixture
def client(settings, resources, customer):
    """A client that is signed in."""
    app = create_app(settings)
    app.state.resources = resources
    token = create_access_token(customer.id, settings)
    return TestClient(app, headers={"Authorization": f"Bearer {token}"})
