import asyncio
import logging

from fastapi import APIRouter, HTTPException
from fastapi.concurrency import run_in_threadpool
from sqlalchemy import select

from ..clients import Rates, Texts, make_rates_client, rates_client
from ..database import ArchiveDep, SessionDep
from ..models import Booking
from ..repositories import AuditLog
from ..security import Barred, bar, checked_role, require_booking
from ..services.documents import to_pdf, to_pdf_async
from ..services.mail import Mailer, send_receipt

logger = logging.getLogger(__name__)
router = APIRouter()
rates = Rates()
texts = Texts()
mailer = Mailer()


@router.get("/bookings/{number}")
async def show(number: int, session: SessionDep):
    try:
        return await require_booking(session, number)
    except Exception as error:  # AIG106
        logger.exception("cannot show %s", number)
        raise HTTPException(status_code=500, detail="failed") from error


@router.get("/bookings/{number}/checked")
async def show_checked(number: int, session: SessionDep):
    try:
        return await require_booking(session, number)
    except HTTPException:
        raise
    except Exception as error:
        logger.exception("cannot show %s", number)
        raise HTTPException(status_code=500, detail="failed") from error


@router.delete("/bookings/{number}")
def remove(number: int, role: str, archive: ArchiveDep):
    try:
        checked_role(role)
        archive.delete(archive.get_one(Booking, number))
        archive.commit()
    except Exception as error:  # AIG106
        logger.exception("cannot remove %s", number)
        archive.rollback()
        raise HTTPException(status_code=500, detail="failed") from error


@router.get("/archive/{number}")
async def archived(number: int, archive: ArchiveDep):
    return archive.scalars(select(Booking).where(Booking.number == number)).first()  # AIG601


@router.get("/archive-sync/{number}")
def archived_sync(number: int, archive: ArchiveDep):
    return archive.scalars(select(Booking).where(Booking.number == number)).first()


@router.get("/rates/{currency}")
async def rate(currency: str):
    async with make_rates_client() as client:  # AIG302
        answer = await client.get(f"/{currency}")
    answer.raise_for_status()
    return answer.json()


@router.get("/rates-shared/{currency}")
async def rate_shared(currency: str):
    answer = await rates_client().get(f"/{currency}")
    answer.raise_for_status()
    return answer.json()


@router.get("/rates-now/{currency}")
async def rate_now(currency: str):
    return {"rate": rates.of(currency)}  # AIG601


@router.get("/rates-pool/{currency}")
async def rate_pool(currency: str):
    return {"rate": await run_in_threadpool(rates.of, currency)}


@router.get("/greeting/{name}")
async def greeting(name: str):
    return {"text": texts.greeting(name)}  # AIG601


@router.get("/farewell/{name}")
async def farewell(name: str):
    return {"text": await texts.farewell(name)}


@router.post("/bookings/{number}/pdf")
async def pdf(number: int):
    return {"file": to_pdf(f"{number}.html")}  # AIG601


@router.post("/bookings/{number}/pdf-async")
async def pdf_async(number: int):
    return {"file": await to_pdf_async(f"{number}.html")}


@router.post("/bookings/{number}/receipt")
async def receipt(number: int, email: str):
    send_receipt(email)  # AIG901
    await mailer.send_aside(email, f"Thank you for {number}.")


@router.post("/bookings/{number}/audit")
async def audit(number: int, session: SessionDep):
    AuditLog(session).record("seen", number)  # AIG605
    task = asyncio.create_task(AuditLog(session).record("seen", number))
    await task


@router.post("/bookings/{number}/enter")
def enter(number: int, role: str):
    try:
        bar(role)
    except Barred:
        return {"number": number, "entered": False}
    except Exception as error:
        logger.exception("cannot enter %s", number)
        raise HTTPException(status_code=500, detail="failed") from error
    return {"number": number, "entered": True}
