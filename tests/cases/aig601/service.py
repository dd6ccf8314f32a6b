import asyncio
import subprocess
import time

import requests
from fastapi import Depends, FastAPI
from openai import AsyncOpenAI, OpenAI
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session, sessionmaker

from shop.models import Order

engine = create_engine("postgresql://shop@db/shop", connect_args={"connect_timeout": 5})
factory = sessionmaker(engine)
app = FastAPI()
answers = OpenAI(timeout=20)
async_answers = AsyncOpenAI(timeout=20)


def get_db():
    with factory() as session:
        yield session


def price_of(item):
    return requests.get(f"https://prices.example.com/{item}", timeout=5).status_code


class Orders:
    def __init__(self, session: Session):
        self.session = session

    def get(self, ident):
        return self.session.scalars(select(Order).where(Order.id == ident)).one()

    def save(self, order):
        self.session.add(order)
        self.session.commit()


@app.get("/prices/{item}")
async def price(item: str):
    return price_of(item)  # AIG601


@app.get("/prices-aside/{item}")
async def price_aside(item: str):
    return await asyncio.to_thread(price_of, item)


@app.get("/prices-in-executor/{item}")
async def price_in_executor(item: str):
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(None, lambda: price_of(item))


@app.get("/prices-sync/{item}")
def price_sync(item: str):
    return price_of(item)


@app.get("/orders/{ident}")
async def order(ident: int, session: Session = Depends(get_db)):
    found = Orders(session).get(ident)  # AIG601
    found.seen = True
    Orders(session).save(found)  # AIG601
    return found


@app.get("/orders")
async def orders(session: Session = Depends(get_db)):
    first = session.scalars(select(Order).limit(1)).first()  # AIG601
    second = session.scalars(select(Order).offset(1).limit(1)).first()
    return first, second


@app.get("/summary")
async def summary(text: str):
    return answers.responses.create(model="gpt-5", input=text)  # AIG601


@app.get("/summary-async")
async def summary_async(text: str):
    return await async_answers.responses.create(model="gpt-5", input=text)


@app.post("/convert")
async def convert(name: str):
    subprocess.run(["convert", name], check=True, timeout=60)  # AIG601
    process = await asyncio.create_subprocess_exec("convert", name)
    await process.wait()


@app.get("/wait")
async def wait():
    time.sleep(1)  # AIG601
    time.sleep(0.001)
    await asyncio.sleep(1)
