import asyncio

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from ..clients import Rates, steady
from ..database import session_factory
from ..models import Booking, Guest, Room, Voucher
from ..repositories import Archive, AuditLog, BookingReader, GuestRepository, RoomRepository
from ..security import hash_password, may_enter, verify_password, verify_password_aside
from .documents import render, render_anywhere, render_now
from .mail import Mailer, confirm


class BookingService:
    def __init__(
        self, session: AsyncSession, rates: Rates, mailer: Mailer, archive: Archive, audit: AuditLog
    ) -> None:
        self.session = session
        self.rates = rates
        self.mailer = mailer
        self.archive = archive
        self.audit = audit
        self.guests = GuestRepository(session)
        self.rooms = RoomRepository(session)

    async def register(self, email: str, password: str) -> Guest:
        if await self.guests.find_by_email(email) is not None:
            raise ValueError("already registered")
        guest = Guest(email=email, password=hash_password(password), points=0)  # AIG609 AIG603
        await self.guests.add(guest)
        return guest

    async def register_safely(self, email: str, password: str) -> Guest:
        stored = await asyncio.to_thread(hash_password, password)
        guest = Guest(email=email, password=stored, points=0)
        try:
            await self.guests.add(guest)
        except IntegrityError as error:
            await self.session.rollback()
            raise ValueError("already registered") from error
        return guest

    async def log_in(self, email: str, password: str) -> bool:
        guest = await self.guests.find_by_email(email)
        return guest is not None and verify_password(password, guest.password)  # AIG603

    async def log_in_aside(self, email: str, password: str) -> bool:
        guest = await self.guests.find_by_email(email)
        return guest is not None and await verify_password_aside(password, guest.password)

    async def price(self, currency: str) -> str:
        return self.rates.of(currency)  # AIG601

    async def price_steadily(self, currency: str) -> str:
        return steady(self.rates.of, currency)  # AIG601

    async def price_aside(self, currency: str) -> str:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(None, self.rates.of, currency)

    def price_sync(self, currency: str) -> str:
        return steady(self.rates.of, currency)

    async def book(self, guest: Guest, room_id: int) -> Booking:
        room = await self.rooms.get(room_id)
        if room is None or room.available < 1:
            raise ValueError("no room")
        room.available -= 1  # AIG610
        last = await self.session.scalar(select(func.max(Booking.number)))
        booking = Booking(number=(last or 0) + 1, guest_id=guest.id, room_id=room.id)  # AIG609
        self.session.add(booking)
        await self.session.commit()
        self.audit.record("booked", booking.id)  # AIG605
        confirm(self.mailer, guest.email)  # AIG601
        return booking

    async def book_safely(self, guest: Guest, room_id: int) -> Booking:
        room = await self.rooms.locked(room_id)
        if room is None or room.available < 1:
            raise ValueError("no room")
        room.available -= 1
        booking = Booking(guest_id=guest.id, room_id=room.id)
        self.session.add(booking)
        await self.session.commit()
        await self.audit.record("booked", booking.id)
        await self.mailer.send_aside(guest.email, "Your room is booked.")
        return booking

    async def redeem(self, guest: Guest, code: str) -> None:
        query = select(Voucher).where(Voucher.code == code)
        if (await self.session.scalars(query)).first() is None:
            self.session.add(Voucher(code=code, guest_id=guest.id))  # AIG609
            await self.session.commit()

    async def enter(self, guest: Guest, room: int) -> bool:
        if may_enter(self.session, guest, room):  # AIG605
            return True
        return await may_enter(self.session, guest, room)

    async def keep(self, name: str, body: bytes) -> None:
        self.archive.keep(name, body)  # AIG601

    async def keep_aside(self, name: str, body: bytes) -> None:
        await asyncio.to_thread(self.archive.keep, name, body)

    async def both(self, first: int, second: int) -> list[Room | None]:
        return list(await asyncio.gather(self.rooms.get(first), self.rooms.get(second)))  # AIG607

    async def guests_of(self, idents: list[int]) -> list[Guest | None]:
        return list(await asyncio.gather(*(self.guests.get(each) for each in idents)))  # AIG607

    async def bookings_of(self, idents: list[int]) -> list[Booking | None]:
        reader = BookingReader(session_factory)
        return list(await asyncio.gather(*(reader.get(each) for each in idents)))

    async def invoice(self, name: str) -> str:
        return render_now(name)  # AIG613

    async def invoice_awaited(self, name: str) -> str:
        return await render(name)

    async def invoice_anywhere(self, name: str) -> str:
        return render_anywhere(name)

    async def names(self, bookings: list[Booking]) -> list[str]:
        found = []
        for booking in bookings:
            guest = await self.guests.get(booking.guest_id)  # AIG417
            found.append(guest.email if guest is not None else "")
        return found
