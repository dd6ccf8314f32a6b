import asyncio

import httpx


async def rates(url):
    async with httpx.AsyncClient() as client:
        async with asyncio.timeout(20):
            first = await client.get(url, timeout=None)
        second = await asyncio.wait_for(client.get(url, timeout=None), 20)
        third = await client.get(url, timeout=None)  # AIG202
    return first, second, third
