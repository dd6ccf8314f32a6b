import asyncio

from fastapi import FastAPI

app = FastAPI()


def count(db):
    return db.execute("SELECT count(*) FROM orders").fetchone()


def save(session, order):
    session.add(order)
    session.commit()


async def show(db):
    return count(db)


@app.post("/orders")
async def keep(session, order):
    save(session, order)  # AIG601
    await asyncio.sleep(0)


async def newest(upstream, branch):
    upstream.fetch(branch)
    return upstream.head
