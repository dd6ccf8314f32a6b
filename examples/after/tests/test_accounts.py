"""Tests for accounts."""

import re

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
