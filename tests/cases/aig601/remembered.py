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


_catalogue = None


def catalogue():
    global _catalogue
    if _catalogue is not None:
        return _catalogue
    try:
        _catalogue = httpx.get("https://catalogue.example.com").raise_for_status().json()
    except httpx.HTTPError:
        _catalogue = {}
    return _catalogue


class Catalogue:
    def __init__(self):
        self._items = None
        self.found = None

    def items(self):
        if self._items:
            return self._items
        self._items = httpx.get("https://catalogue.example.com").raise_for_status().json()
        return self._items

    def search(self, text):
        if self.found:
            return self.found
        return httpx.get(f"https://catalogue.example.com/{text}").raise_for_status().json()


@app.get("/catalogue")
async def show_catalogue():
    return catalogue()


@app.get("/items")
async def show_items():
    return Catalogue().items()


@app.get("/search")
async def search(text: str):
    return Catalogue().search(text)  # AIG601


async def cleanup_after_shutdown():
    return httpx.get("https://catalogue.example.com/bye").raise_for_status()
