# file: shop/mock/server.py
from fastapi import FastAPI

app = FastAPI()


@app.get("/orders")
def orders():
    print("listing orders")
    return []
