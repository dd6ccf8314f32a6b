import asyncio

from fastapi import FastAPI

app = FastAPI()


async def record(number):
    await asyncio.sleep(number)


@app.post("/seen/{number}")
async def seen(number: int):
    task = asyncio.create_task(record(number))
    await asyncio.sleep(1)
    await task
