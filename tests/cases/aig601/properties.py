# file: shop/web.py
import asyncio

import requests
from fastapi import FastAPI
from pymongo import MongoClient
from sqlalchemy import create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, object_session, sessionmaker

app = FastAPI()
orders = MongoClient("mongodb://db")["shop"]["orders"]
factory = sessionmaker(create_engine("postgresql://db", connect_args={"connect_timeout": 5}))


class Base(DeclarativeBase):
    pass


class Order(Base):
    __tablename__ = "orders"

    id: Mapped[int] = mapped_column(primary_key=True)

    @property
    def customer_name(self) -> str:
        return object_session(self).scalar(select(Order.id).where(Order.id == self.id))

    @property
    def label(self) -> str:
        return f"order {self.id}"


class Unit:
    def __enter__(self):
        self.session = factory()
        return self

    def __exit__(self, *exc):
        self.session.commit()


class Quiet:
    def __enter__(self):
        return self

    def __exit__(self, *exc):
        return None


class Rates:
    def __iter__(self):
        answer = requests.get("https://rates", timeout=3)
        answer.raise_for_status()
        return iter(answer.json())


@app.get("/name")
async def name(order: Order):
    again = order.customer_name  # AIG601
    return {"label": order.label, "name": order.customer_name, "again": again}


@app.get("/threaded")
async def threaded(order: Order):
    order.customer_name = "nobody"
    return await asyncio.to_thread(lambda: order.customer_name)


@app.get("/unit")
async def unit():
    with Quiet():
        pass
    with Unit() as work:  # AIG601
        await asyncio.sleep(1)
    return work


@app.get("/rates")
async def rates():
    return [each for each in Rates()]  # AIG601


@app.get("/orders")
async def all_orders():
    found = []
    for each in orders.find({}).limit(20):  # AIG601
        found.append(each)
    return found
