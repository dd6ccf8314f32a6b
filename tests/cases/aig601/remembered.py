import httpx
from cachetools import TTLCache, cached
from fastapi import FastAPI

app = FastAPI()


@cached(TTLCache(maxsize=1, ttl=3600))
def keys():
    return httpx.get("https://login.example.com/keys").raise_for_status().json()


def verify(token):
    return token in keys()


@app.get("/me")
async def me(token: str):
    return verify(token)


@app.get("/rates")
async def rates():
    return httpx.get("https://rates.example.com").raise_for_status().json()  # AIG601
