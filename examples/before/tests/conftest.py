"""Fixtures."""

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker
from sqlalchemy.pool import StaticPool

from app.auth import create_access_token
from app.database import Base, get_db
from app.main import app
from app.models import Boat, Customer


@pytest.fixture
def db():
    """A session on an empty database in memory."""
    engine = create_engine(
        "sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False}
    )
    Base.metadata.create_all(engine)
    with sessionmaker(bind=engine)() as session:
        yield session


@pytest.fixture
def customer(db):
    """A customer."""
    customer = Customer(email="ada@example.com", name="Ada", password_hash="x")
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
def client(db, customer):
    """A client that is signed in."""
    app.dependency_overrides[get_db] = lambda: db
    token = create_access_token(customer.id)
    yield TestClient(app, headers={"Authorization": f"Bearer {token}"})
    app.dependency_overrides.clear()
