"""Database models."""

from datetime import datetime

from sqlalchemy import Boolean, DateTime, Float, ForeignKey, Integer, Numeric, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base


class Customer(Base):
    """Somebody who rents boats."""

    __tablename__ = "customers"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    email: Mapped[str] = mapped_column(String(255), unique=True, index=True)
    name: Mapped[str] = mapped_column(String(120))
    phone: Mapped[str | None] = mapped_column(String(32))
    password_hash: Mapped[str] = mapped_column(String(80))
    points: Mapped[int] = mapped_column(Integer, default=0)
    bookings: Mapped[list["Booking"]] = relationship(back_populates="customer")


class Boat(Base):
    """A boat or kayak that can be booked."""

    __tablename__ = "boats"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(20), index=True)
    seats: Mapped[int] = mapped_column(Integer)
    hourly_rate = mapped_column(Numeric(8, 2))
    active: Mapped[bool] = mapped_column(Boolean, default=True)


class Booking(Base):
    """One boat, for some hours, for one customer."""

    __tablename__ = "bookings"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"), index=True)
    boat_id: Mapped[int] = mapped_column(ForeignKey("boats.id"), index=True)
    starts_at: Mapped[datetime] = mapped_column(DateTime, index=True)
    hours: Mapped[int] = mapped_column(Integer)
    status: Mapped[str] = mapped_column(String(20), default="open")
    currency: Mapped[str] = mapped_column(String(3), default="EUR")
    total_price: Mapped[float] = mapped_column(Float)
    payment_ref: Mapped[str | None] = mapped_column(String(64))
    reminded: Mapped[bool] = mapped_column(Boolean, default=False)
    created_at: Mapped[datetime] = mapped_column(DateTime, default=datetime.utcnow)

    customer: Mapped[Customer] = relationship(back_populates="bookings")
    boat: Mapped[Boat] = relationship()
