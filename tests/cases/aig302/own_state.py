import aiohttp
from fastapi import FastAPI, WebSocket

app = FastAPI()


class Issuer:
    keys = None


issuer = Issuer()


async def signing_keys():
    if issuer.keys:
        return issuer.keys
    async with aiohttp.ClientSession() as session:
        async with session.get("https://login.example.com/keys") as answer:
            answer.raise_for_status()
            issuer.keys = await answer.json()
    return issuer.keys


@app.get("/me")
async def me():
    return await signing_keys()


@app.websocket("/terminal")
async def terminal(websocket: WebSocket):
    async with aiohttp.ClientSession() as session:
        async with session.ws_connect("wss://terminal.example.com") as upstream:
            await upstream.receive()


@app.get("/fetch")
async def fetch():
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        await session.get("https://pages.example.com")
