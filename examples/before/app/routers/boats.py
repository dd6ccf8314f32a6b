"""Boats and the weather to sail them in."""

import logging
from datetime import datetime

import httpx
from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy.orm import Session

from app.config import settings
from app.database import get_db
from app.repositories import BoatRepository
from app.services.bookings import BookingService, get_booking_service

router = APIRouter(prefix="/boats", tags=["boats"])
logger = logging.getLogger(__name__)

MAX_RETRIES = 5


@router.get("")
def list_boats(db: Session = Depends(get_db)):
    """List the boats that can be booked."""
    boats = BoatRepository(db).list_active()
    return [{"id": boat.id, "name": boat.name, "seats": boat.seats} for boat in boats]


@router.get("/search")
def search_boats(name: str, db: Session = Depends(get_db)):
    """Find boats by name."""
    return BoatRepository(db).search(name)


@router.get("/free")
def list_free_boats(day: datetime, service: BookingService = Depends(get_booking_service)):
    """List the boats that nobody has booked for a day."""
    return [boat.name for boat in service.free_boats(day)]


@router.get("/weather")
async def get_weather(lat: float, lon: float):
    """Get the wind forecast for the harbour."""
    async with httpx.AsyncClient(timeout=10) as client:
        for attempt in range(MAX_RETRIES):
            try:
                response = await client.get(
                    f"{settings.weather_url}/wind", params={"lat": lat, "lon": lon}
                )
                response.raise_for_status()
                return response.json()
            except httpx.HTTPError as e:
                logger.warning(f"Weather attempt {attempt + 1} failed: {e}")
    raise HTTPException(status_code=503, detail="No forecast available")
