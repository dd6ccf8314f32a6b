import requests
from fastapi import FastAPI

from shop.tools import server

app = FastAPI()


def price_of(item):
    return requests.get(f"https://prices.example.com/{item}", timeout=5).status_code


class Prices:
    async def load(self, item):
        return price_of(item)  # AIG601

    async def load_for_others(self, item):
        return price_of(item)  # AIG619

    async def load_all(self, items):
        return [await self.load_each(item) for item in items]

    async def load_each(self, item):
        return price_of(item)  # AIG619

    async def direct(self, item):
        return requests.get("https://prices.example.com", timeout=5).status_code  # AIG601


@app.get("/prices/{item}")
async def show(item: str, prices: Prices):
    return await prices.load(item)


@server.tool()
async def list_accounts():
    return requests.get("https://ads.example.com/accounts", timeout=5).status_code  # AIG619
