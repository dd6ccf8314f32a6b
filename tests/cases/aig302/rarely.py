import httpx
from fastapi import FastAPI

app = FastAPI()


@app.post("/flush_cache")
async def flush_cache():
    async with httpx.AsyncClient(timeout=5) as client:
        await client.post("https://models.example.com/flush")


@app.get("/daily")
async def create_room_and_start_agent():
    async with httpx.AsyncClient(timeout=5) as client:
        await client.post("https://rooms.example.com/rooms")


@app.get("/models")
async def models():
    async with httpx.AsyncClient(timeout=5) as client:  # AIG302
        return (await client.get("https://models.example.com/models")).is_success


async def load_system_prompt():
    async with httpx.AsyncClient(timeout=5) as client:
        return (await client.get("https://shop.example.com/prompt.md")).is_success


@app.post("/assist")
async def assist():
    return await load_system_prompt()
