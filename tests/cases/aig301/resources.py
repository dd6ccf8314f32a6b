import atexit
import json
import socket
import sqlite3
import zipfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from io import BytesIO

import aiohttp
import httpx
import psycopg
import psycopg2
import pymongo
import requests
import sqlalchemy

LOG = open("/var/log/shop.log", "a")


def read(path):
    handle = open(path)  # AIG301
    return handle.read()


def write(path, text):
    open(path, "w").write(text)  # AIG301


def lines(path):
    for line in open(path):
        yield line


def closed(path):
    handle = open(path)
    try:
        return handle.read()
    finally:
        handle.close()


def closed_on_one_path(path):
    handle = open(path)
    if handle.readable():
        handle.close()


def entered(path):
    handle = open(path)
    with handle:
        return handle.read()


def handed_over(path):
    return json.load(open(path))


def handed_over_to_write(path, data):
    json.dump(data, open(path, "w"))  # AIG301


def each_of(paths):
    return [json.load(open(path)) for path in paths]  # AIG301


def handed_to_somebody(path, parse):
    return parse(open(path))


def returned(path):
    return open(path)


def yielded(path):
    handle = open(path)
    yield handle


def stacked(paths):
    with ExitStack() as stack:
        return [stack.enter_context(open(path)).read() for path in paths]


def orders():
    with closing(sqlite3.connect("shop.db")) as connection:
        return connection.execute("SELECT * FROM orders").fetchall()


def orders_left_open():
    connection = sqlite3.connect("shop.db")  # AIG301
    cursor = connection.cursor()
    return cursor.execute("SELECT * FROM orders").fetchall()


def only_committed():
    with psycopg2.connect(host="db", connect_timeout=3) as connection:  # AIG301
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM carts")


def cursor_leaves():
    connection = sqlite3.connect("shop.db")
    return connection.cursor()


async def fetch(url):
    session = aiohttp.ClientSession()  # AIG301
    answer = await session.get(url)
    return answer.status


async def fetch_and_close(url):
    client = httpx.AsyncClient()
    answer = await client.get(url)
    await client.aclose()
    return answer


def spread(work, items):
    pool = ThreadPoolExecutor(8)  # AIG301
    return [pool.submit(work, item) for item in items]


def closed_at_exit(host):
    line = socket.create_connection((host, 9000), 5)
    atexit.register(line.close)
    line.sendall(b"hello")


def from_memory(data):
    return zipfile.ZipFile(BytesIO(data)).namelist()


def one_after_the_other(first, second):
    handle = open(first)  # AIG301
    text = handle.read()
    handle = open(second)
    text += handle.read()
    handle.close()
    return text


class Spool:
    def __init__(self, path):
        self.handle = open(path)
        self.stack = ExitStack().__enter__()


async def notify(dsn):
    async with await psycopg.AsyncConnection.connect(dsn) as connection:
        await connection.execute("NOTIFY orders")


def without_transaction(engine: sqlalchemy.Engine):
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sqlalchemy.text("VACUUM"))


def orders_of(url):
    client = pymongo.MongoClient(url)
    database = client["shop"]
    return database["orders"]


def rates(url):
    session = requests.Session()
    return session.get(url, timeout=3)
