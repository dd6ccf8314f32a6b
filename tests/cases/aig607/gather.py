import asyncio

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from shop.models import Order

engine = create_async_engine("postgresql+asyncpg://db/shop", connect_args={"timeout": 5})
factory = async_sessionmaker(engine)


class Orders:
    def __init__(self, session: AsyncSession):
        self.session = session

    async def get(self, ident):
        return await self.session.scalar(select(Order).where(Order.id == ident))

    async def both(self, first, second):
        return await asyncio.gather(self.get(first), self.get(second))  # AIG607


class Reports:
    def __init__(self, sessions: async_sessionmaker[AsyncSession]):
        self.sessions = sessions

    async def get(self, ident):
        async with self.sessions() as session:
            return await session.scalar(select(Order).where(Order.id == ident))

    async def both(self, first, second):
        return await asyncio.gather(self.get(first), self.get(second))


async def load(session: AsyncSession, ident: int):
    return await session.scalar(select(Order).where(Order.id == ident))


async def page(session: AsyncSession, idents: list[int]):
    tasks = [load(session, each) for each in idents]
    return await asyncio.gather(*tasks)  # AIG607


async def counts(session: AsyncSession):
    return await asyncio.gather(  # AIG607
        session.execute(select(Order.id)), session.execute(select(Order.total))
    )


async def one(session: AsyncSession, ident: int):
    return await asyncio.gather(load(session, ident), asyncio.sleep(1))


async def repositories(session: AsyncSession, first: int, second: int):
    orders = Orders(session)
    return await asyncio.gather(orders.get(first), orders.get(second))  # AIG607


async def apart(idents: list[int]):
    async def alone(ident):
        async with factory() as session:
            return await load(session, ident)

    return await asyncio.gather(*(alone(each) for each in idents))
