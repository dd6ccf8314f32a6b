import asyncio

import httpx
from fastapi import FastAPI


def create_app():
    app = FastAPI()

    @app.get("/rates")
    async def rates():
        async with httpx.AsyncClient(timeout=5) as client:  # AIG302
            return (await client.get("https://rates.example.com")).status_code

    return app


router = FastAPI()


@router.get("/all")
async def all_rates():
    async def one(name):
        async with httpx.AsyncClient(timeout=5) as client:  # AIG302
            return (await client.get(f"https://rates.example.com/{name}")).status_code

    return await asyncio.gather(*[one(name) for name in ("eur", "usd")])
