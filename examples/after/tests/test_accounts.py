"""Tests for accounts."""

import re

from app.models import Customer
from sqlalchemy import update

ACCOUNT = {"email": "bob@example.com", "name": "Bob", "password": "correct horse"}


def test_register_and_sign_in(client):
    assert client.post("/auth/register", json=ACCOUNT).status_code == 201
    assert client.post("/auth/register", json=ACCOUNT).status_code == 409
    assert client.post("/auth/login", json=ACCOUNT).json()["token_type"] == "bearer"
    wrong = ACCOUNT | {"password": "wrong horse"}
    assert client.post("/auth/login", json=wrong).status_code == 401


def test_reset_code_works_once(client, resources):
    client.post("/auth/register", json=ACCOUNT)
    assert client.post("/auth/forgot-password", json=ACCOUNT).status_code == 202
    (mail,) = resources.mailer.sent
    code = re.search(r"code: (\S+)", mail.get_content()).group(1)
    reset = {"code": code, "password": "battery staple"}
    assert client.post("/auth/reset-password", json=reset).status_code == 200
    assert client.post("/auth/reset-password", json=reset).status_code == 400
    assert client.post("/auth/login", json=ACCOUNT).status_code == 401
    assert client.post("/auth/login", json=ACCOUNT | reset).status_code == 200


def test_token_is_needed(client):
    response = client.get("/bookings", headers={"Authorization": "Bearer none"})
    assert response.status_code == 401


def test_points_are_redeemed_once(client, sessions):
    token = client.post("/auth/register", json=ACCOUNT).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    with sessions() as session:
        session.execute(update(Customer).values(points=10))
        session.commit()
    for status in (200, 400):
        response = client.post("/auth/points/redeem", json={"points": 10}, headers=headers)
        assert response.status_code == status
