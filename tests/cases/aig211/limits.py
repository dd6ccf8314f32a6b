import asyncio
import sqlite3
from contextlib import closing
from typing import Protocol

import httpx
import requests


class Source(Protocol):
    def fetch(self, url, timeout): ...


class Plain:
    def __init__(self, base, timeout=5):  # AIG211
        self.base = base
        self._timeout = timeout

    def fetch(self, path):
        return requests.get(self.base + path)  # AIG201


class Passing:
    def __init__(self, base, timeout=5):
        self.base = base
        self._timeout = timeout

    def fetch(self, path):
        return requests.get(self.base + path, timeout=self._timeout)


class Adapter(Source):
    def fetch(self, url, timeout):
        return requests.get(url)  # AIG201


def fetch(url, timeout=10):  # AIG211
    return requests.get(url)  # AIG201


def fetch_within(url, timeout=10):
    return requests.get(url, timeout=timeout)


async def fetch_async(client: httpx.AsyncClient, url, timeout_seconds=10):  # AIG211
    return await client.get(url)


async def fetch_limited(client: httpx.AsyncClient, url, timeout_seconds=10):
    async with asyncio.timeout(timeout_seconds):
        return await client.get(url)


def label(name, timeout=None):
    return name.upper()


def fetch_all(urls, timeout=10):  # AIG211
    return [fetch_within(url) for url in urls]


def fetch_all_within(urls, timeout=10):
    return [fetch_within(url, timeout) for url in urls]


def named(urls, timeout=10):
    return [label(url) for url in urls if timeout]


class Spool:
    def __init__(self, path, batch_timeout=0.1):
        self.path = path
        self.batch_timeout = batch_timeout

    def rows(self):
        with closing(sqlite3.connect(self.path)) as connection:
            return connection.execute("SELECT * FROM jobs").fetchall()
