# file: shop/cli/bridge.py
import httpx
from fastapi import FastAPI

app = FastAPI()


@app.get("/json")
async def proxy_json():
    async with httpx.AsyncClient(timeout=5) as client:
        return (await client.get("http://127.0.0.1:9222/json")).is_success
