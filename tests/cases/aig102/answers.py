# file: shop/lookups.py
"""None and False are lies only where they are answers, too."""

import logging
import socket

import requests
from sqlalchemy.orm import Session

logger = logging.getLogger(__name__)


def own_address():
    probe = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        probe.connect(("192.0.2.1", 80))
        return probe.getsockname()[0]
    except OSError:
        return None
    finally:
        probe.close()


def picture(address):
    try:
        response = requests.get(address, timeout=5)
        response.raise_for_status()
        return response.content
    except requests.RequestException:
        logger.exception("no picture")
        return None


def note(address):
    try:
        response = requests.get(address, timeout=5)
        if response.status_code == 404:
            return None
        response.raise_for_status()
        return response.json()
    except requests.RequestException:  # AIG102
        return None


def revision(client, key):
    try:
        document = client.fetch(key)
        return document.get("revision")
    except Exception:
        return None


def customer(session: Session, key):
    try:
        found = session.get(dict, key)
    except Exception:  # AIG102
        return None
    return found


async def row(connection, key):
    try:
        return await connection.fetchrow("select * from orders where id = $1", key)
    except Exception:  # AIG102
        return None


def place(client, order):
    try:
        client.send(order)
    except Exception as error:
        logger.warning("not placed: %s", error)
        return False
    return bool(order.number)


class Store:
    async def healthcheck(self):
        try:
            await self.client.query("select 1")
            return True
        except Exception:
            return False

    def _port_looks_taken(self):
        try:
            return requests.get("http://192.0.2.1/", timeout=1).ok
        except requests.RequestException:
            return False


def medium(client, key):
    try:
        found = client.fetch(key)
        if not found:
            return None
        return found.save()
    except Exception:
        logger.exception("no medium")
        return None


def cost(pricing_service, model):
    try:
        return pricing_service.cost_of(model)
    except Exception:
        return {}


def price_override(client, key):
    try:
        return client.fetch(key)
    except Exception:
        return {}


def download(address, limit):
    try:
        response = requests.get(address, timeout=5)
        if response.status_code >= 400:
            return None
        if len(response.content) > limit:
            logger.warning("too large: %s", address)
            return None
        return response.content
    except requests.RequestException as error:
        logger.warning("not downloaded: %s", error)
        return None
