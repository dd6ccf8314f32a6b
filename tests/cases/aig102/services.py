# file: app/repository.py
import logging

import httpx
import requests
import sqlalchemy.exc
from fastapi import APIRouter, Depends
from sqlalchemy.orm import Session

from app.db import get_db
from app.models import Order

logger = logging.getLogger(__name__)
router = APIRouter()


def find_order(session: Session, key):
    try:
        return session.query(Order).get(key)
    except Exception as e:  # AIG102
        logger.error(f"no order: {e}")
        return None


def list_orders(session: Session):
    try:
        return session.query(Order).all()
    except sqlalchemy.exc.SQLAlchemyError:  # AIG102
        logger.exception("orders")
        return []


def rate(currency):
    try:
        response = requests.get(f"https://rates.example.com/{currency}", timeout=5)
        response.raise_for_status()
        return response.json()["rate"]
    except requests.RequestException:  # AIG102
        return 0


async def profile(client: httpx.AsyncClient, user):
    try:
        response = await client.get(f"/users/{user}")
        response.raise_for_status()
        return response.json()
    except (httpx.TimeoutException, httpx.ConnectError):  # AIG102
        return {}


class Mailer:
    def deliver(self, message):
        try:
            self.client.send(message)
            return True
        except Exception:  # AIG102
            return False

    def balance(self, account):
        try:
            return self.repository.balance(account)
        except:  # AIG102
            return ""


def absence(session, key):
    try:
        return session.query(Order).filter_by(id=key).one()
    except sqlalchemy.exc.NoResultFound:
        return None


def bad_input(client, text):
    try:
        return client.fetch(int(text))
    except ValueError:
        return None


def parsed(text):
    try:
        return int(text)
    except Exception:
        return 0


def is_up(client):
    try:
        client.query("select 1")
        return True
    except Exception:
        return False


def order_exists(client, key):
    try:
        return client.fetch(key) is not None
    except Exception:
        return False


def content_matches_last_save(client, key):
    try:
        return client.fetch(key) == key.text
    except Exception:  # AIG102
        return False


def get_order_or_none(client, key):
    try:
        return client.fetch(key)
    except Exception:
        return None


def cached_order(client, key):
    try:
        return client.get(key)
    except Exception:
        return None


def deliver(client, message):
    try:
        client.send(message)
        return True
    except Exception:
        logger.exception("not delivered")
        return False


def told(client, key):
    try:
        return client.fetch(key)
    except Exception as error:
        raise RuntimeError(key) from error


def best_effort(client, key):
    try:
        return client.fetch(key)
    except Exception:
        # the banner is optional
        return None


def store_failure(client, key, failures):
    try:
        return client.fetch(key)
    except Exception as error:
        failures.append(error)
        return None
