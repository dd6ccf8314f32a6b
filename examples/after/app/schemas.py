"""Request and response schemas."""

from datetime import datetime
from decimal import Decimal
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field


class CustomerCreate(BaseModel):
    """Data for a new account."""

    email: str = Field(max_length=255)
    name: str = Field(max_length=120)
    phone: str | None = Field(default=None, max_length=32)
    password: str = Field(min_length=10, max_length=72)


class Login(BaseModel):
    """Data for signing in."""

    email: str = Field(max_length=255)
    password: str = Field(max_length=72)


class ResetRequest(BaseModel):
    """Asks for a code to reset a password."""

    email: str = Field(max_length=255)


class PasswordReset(BaseModel):
    """Sets a new password with the code from the mail."""

    code: str = Field(max_length=100)
    password: str = Field(min_length=10, max_length=72)


class PointsRedeem(BaseModel):
    """How many loyalty points to spend."""

    points: int = Field(ge=1)


class Token(BaseModel):
    """An access token."""

    access_token: str
    token_type: str = "bearer"


class BookingCreate(BaseModel):
    """Data for a new booking."""

    boat_id: int
    starts_at: AwareDatetime
    hours: int = Field(ge=1, le=12)
    currency: Literal["EUR", "GBP", "USD"] = "EUR"
    card_token: str = Field(max_length=100)


class BoatOut(BaseModel):
    """A boat as clients see it."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    name: str
    seats: int


class BookingOut(BaseModel):
    """A booking as clients see it."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    boat_id: int
    starts_at: datetime
    hours: int
    status: str
    currency: str
    total_price: Decimal


class ScheduleEntry(BaseModel):
    """One line of the schedule at the jetty."""

    booking_id: int
    starts_at: datetime
    boat: str
    customer: str
    phone: str | None


class HistoryEntry(BaseModel):
    """A boat that a customer has had."""

    day: datetime
    boat: str
