import aiohttp
import httpx
from redis.asyncio import ConnectionPool, Redis

LIMIT = aiohttp.ClientTimeout(total=5)
pool = ConnectionPool.from_url("redis://cache")


async def info(worker):
    async with aiohttp.ClientSession(timeout=LIMIT) as session:
        async with session.get(f"http://{worker.host}:{worker.port}/info") as answer:
            return answer.ok


async def download(attachment):
    async with httpx.AsyncClient(timeout=5) as client:
        return await client.get(attachment.url)


async def gather(workers, attachments):
    for worker in workers:
        await info(worker)
    return [await download(attachment) for attachment in attachments]


async def embed(text):
    async with httpx.AsyncClient(timeout=5) as client:  # AIG302
        return await client.post("https://models.example.com/embed", json={"text": text})


async def acknowledge(identifier):
    async with Redis(connection_pool=pool) as shared:
        await shared.xack("orders", "workers", identifier)


async def process(texts):
    for text in texts:
        await acknowledge(text)
        await embed(text)


async def models_of(worker, path):
    async with httpx.AsyncClient(timeout=5) as client:
        return await client.get(path)


async def all_models(workers, path):
    return [await models_of(worker, path) for worker in workers]


async def send(chunk):
    async with httpx.AsyncClient(timeout=5) as client:
        return await client.post("https://chat.example.com/send", json={"text": chunk})


async def send_all(chunks):
    for chunk in chunks:
        await send(chunk)
