import time

import discord
import requests
from fastapi import Depends, FastAPI
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

from shop.bot import bot
from shop.tools import server

app = FastAPI()


def price_of(item):
    return requests.get(f"https://prices.example.com/{item}", timeout=5).status_code


class Prices:
    async def load(self, item):
        return price_of(item)  # AIG601

    async def called_by_nobody(self, item):
        return price_of(item)

    async def called_by_nobody_itself(self, item):
        return requests.get(f"https://prices.example.com/{item}", timeout=5).status_code  # AIG601

    async def refresh(self):
        while True:
            await self.reload()

    async def reload(self):
        time.sleep(60)


prices = Prices()


async def check_stock(item):
    return price_of(item)  # AIG601


@app.get("/prices/{item}")
async def show(item: str, stock=Depends(check_stock)):
    return [await prices.load(item), stock]


@bot.listen()
async def on_member_join(member):
    requests.post("https://hooks.example.com/joined", timeout=5)  # AIG601


@bot.listen()
async def on_member_remove(member):
    price_of(member)  # AIG601


async def unused(item):
    return price_of(item)


async def unused_itself(item):
    return requests.get(f"https://prices.example.com/{item}", timeout=5).status_code  # AIG601


@server.tool()
async def list_accounts():
    return requests.get("https://ads.example.com/accounts", timeout=5).status_code


def chunks(item):
    answer = requests.get(f"https://prices.example.com/{item}/history", timeout=5, stream=True)
    answer.raise_for_status()
    yield from answer.iter_lines()


@app.get("/history/{item}")
async def history(item: str):
    found = chunks(item)
    return StreamingResponse(found)


@app.get("/history/{item}/lines")
async def lines(item: str):
    return {"lines": [*chunks(item)]}  # AIG601


@app.get("/history/{item}/count")
async def count(item: str):
    return {"lines": len(list(chunks(item)))}  # AIG601


@app.get("/history/{item}/shown")
async def shown(item: str):
    for line in chunks(item):  # AIG601
        print_line(line)
    return {}


def image(url, inline=False):
    if inline:
        return requests.get(url, timeout=5).status_code
    return url


def message(url, text, inline=False):
    return {"text": text, "image": image(url, inline=inline)}


def messages(urls, inline=None):
    return [message(each, "", inline) for each in urls]


@app.post("/told")
async def told(url: str):
    return message(url, "hello")


@app.post("/told/inline")
async def told_inline(url: str):
    return message(url, "hello", inline=True)  # AIG601


@app.post("/told/all")
async def told_all(urls: list[str]):
    return messages(urls)


@app.post("/told/all/inline")
async def told_all_inline(urls: list[str]):
    return messages(urls, True)  # AIG601


@app.post("/debug/prices/{item}")
async def price_again(item: str):
    return price_of(item)


@app.post("/prices/{item}")
async def debug_price(item: str):
    return price_of(item)


class Bot(discord.Client):
    async def on_message(self, message):
        price_of(message.content)  # AIG601

    async def __aenter__(self):
        price_of("first")  # AIG601
        return self


class Reader:
    def __aiter__(self):
        return self

    async def __anext__(self):
        return price_of("next")  # AIG601


class Form(BaseModel):
    async def fill(self):
        return price_of("form")
