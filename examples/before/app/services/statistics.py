"""Numbers for the dashboard."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Boat, Booking


async def count_open_bookings(db: Session) -> int:
    """Count the bookings that are open."""
    return db.scalar(select(func.count()).select_from(Booking).where(Booking.status == "open"))


async def count_active_boats(db: Session) -> int:
    """Count the boats that can be booked."""
    return db.scalar(select(func.count()).select_from(Boat).where(Boat.active))
