"""Bookings."""

import asyncio
import logging
import shutil
from datetime import datetime
from pathlib import Path

from fastapi import APIRouter, BackgroundTasks, Depends, HTTPException
from fastapi.responses import FileResponse
from sqlalchemy.orm import Session

from app.auth import get_current_customer
from app.config import settings
from app.database import get_db
from app.models import Customer
from app.repositories import BookingRepository
from app.schemas import BookingCreate, BookingOut, ScheduleEntry
from app.services.bookings import BookingError, BookingService, get_booking_service
from app.services.documents import create_invoice
from app.services.notifications import Mailer, send_cancellation, send_confirmation
from app.services.statistics import count_active_boats, count_open_bookings
from app.services.terms import load_terms

router = APIRouter(prefix="/bookings", tags=["bookings"])
logger = logging.getLogger(__name__)


@router.get("", response_model=list[BookingOut])
def list_bookings(db: Session = Depends(get_db)):
    """List all bookings."""
    return BookingRepository(db).list_all()


@router.get("/schedule", response_model=list[ScheduleEntry])
async def get_schedule(day: datetime, service: BookingService = Depends(get_booking_service)):
    """Get the schedule of a day for the staff at the jetty."""
    return service.schedule(day)


@router.get("/history")
def get_history(
    customer: Customer = Depends(get_current_customer), db: Session = Depends(get_db)
):
    """List the boats a customer has had."""
    bookings = BookingRepository(db).list_for_customer(customer.id)
    return [{"day": booking.starts_at, "boat": booking.boat.name} for booking in bookings]


@router.get("/terms")
def get_terms():
    """Get the terms of hire."""
    return load_terms()


@router.get("/statistics")
async def get_statistics(db: Session = Depends(get_db)):
    """Get the numbers for the dashboard."""
    bookings, boats = await asyncio.gather(count_open_bookings(db), count_active_boats(db))
    return {"bookings": bookings, "boats": boats}


@router.post("", response_model=BookingOut, status_code=201)
async def create_booking(
    data: BookingCreate,
    customer: Customer = Depends(get_current_customer),
    service: BookingService = Depends(get_booking_service),
    mailer: Mailer = Depends(Mailer),
):
    """Book a boat."""
    try:
        booking = service.place(customer, data)
    except BookingError as e:
        raise HTTPException(status_code=409, detail=str(e))
    asyncio.create_task(send_confirmation(mailer, booking, customer.email))
    return booking


@router.get("/{booking_id}", response_model=BookingOut)
def get_booking(
    booking_id: int,
    customer: Customer = Depends(get_current_customer),
    db: Session = Depends(get_db),
):
    """Get a booking by id."""
    try:
        booking = BookingRepository(db).get(booking_id)
        if booking is None or booking.customer_id != customer.id:
            raise HTTPException(status_code=404, detail="Booking not found")
        return booking
    except Exception as e:
        logger.error(f"Error getting booking {booking_id}: {e}")
        raise HTTPException(status_code=500, detail=f"Failed to get booking: {e}")


@router.post("/{booking_id}/cancel", response_model=BookingOut)
def cancel_booking(
    booking_id: int,
    customer: Customer = Depends(get_current_customer),
    service: BookingService = Depends(get_booking_service),
    mailer: Mailer = Depends(Mailer),
):
    """Cancel a booking."""
    booking = service.bookings.get(booking_id)
    if booking is None or booking.customer_id != customer.id:
        raise HTTPException(status_code=404, detail="Booking not found")
    try:
        booking = service.cancel(booking)
    except BookingError as e:
        raise HTTPException(status_code=409, detail=str(e))
    send_cancellation(mailer, booking, customer.email)
    return booking


def archive_invoice(path: Path) -> dict:
    """Keep a copy of an invoice."""
    try:
        shutil.copy(path, Path(settings.invoice_dir) / "archive")
        return {"archived": True}
    except Exception as e:
        logger.error(f"Could not archive invoice: {e}")
        return {"archived": False, "error": str(e)}


@router.get("/{booking_id}/invoice")
def download_invoice(
    booking_id: int,
    background: BackgroundTasks,
    customer: Customer = Depends(get_current_customer),
    db: Session = Depends(get_db),
):
    """Download the invoice of a booking."""
    booking = BookingRepository(db).get(booking_id)
    if booking is None or booking.customer_id != customer.id:
        raise HTTPException(status_code=404, detail="Booking not found")
    pdf = create_invoice(booking)
    background.add_task(archive_invoice, pdf)
    return FileResponse(pdf, media_type="application/pdf")
