"""What is opened once, at start-up, and shared by all requests."""

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx
from redis import Redis
from sqlalchemy.orm import Session, sessionmaker

from app.config import Settings
from app.database import Base, make_engine
from app.services.notifications import Mailer

SECONDS = 10


@dataclass(frozen=True)
class Resources:
    """Sessions, clients and settings of a running application."""

    settings: Settings
    sessions: sessionmaker[Session]
    redis: Redis
    payments: httpx.Client
    rates: httpx.Client
    weather: httpx.AsyncClient
    mailer: Mailer


@asynccontextmanager
async def open_resources(settings: Settings) -> AsyncIterator[Resources]:
    """Open everything, and close it when the application stops."""
    engine = make_engine(settings.database_url)
    trusted = ssl.create_default_context(cafile=settings.payments_ca)
    try:
        Base.metadata.create_all(engine)
        with (
            Redis.from_url(settings.redis_url, socket_timeout=SECONDS) as redis,
            httpx.Client(
                base_url=settings.payments_url, timeout=SECONDS, verify=trusted
            ) as payments,
            httpx.Client(base_url=settings.rates_url, timeout=SECONDS) as rates,
        ):
            async with httpx.AsyncClient(base_url=settings.weather_url, timeout=SECONDS) as weather:
                yield Resources(
                    settings=settings,
                    sessions=sessionmaker(bind=engine, autoflush=False, expire_on_commit=False),
                    redis=redis,
                    payments=payments,
                    rates=rates,
                    weather=weather,
                    mailer=Mailer(
                        settings.smtp_host,
                        settings.smtp_port,
                        settings.mail_sender,
                        settings.mail_password,
                    ),
                )
    finally:
        engine.dispose()
