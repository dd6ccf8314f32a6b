# file: shop/web.py
from typing import Annotated

from fastapi import Depends, FastAPI
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.database import get_session
from shop.models import Ticket

app = FastAPI()


class Tickets:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def all(self) -> list[Ticket]:
        return list((await self.session.scalars(select(Ticket))).all())

    async def first(self) -> list[Ticket]:
        return list((await self.session.scalars(select(Ticket).limit(20))).all())


def tickets(session: Annotated[AsyncSession, Depends(get_session)]) -> Tickets:
    return Tickets(session)


Repo = Annotated[Tickets, Depends(tickets)]


@app.get("/tickets")
async def every(repo: Repo):
    return [{"id": each.id} for each in await repo.all()]  # AIG406


@app.get("/tickets/first")
async def some(repo: Repo):
    return [{"id": each.id} for each in await repo.first()]


@app.get("/tickets/open")
async def still_open(repo: Repo):
    return [each.id for each in await repo.all() if each.open]


@app.get("/tickets/made")
async def made(session: Annotated[AsyncSession, Depends(get_session)]):
    repo = Tickets(session)
    rows = await repo.all()
    return [{"id": each.id} for each in rows]  # AIG406
