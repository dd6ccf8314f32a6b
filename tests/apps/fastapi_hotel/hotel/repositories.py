from typing import Protocol

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from .models import Booking, Guest, Room


class GuestRepository:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def get(self, ident: int) -> Guest | None:
        return await self.session.get(Guest, ident)

    async def find_by_email(self, email: str) -> Guest | None:
        return (await self.session.scalars(select(Guest).where(Guest.email == email))).first()

    async def add(self, guest: Guest) -> None:
        self.session.add(guest)
        await self.session.commit()


class RoomRepository:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def get(self, ident: int) -> Room | None:
        return await self.session.scalar(select(Room).where(Room.id == ident))

    async def locked(self, ident: int) -> Room | None:
        query = select(Room).where(Room.id == ident).with_for_update()
        return await self.session.scalar(query)


class BookingReader:
    def __init__(self, sessions: async_sessionmaker[AsyncSession]) -> None:
        self.sessions = sessions

    async def get(self, ident: int) -> Booking | None:
        async with self.sessions() as session:
            return await session.get(Booking, ident)


class Archive(Protocol):
    def keep(self, name: str, body: bytes) -> None: ...


class AuditLog:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def record(self, what: str, ident: int) -> None:
        await self.session.execute(select(Booking.id).where(Booking.id == ident))
