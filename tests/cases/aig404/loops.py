# file: app/prices.py
import asyncio

import httpx
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession


async def prices(client: httpx.AsyncClient, isins):
    found = []
    for isin in isins:
        reply = await client.get(f"/prices/{isin}")  # AIG404
        reply.raise_for_status()
        found.append(reply.json())
    return found


async def price(client: httpx.AsyncClient, isin):
    reply = await client.get(f"/prices/{isin}")
    reply.raise_for_status()
    return reply.json()


async def through_a_function(client: httpx.AsyncClient, isins):
    return [await price(client, isin) for isin in isins]  # AIG404


async def together(client: httpx.AsyncClient, isins):
    return await asyncio.gather(*(price(client, isin) for isin in isins))


async def pages(client: httpx.AsyncClient, names):
    cursor = ""
    for name in names:
        reply = await client.get(f"/{name}?after={cursor}")
        reply.raise_for_status()
        cursor = reply.json()["next"]


async def first(client: httpx.AsyncClient, hosts):
    for host in hosts:
        reply = await client.get(f"https://{host}/file")
        if reply.status_code == 200:
            return reply
    return None


async def slowly(client: httpx.AsyncClient, isins):
    for isin in isins:
        await price(client, isin)
        await asyncio.sleep(1)


async def with_a_session(client: httpx.AsyncClient, session: AsyncSession, isins):
    for isin in isins:
        stock = (await session.scalars(select(Stock).where(Stock.isin == isin))).one()
        stock.price = await price(client, isin)


async def step_by_step(client: httpx.AsyncClient, names):
    found = "/"
    for name in names:
        found = await price(client, f"{found}/{name}")
    return found
