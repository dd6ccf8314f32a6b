import asyncio
import socket
import time

import requests

from shop.tasks import Job


def price_of(item):
    return requests.get(f"https://prices.example.com/{item}", timeout=5).status_code


async def fetch(item):
    return price_of(item)


async def collect(items):
    return [await fetch(item) for item in items]


def collect_all(items):
    return asyncio.run(collect(items))


async def watch(item):
    while True:
        price_of(item)  # AIG619
        await asyncio.sleep(1)


def watch_for_ever(item):
    asyncio.run(watch(item))


async def both(item):
    watching = asyncio.create_task(watch(item))
    price_of(item)  # AIG619
    await watching


async def watched_before(item):
    await asyncio.gather(watch(item), watch(item))
    price_of(item)


def run_watched_before(item):
    asyncio.run(watched_before(item))


def run_both(item):
    asyncio.run(both(item))


async def price_first(item):
    price_of(item)
    watching = asyncio.create_task(watch(item))
    reach("prices.example.com")  # AIG619
    await watching


def run_price_first(item):
    asyncio.run(price_first(item))


class Work:
    def __call__(self, item):
        with asyncio.Runner() as runner:
            return runner.run(self.run(item))


class Pricing(Work):
    async def run(self, item):
        return price_of(item)


class Stock(Job):
    async def run(self, item):
        return price_of(item)  # AIG601


def pick(port):
    for attempt in range(3):
        try:
            return port.connect()
        except ConnectionError:
            time.sleep(0.01 * attempt)
    return None


async def handle(port):
    pick(port)
    for _ in range(3):
        try:
            return await port.read()
        except ConnectionError:
            time.sleep(5)  # AIG601


class Plugin:
    async def _on_shutdown(self):
        price_of("last")


def address():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 80))
        return probe.getsockname()[0]


def reach(host):
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.connect((host, 80))


async def announce():
    return address()


async def look(host):
    reach(host)  # AIG619
