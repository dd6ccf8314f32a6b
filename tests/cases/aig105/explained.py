# file: shop/sync.py
"""Records whose text is enough, and those whose text is not."""

import asyncio
import json
import logging

import httpx

from shop.stock import Stock

logger = logging.getLogger(__name__)


class Board:
    def __init__(self, client, path):
        self.client = client
        self.path = path
        self.rows = {}

    def read(self):
        try:
            with open(self.path, encoding="utf-8") as source:
                self.rows = json.load(source)
        except Exception as error:
            logger.error(f"cannot read {self.path}: {error}")

    async def names(self):
        try:
            response = await self.client.get("/names")
            response.raise_for_status()
            self.rows = response.json()["names"]
        except Exception as error:
            logger.error("no names: %s", error)

    def number(self, text):
        try:
            return int(text.split()[0])
        except Exception:
            logger.error("no number in the answer")
            return None

    def plan(self, answer):
        try:
            plan = self.parse_answer(answer)
            self.rows = plan["rows"]
            self.title = plan["title"]
            return Stock(plan["sku"], plan["count"])
        except Exception as error:
            logger.error(f"no plan: {error}")
            return Stock(answer, 1)

    def post(self, order):
        try:
            self.client.publish(order)
        except Exception as error:
            logger.error("not published: %s (%s)", error, type(error).__name__)
        try:
            self.client.publish(order)
        except Exception as error:  # noqa: BLE001
            logger.error("not published: %s", error)

    def second_way(self, order):
        try:
            self.client.publish(order)
        except Exception:
            try:
                self.client.send(order)
            except ValueError as error:
                logger.error(f"neither way: {error}")

    def health(self):
        try:
            self.client.execute("select 1")
            return True
        except Exception as error:
            logger.error(f"unhealthy: {error}")
            return False

    def total(self, order):
        try:
            customer = self.client.customer(order.customer)
            rate = self.client.rate(customer["country"])
            lines = [each["price"] * rate for each in self.client.lines(order)]
            return sum(lines)
        except Exception as error:
            logger.error(f"no total: {error}")  # AIG105
            return None

    async def answer(self, order):
        try:
            await self.client.generate(order)
        except httpx.TimeoutException:
            logger.warning("too slow")
        except Exception as error:
            logger.error(f"no answer: {error}")  # AIG105


class Hooks:
    def __init__(self, loop, bus, client):
        self.loop = loop
        self.bus = bus
        self.client = client

    def later(self, order):
        try:
            asyncio.run_coroutine_threadsafe(self.process_order(order), self.loop)
        except Exception as error:
            logger.error(f"not scheduled: {error}")
        try:
            self.bus.emit("changed", order)
        except Exception as error:
            logger.error(f"no event: {error}")

    def told_above(self, order):
        try:
            self.client.update_order(order)
        except Exception as error:
            logger.warning(f"not updated at once: {error}")
            if not order.parts:
                logger.error("order %s was not updated", order.id)


def fails_after_all(client, order):
    try:
        client.update_order(order)
    except Exception as error:
        logger.error(f"not updated: {error}")
    raise LookupError(order)
