"""Boats and the weather to sail them in."""

from collections.abc import Sequence
from datetime import timedelta

from fastapi import APIRouter, HTTPException
from pydantic import AwareDatetime

from app.dependencies import Db, Shared
from app.models import Boat
from app.repositories import BoatRepository
from app.schemas import BoatOut
from app.services.weather import ForecastUnavailable, wind

router = APIRouter(prefix="/boats", tags=["boats"])


@router.get("", response_model=list[BoatOut])
def list_boats(db: Db) -> Sequence[Boat]:
    """List the boats that can be booked."""
    return BoatRepository(db).list_active()


@router.get("/search", response_model=list[BoatOut])
def search_boats(name: str, db: Db) -> Sequence[Boat]:
    """Find boats by name."""
    return BoatRepository(db).search(name)


@router.get("/free", response_model=list[BoatOut])
def list_free_boats(day: AwareDatetime, db: Db) -> Sequence[Boat]:
    """List the boats that nobody has booked for a day."""
    return BoatRepository(db).list_free(day, day + timedelta(days=1))


@router.get("/weather")
async def get_weather(lat: float, lon: float, resources: Shared) -> dict:
    """Get the wind forecast for the harbour."""
    try:
        return await wind(resources.weather, lat, lon)
    except ForecastUnavailable as error:
        raise HTTPException(status_code=503, detail="No forecast available") from error
