# file: app/api.py
import json

from fastapi import FastAPI

app = FastAPI()


def load():
    with open("prices.json") as stream:
        return json.load(stream)


@app.get("/prices")
def prices():
    return load()


@app.put("/prices")
def replace(prices: dict):
    with open("prices.json", "w") as stream:
        json.dump(prices, stream)
