import httpx
from fastapi import Depends, FastAPI

app = FastAPI()


class Payments:
    def __init__(self):
        self.client = httpx.AsyncClient(timeout=5)  # AIG302

    async def charge(self, order_id):
        return await self.client.post("https://pay.example.com", json={"order": order_id})


class Rates:
    def __init__(self):
        self.client = httpx.AsyncClient(timeout=5)

    async def latest(self):
        return await self.client.get("https://rates.example.com")


class Stock:
    def __init__(self):
        self.client = httpx.AsyncClient(timeout=5)  # AIG302


class Tenant:
    def __init__(self, base_url):
        self.client = httpx.AsyncClient(base_url=base_url, timeout=5)


rates = Rates()


def get_stock():
    return Stock()


@app.post("/orders/{order_id}/payment")
async def pay(order_id: int, stock: Stock = Depends(get_stock)):
    payments = Payments()
    await payments.charge(order_id)
    tenant = Tenant(f"https://{order_id}.example.com")
    return tenant, await rates.latest()
