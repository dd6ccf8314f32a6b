"""Request and response schemas."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field


class CustomerCreate(BaseModel):
    """Data for a new account."""

    email: str = Field(max_length=255)
    name: str = Field(max_length=120)
    phone: str | None = None
    password: str = Field(min_length=10)


class Login(BaseModel):
    """Data for signing in."""

    email: str
    password: str


class ResetRequest(BaseModel):
    """Asks for a code to reset a password."""

    email: str


class PasswordReset(BaseModel):
    """Sets a new password with the code from the mail."""

    code: str
    password: str = Field(min_length=10)


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
    starts_at: datetime
    hours: int = Field(ge=1, le=12)
    currency: str = "EUR"
    card_token: str


class BookingOut(BaseModel):
    """A booking as clients see it."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    boat_id: int
    starts_at: datetime
    hours: int
    status: str
    currency: str
    total_price: float


class ScheduleEntry(BaseModel):
    """One line of the schedule at the jetty."""

    booking_id: int
    starts_at: datetime
    boat: str
    customer: str
    phone: str | None
