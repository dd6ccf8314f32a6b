import asyncio

import asyncpg
import httpx
from fastapi import FastAPI
from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_attempt, wait_fixed

app = FastAPI()
_transport = httpx.AsyncHTTPTransport(limits=httpx.Limits(max_connections=50))
_CATALOGUES = ("https://parts.example.com", "https://spares.example.com")


class Prices:
    def __init__(self):
        self.known = None

    async def read(self, path):
        if path.exists():
            self.known = path.read_text()
        else:
            await self.fetch()

    async def fetch(self):
        async with httpx.AsyncClient(timeout=5) as client:
            await client.head("https://prices.example.com")
            self.known = path

    async def total(self, path, names):
        for name in names:
            await self.read(path)
            await asyncio.sleep(len(name))


async def database(dsn_of):
    async def connect_once():
        connection = await asyncpg.connect(host="orders.internal", timeout=5)
        await dsn_of(connection)
        await connection.close()

    async for attempt in AsyncRetrying(stop=stop_after_attempt(3), wait=wait_fixed(1), retry=retry_if_exception_type(OSError)):
        with attempt:
            await connect_once()


async def catalogue(url):
    async with httpx.AsyncClient(timeout=5) as client:
        return await client.get(url)


async def refresh():
    for url in _CATALOGUES:
        await catalogue(url)


async def guarded(url, cached):
    if url in cached:
        return cached[url]
    async with httpx.AsyncClient(timeout=5) as client:
        cached[url] = await client.get(url)
    return cached[url]


async def guarded_all(urls, cached):
    return await asyncio.gather(*(guarded(url, cached) for url in urls))


async def page(url):
    async with httpx.AsyncClient(timeout=5) as client:  # AIG302
        return await client.get(url)


async def pages(urls):
    for url in urls:
        await page(url)


@app.get("/mirror")
async def mirror():
    async with httpx.AsyncClient(transport=_transport, timeout=5) as client:
        return (await client.get("https://mirror.example.com")).status_code


@app.get("/fetch")
async def fetch(proxy: str):
    options = {"timeout": 5}
    if proxy:
        options["proxy"] = proxy
    async with httpx.AsyncClient(**options) as client:
        return (await client.get("https://pages.example.com")).status_code


@app.get("/oauth/callback")
async def oauth_callback():
    async with httpx.AsyncClient(timeout=5) as client:
        return (await client.post("https://login.example.com/token")).status_code


@app.post("/plugins/install")
async def install_plugin():
    async with httpx.AsyncClient(timeout=5) as client:
        return (await client.get("https://plugins.example.com/latest.zip")).status_code


@app.post("/devices")
async def bind_device():
    async def wait_for_consent():
        async with httpx.AsyncClient(timeout=5) as client:
            while (await client.get("https://devices.example.com/consent")).status_code == 202:
                await asyncio.sleep(2)

    task = asyncio.create_task(wait_for_consent())
    app.state.tasks.add(task)
    task.add_done_callback(app.state.tasks.discard)


async def alert(webhook, text):
    if not webhook:
        return
    async with httpx.AsyncClient(timeout=5) as client:
        await client.post(webhook, json={"text": text})


async def close_positions(positions, webhook):
    for position in positions:
        await alert(webhook, position)


@app.get("/search")
async def search():
    async def hits():
        async with httpx.AsyncClient(timeout=5) as client:  # AIG302
            return (await client.get("https://search.example.com")).status_code

    return await hits()
