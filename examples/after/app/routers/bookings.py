"""Bookings. The routes wait for the database, so they are plain functions: they run in threads."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Depends, HTTPException, Query
from fastapi.responses import FileResponse
from pydantic import AwareDatetime

from app.dependencies import Bookings, CurrentCustomer, Db, Shared, require_staff
from app.models import Booking
from app.repositories import BoatRepository, BookingRepository
from app.schemas import BookingCreate, BookingOut, HistoryEntry, ScheduleEntry
from app.services.documents import archive_invoice, create_invoice
from app.services.notifications import cancellation, confirmation, send_mail
from app.services.terms import load_terms

router = APIRouter(prefix="/bookings", tags=["bookings"])


@router.get("", response_model=list[BookingOut])
def list_bookings(
    customer: CurrentCustomer,
    service: Bookings,
    after: int = 0,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> Sequence[Booking]:
    """List the customer's own bookings, page by page."""
    return service.page(customer, after, limit)


@router.get("/schedule", dependencies=[Depends(require_staff)])
def get_schedule(day: AwareDatetime, service: Bookings) -> list[ScheduleEntry]:
    """Get the schedule of a day for the staff at the jetty."""
    return service.schedule(day)


@router.get("/history")
def get_history(customer: CurrentCustomer, db: Db) -> list[HistoryEntry]:
    """List the boats that a customer has had lately."""
    bookings = BookingRepository(db).history(customer.id, limit=50)
    return [HistoryEntry(day=each.starts_at, boat=each.boat.name) for each in bookings]


@router.get("/terms")
def get_terms() -> dict[str, str | int]:
    """Get the terms of hire."""
    return load_terms()


@router.get("/statistics", dependencies=[Depends(require_staff)])
def get_statistics(db: Db) -> dict[str, int]:
    """Get the numbers for the dashboard."""
    return {"bookings": BookingRepository(db).count_open(), "boats": BoatRepository(db).count()}


@router.post("", response_model=BookingOut, status_code=201)
def create_booking(
    data: BookingCreate,
    customer: CurrentCustomer,
    service: Bookings,
    resources: Shared,
    background: BackgroundTasks,
) -> Booking:
    """Book a boat."""
    booking = service.place(customer, data)
    background.add_task(send_mail, resources.mailer, confirmation(booking, customer.email))
    return booking


@router.get("/{booking_id}", response_model=BookingOut)
def get_booking(booking_id: int, customer: CurrentCustomer, db: Db) -> Booking:
    """Get one of the customer's own bookings."""
    booking = BookingRepository(db).find(booking_id, customer.id)
    if booking is None:
        raise HTTPException(status_code=404, detail="Booking not found")
    return booking


@router.post("/{booking_id}/cancel", response_model=BookingOut)
def cancel_booking(
    booking_id: int,
    customer: CurrentCustomer,
    service: Bookings,
    resources: Shared,
    background: BackgroundTasks,
) -> Booking:
    """Cancel a booking."""
    booking = service.cancel(booking_id, customer)
    if booking is None:
        raise HTTPException(status_code=404, detail="Booking not found")
    background.add_task(send_mail, resources.mailer, cancellation(booking, customer.email))
    return booking


@router.get("/{booking_id}/invoice")
def download_invoice(
    booking_id: int,
    customer: CurrentCustomer,
    db: Db,
    resources: Shared,
    background: BackgroundTasks,
) -> FileResponse:
    """Download the invoice of a booking."""
    booking = BookingRepository(db).find(booking_id, customer.id)
    if booking is None:
        raise HTTPException(status_code=404, detail="Booking not found")
    pdf = create_invoice(booking, resources.settings.invoice_dir)
    background.add_task(archive_invoice, pdf)
    return FileResponse(pdf, media_type="application/pdf")
