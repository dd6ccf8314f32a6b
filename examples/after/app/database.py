"""Database engine and sessions."""

from datetime import UTC, datetime

from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import DeclarativeBase

CONNECT_SECONDS = 5
STATEMENT_MILLISECONDS = 10_000


class Base(DeclarativeBase):
    """Base class of all models."""


def now() -> datetime:
    """The present moment, with its zone."""
    return datetime.now(UTC)


def make_engine(url: str) -> Engine:
    """An engine for PostgreSQL that waits neither for a connection nor a statement for ever."""
    return create_engine(
        url,
        pool_pre_ping=True,
        pool_timeout=CONNECT_SECONDS,
        connect_args={
            "connect_timeout": CONNECT_SECONDS,
            "options": f"-c statement_timeout={STATEMENT_MILLISECONDS}",
        },
    )
