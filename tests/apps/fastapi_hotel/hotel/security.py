import asyncio

import bcrypt
from fastapi import HTTPException
from sqlalchemy import select

from .database import SessionDep
from .models import Booking, Guest


def hash_password(password: str) -> str:
    return bcrypt.hashpw(password.encode(), bcrypt.gensalt()).decode()


def verify_password(password: str, stored: str) -> bool:
    return bcrypt.checkpw(password.encode(), stored.encode())


async def verify_password_aside(password: str, stored: str) -> bool:
    return await asyncio.to_thread(verify_password, password, stored)


async def may_enter(session: SessionDep, guest: Guest, room: int) -> bool:
    query = select(Booking.id).where(Booking.guest_id == guest.id, Booking.room_id == room)
    return await session.scalar(query) is not None


async def require_booking(session: SessionDep, number: int) -> Booking:
    found = await session.scalar(select(Booking).where(Booking.number == number))
    if found is None:
        raise HTTPException(status_code=404, detail="no such booking")
    return found


def require_staff(role: str) -> None:
    if role != "staff":
        raise HTTPException(status_code=403, detail="staff only")


def checked_role(role: str) -> str:
    require_staff(role)
    return role


class Barred(HTTPException):
    def __init__(self) -> None:
        super().__init__(status_code=403, detail="barred")


def bar(role: str) -> None:
    if role == "barred":
        raise Barred
