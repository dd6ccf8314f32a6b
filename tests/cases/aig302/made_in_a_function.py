import httpx
from fastapi import FastAPI


def create_app():
    app = FastAPI()

    @app.get("/rates")
    async def rates():
        async with httpx.AsyncClient(timeout=5) as client:  # AIG302
            return (await client.get("https://rates.example.com")).status_code

    return app
