from fastapi import APIRouter, Depends

from ..models import Guest
from ..services.bookings import BookingService

router = APIRouter(prefix="/guests")


@router.post("/")
async def register(email: str, password: str, service: BookingService = Depends()) -> int:
    guest = await service.register(email, password)
    return guest.id


@router.post("/session")
async def log_in(email: str, password: str, service: BookingService = Depends()) -> bool:
    return await service.log_in(email, password)


@router.get("/price/{currency}")
async def show_price(currency: str, service: BookingService = Depends()) -> list[str]:
    return [await service.price(currency), await service.price_steadily(currency)]


@router.post("/rooms/{room_id}")
async def book_room(guest: Guest, room_id: int, service: BookingService = Depends()) -> int:
    booking = await service.book(guest, room_id)
    return booking.id


@router.put("/papers/{name}")
async def keep_paper(name: str, body: bytes, service: BookingService = Depends()) -> None:
    await service.keep(name, body)
