"""The application: `uvicorn --factory app.main:create_app`."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import JSONResponse

from app.config import Settings, get_settings
from app.resources import open_resources
from app.routers import accounts, boats, bookings
from app.services.bookings import BookingError
from app.services.payments import PaymentDeclined, PaymentUnavailable
from app.services.pricing import RateUnavailable

logger = logging.getLogger(__name__)


def create_app(settings: Settings | None = None) -> FastAPI:
    """Build the application."""
    settings = settings or get_settings()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with open_resources(settings) as resources:
            app.state.resources = resources
            yield

    app = FastAPI(title=settings.app_name, lifespan=lifespan)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=settings.cors_origins,
        allow_credentials=True,
        allow_methods=["GET", "POST"],
        allow_headers=["Authorization", "Content-Type"],
    )
    app.include_router(accounts.router)
    app.include_router(boats.router)
    app.include_router(bookings.router)
    app.add_exception_handler(BookingError, answer_booking_error)
    app.add_exception_handler(PaymentDeclined, answer_payment_declined)
    app.add_exception_handler(PaymentUnavailable, answer_unavailable)
    app.add_exception_handler(RateUnavailable, answer_unavailable)
    return app


def answer_booking_error(request: Request, error: Exception) -> JSONResponse:
    """A booking that cannot be made."""
    return JSONResponse(status_code=409, content={"detail": str(error)})


def answer_payment_declined(request: Request, error: Exception) -> JSONResponse:
    """The card was not charged."""
    return JSONResponse(status_code=402, content={"detail": "The card was declined"})


def answer_unavailable(request: Request, error: Exception) -> JSONResponse:
    """A service that we need does not work at present."""
    logger.error("%s cannot be served", request.url.path, exc_info=error)
    return JSONResponse(status_code=503, content={"detail": "Please try again later"})
