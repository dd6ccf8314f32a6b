import asyncio
import threading

from fastapi import FastAPI

app = FastAPI()


async def fetch(item):
    await asyncio.sleep(1)
    return item


def fetch_now(item):
    loop = asyncio.get_event_loop()
    return loop.run_until_complete(fetch(item))


def fetch_carefully(item):
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(fetch(item))
    return None


def fetch_aside(item):
    thread = threading.Thread(target=lambda: asyncio.run(fetch(item)), daemon=True)
    thread.start()


@app.get("/items/{item}")
async def show(item: str):
    return fetch_now(item)  # AIG613


@app.get("/now/{item}")
async def show_now(item: str):
    return asyncio.run(fetch(item))  # AIG613


@app.get("/careful/{item}")
async def show_carefully(item: str):
    fetch_aside(item)
    await asyncio.to_thread(fetch_now, item)
    return fetch_carefully(item)


@app.get("/sync/{item}")
def show_sync(item: str):
    return fetch_now(item)


def close_if_possible(client):
    try:
        asyncio.run(client.close())
    except Exception:
        pass


@app.get("/close")
async def close(client: object):
    close_if_possible(client)


@app.get("/caught/{item}")
async def show_caught(item: str):
    try:
        return fetch_now(item)  # AIG613
    except RuntimeError:
        return {}
