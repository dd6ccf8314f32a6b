import json

from fastapi import FastAPI

app = FastAPI()


@app.get("/prices")
def prices():
    return json.load(open("prices.json"))  # AIG301


@app.get("/terms")
def terms():
    return open("terms.txt").read()  # AIG301
