"""The application."""

import logging
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import JSONResponse

from app.config import settings
from app.database import init_db
from app.routers import accounts, boats, bookings

logger = logging.getLogger(__name__)


@asynccontextmanager
async def lifespan(app: FastAPI):
    """Prepare the database before the first request."""
    init_db()
    logger.info("Application started")
    yield
    logger.info("Application stopped")


app = FastAPI(title=settings.app_name, lifespan=lifespan)

app.add_middleware(
    CORSMiddleware,
    allow_origins=["*"],
    allow_credentials=True,
    allow_methods=["*"],
    allow_headers=["*"],
)

# ... existing routes remain unchanged ...
app.include_router(accounts.router)
app.include_router(boats.router)
app.include_router(bookings.router)


@app.exception_handler(Exception)
async def handle_exception(request: Request, exc: Exception):
    """Return unexpected errors as JSON."""
    logger.exception("Unhandled error in %s", request.url.path)
    return JSONResponse(status_code=500, content={"error": str(exc)})


@app.get("/health")
def health():
    """Health check."""
    return {"status": "ok", "app": settings.app_name}
