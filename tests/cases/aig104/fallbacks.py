# file: shop/rates.py
import json
import logging

import requests
from starlette.responses import JSONResponse

logger = logging.getLogger(__name__)


def exchange_rate(currency):
    try:
        response = requests.get(f"https://rates.example.com/{currency}", timeout=5)
        response.raise_for_status()
        return response.json()["rate"]
    except Exception:
        logger.exception("no rate")
        return 1.0  # AIG104


def weather(city):
    try:
        response = requests.get(f"https://weather.example.com/{city}", timeout=5)
        response.raise_for_status()
        return response.json()
    except requests.RequestException:
        logger.exception("no weather")
        return {"temperature": 22, "condition": "sunny"}  # AIG104


def orders(client):
    try:
        return client.get("/orders").json()
    except Exception:
        logger.exception("no orders")
        return [{"id": 1, "customer": "John Doe", "total": 99.5}]  # AIG104


class Reports:
    def rows(self):
        try:
            return self.client.fetch("rows")
        except Exception:
            logger.exception("no rows")
            return self._generate_mock_rows()  # AIG104

    def sampled(self):
        try:
            return self.client.fetch("rows")
        except Exception:
            logger.exception("no rows")
            return self.sample_text(self.text)

    def honest(self):
        try:
            return self.client.fetch("rows")
        except Exception:
            logger.exception("no rows")
            return {"count": 12, "source": "unavailable"}

    def nothing(self):
        try:
            return self.client.fetch("rows")
        except Exception:
            logger.exception("no rows")
            return {"count": 0, "rows": []}


def load_settings(path):
    try:
        with open(path) as file:
            return json.load(file)
    except Exception:
        logger.exception("no settings")
        return {"page_size": 20, "currency": "EUR"}


def parsed(text):
    try:
        return int(text)
    except Exception:
        return 10


def status():
    try:
        return requests.get("https://shop.example.com", timeout=5).status_code
    except Exception:
        logger.exception("no answer")
        return 503


def preview(file, dummy_row):
    try:
        return read(file)
    except Exception:
        logger.exception("not read")
        return dummy_row


def loaded(text):
    try:
        actor = load(text)
    except Exception:
        logger.exception("not loaded")
        actor = _create_fake_actor(text)
    return actor


async def answered_with_an_error(request):
    try:
        return JSONResponse(await requests_of(request))
    except requests.Timeout:
        return JSONResponse(content="The rates are late", status_code=504)


def window(session):
    try:
        oldest = session.execute("select min(created) from orders").scalar()
        if oldest is None:
            return 24
        return hours_since(oldest)
    except Exception:
        logger.exception("no window")
        return 24
