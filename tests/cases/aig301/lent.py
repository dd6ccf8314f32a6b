import fcntl
import os
import socket
from tempfile import NamedTemporaryFile
from typing import BinaryIO
from urllib.request import urlopen
from zipfile import ZipFile

import pymysql
from flask import Flask

app = Flask(__name__)


class Store:
    def connect(self):
        connection = pymysql.connect(host="orders.internal", connect_timeout=3, read_timeout=5)

        def run(statement):
            with connection.cursor() as cursor:
                cursor.execute(statement)
                return cursor.fetchall()

        self.run = run


def in_a_helper():
    connection = pymysql.connect(host="orders.internal", connect_timeout=3)  # AIG301

    def run(statement):
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall()

    return run("SELECT id FROM orders")


def names(upload: BinaryIO):
    archive = ZipFile(upload)
    return archive.namelist()


def names_at(path: str):
    archive = ZipFile(path)  # AIG301
    return archive.namelist()


def detach():
    nowhere = open(os.devnull, "a")
    os.dup2(nowhere.fileno(), 1)


def hold(path):
    lock = open(path, "w")
    fcntl.flock(lock.fileno(), fcntl.LOCK_EX)


def store(path, text):
    handle = open(path, "w")  # AIG301
    handle.write(text)
    os.fsync(handle.fileno())


def has_ipv6():
    try:
        socket.socket(socket.AF_INET6)
    except OSError:
        return False
    return True


def once():
    return urlopen("https://rates.example.com", timeout=5).read()


@app.get("/rates")
def rates():
    return urlopen("https://rates.example.com", timeout=5).read()  # AIG301


def by_name(data, convert):
    scratch = NamedTemporaryFile(suffix=".bin")
    with open(scratch.name, "wb") as target:
        target.write(data)
    return convert(scratch.name)


def left_behind(convert):
    scratch = NamedTemporaryFile(suffix=".bin", delete=False)  # AIG301
    return convert(scratch.name)


def announce_in_background(start, addresses):
    def announce():
        for address in addresses:
            sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)  # AIG301
            sender.sendto(b"here", address)

    start(announce)
