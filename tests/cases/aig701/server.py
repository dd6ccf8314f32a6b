# file: shop/server.py
import sys

import uvicorn
from fastapi import FastAPI

from shop.web import make

app = FastAPI()


@app.get("/orders")
def orders():
    record("GET")
    print("listing orders")  # AIG701
    return []


def record(method):
    line = f"{method} 200"
    print(line)
    sys.stdout.flush()


def run(port):
    print("Your shop is running at:")
    print(f"http://localhost:{port}")
    uvicorn.run(app, port=port)


class Shop:
    def __init__(self):
        self.web_app = make()

    def run(self):
        print("running")
        self.web_app.run(port=8000)
