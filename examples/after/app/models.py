"""Database models."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import Boolean, DateTime, ForeignKey, Index, Integer, Numeric, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, now

HELD = ("reserved", "open")  # in these states a booking keeps its boat


class Customer(Base):
    """Somebody who rents boats."""

    __tablename__ = "customers"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    email: Mapped[str] = mapped_column(String(255), unique=True, index=True)
    name: Mapped[str] = mapped_column(String(120))
    phone: Mapped[str | None] = mapped_column(String(32))
    password_hash: Mapped[str] = mapped_column(String(80))
    points: Mapped[int] = mapped_column(Integer, default=0)
    is_staff: Mapped[bool] = mapped_column(Boolean, default=False)


class Boat(Base):
    """A boat or kayak that can be booked."""

    __tablename__ = "boats"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(20), index=True)
    seats: Mapped[int] = mapped_column(Integer)
    hourly_rate: Mapped[Decimal] = mapped_column(Numeric(8, 2))
    active: Mapped[bool] = mapped_column(Boolean, default=True, index=True)


class Booking(Base):
    """One boat, for some hours, for one customer."""

    __tablename__ = "bookings"
    __table_args__ = (
        # Two requests that both found the boat free: the second fails here.
        Index(
            "one_booking_at_a_time",
            "boat_id",
            "starts_at",
            unique=True,
            postgresql_where=text("status IN ('reserved', 'open')"),
            sqlite_where=text("status IN ('reserved', 'open')"),
        ),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"), index=True)
    boat_id: Mapped[int] = mapped_column(ForeignKey("boats.id"), index=True)
    starts_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)
    ends_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)
    hours: Mapped[int] = mapped_column(Integer)
    status: Mapped[str] = mapped_column(String(20), default="reserved", index=True)
    currency: Mapped[str] = mapped_column(String(3), default="EUR")
    total_price: Mapped[Decimal] = mapped_column(Numeric(10, 2))
    payment_ref: Mapped[str | None] = mapped_column(String(64))
    reminded: Mapped[bool] = mapped_column(Boolean, default=False)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)

    customer: Mapped[Customer] = relationship()
    boat: Mapped[Boat] = relationship()
