from contextlib import asynccontextmanager

from fastapi import FastAPI

from .clients import Rates
from .routers import bookings, guests
from .services.documents import to_pdf


@asynccontextmanager
async def lifespan(app: FastAPI):
    app.state.rate = Rates().of("EUR")
    to_pdf("terms.html")
    yield


app = FastAPI(lifespan=lifespan)
app.include_router(bookings.router)
app.include_router(guests.router)
