import importlib.util
import subprocess
import sys
import time
from contextlib import asynccontextmanager

import requests
from fastapi import FastAPI
from rich.console import Console
from warnings import deprecated


def announce():
    requests.post("https://registry.example.com/services", timeout=5)


def needs(package):
    if not importlib.util.find_spec(package):
        subprocess.check_call([sys.executable, "-m", "pip", "install", package], timeout=300)


@asynccontextmanager
async def lifespan(app):
    announce()
    yield


app = FastAPI(lifespan=lifespan)


async def initialize():
    announce()


async def start_service():
    announce()


async def provider(name):
    needs(name)
    return name


class Updater:
    def _reboot(self):
        time.sleep(3)
        sys.exit(3)

    async def update(self):
        self._reboot()


@app.post("/start")
async def start():
    announce()  # AIG601


async def main():
    announce()


async def run_database_startup():
    announce()


async def load_samples(session):
    announce()


console = Console()


async def login():
    console.print("Open the link on your phone.")
    announce()


@deprecated("use /stock")
async def old_stock():
    announce()


@app.get("/stock")
async def stock():
    announce()  # AIG601
