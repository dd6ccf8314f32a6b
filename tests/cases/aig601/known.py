import socket
import subprocess
import subprocess
import time

import boto3
import requests
from fastapi import FastAPI
from sqlalchemy import create_engine
from sqlalchemy.orm import Session, sessionmaker

app = FastAPI()


# It is blocking by nature, and asynchronous for the sake of its callers only.
async def waited_for(job):
    while not job.done:
        time.sleep(1)


async def answered(prompt):
    # The library blocks here; that is fine for a single user.
    return requests.post("https://llm.example.com", json=prompt, timeout=5).raise_for_status()


async def documented(prompt):
    """Ask for an answer. Blocks until it is there."""
    return requests.post("https://llm.example.com", json=prompt, timeout=5).raise_for_status()


async def promised(prompt):
    """Ask for an answer without blocking anybody."""
    return requests.post("https://llm.example.com", json=prompt, timeout=5).raise_for_status()  # AIG601


async def another_block(prompt):
    # One of the building blocks of all others.
    return requests.post("https://llm.example.com", json=prompt, timeout=5).raise_for_status()  # AIG601


class Tunnel:
    def __init__(self):
        self.process = subprocess.Popen(["tunnel"])

    def stop_tunnel(self):
        self.process.terminate()
        self.process.wait(timeout=5)

    def follow(self):
        self.process.wait()


@app.post("/stop")
async def stop_now():
    Tunnel().stop_tunnel()


@app.post("/follow")
async def follow_now():
    Tunnel().follow()  # AIG601


class FileLock:
    def __enter__(self):
        while not self.taken():
            time.sleep(0.05)

    def __exit__(self, *_):
        self.release()


@app.get("/locked")
async def locked():
    with FileLock():
        return {}


class Worker:
    def initialize_store(self):
        requests.put("https://store.example.com/index", timeout=5).raise_for_status()

    def setup(self):
        self.initialize_store()

    def index(self):
        requests.put("https://store.example.com/index", timeout=5).raise_for_status()


@app.post("/work")
async def work(worker: Worker):
    worker.setup()
    worker.index()  # AIG601


def _dev():
    return requests.get("http://127.0.0.1:8080/", timeout=5).raise_for_status()


@app.get("/page")
async def page():
    return _dev()


class Tokens:
    def __init__(self):
        self._token = None
        self.answer = None

    def fetch(self):
        if self._token is not None:
            return
        self._token = requests.post("https://login.example.com", timeout=5).raise_for_status()

    def fetch_always(self):
        if self.answer is not None:
            return
        requests.post("https://login.example.com", timeout=5).raise_for_status()


@app.get("/headers")
async def headers(tokens: Tokens):
    tokens.fetch()
    tokens.fetch_always()  # AIG601


_storage = None


async def storage():
    global _storage
    if _storage is not None:
        return _storage
    _storage = requests.get("https://store.example.com", timeout=5).raise_for_status()
    return _storage


class Users:
    def __init__(self, path):
        self.make = sessionmaker(create_engine(f"sqlite:///{path}"))

    def all(self):
        session: Session = self.make()
        return session.get(User, 1)


@app.get("/users")
async def users():
    return Users("users.db").all()


def own_address():
    probe = socket.socket(socket.AF_INET, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
    probe.connect(("10.255.255.255", 1))
    return probe


@app.get("/address")
async def address():
    return own_address()


class Link:
    def wait_until_connected(self):
        while not self.connected:
            time.sleep(0.025)


async def subscribe(link: Link):
    link.wait_until_connected()


def on_starting(server):
    async def runner():
        requests.put("https://store.example.com/hello", timeout=5).raise_for_status()

    return runner


async def halt_on_purpose():
    """Block the main loop, so that the watchdog has something to do."""
    time.sleep(30)


async def told_to_another_linter():
    time.sleep(3)  # noqa: ASYNC251


async def signed_in():
    return boto3.client("secretsmanager").get_secret_value(SecretId="key")


@app.post("/helpers/stop")
async def stop_helpers(helpers: list[subprocess.Popen]):
    for helper in helpers:
        helper.terminate()
    for helper in helpers:
        helper.wait()


def load_settings():
    return requests.get("https://settings.example.com", timeout=5).raise_for_status()


async def reload_settings():
    return load_settings()
