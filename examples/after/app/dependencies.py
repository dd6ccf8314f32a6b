"""What routes ask for."""

from collections.abc import Iterator
from typing import Annotated

import jwt
from fastapi import Depends, HTTPException, Request
from fastapi.security import OAuth2PasswordBearer
from sqlalchemy.orm import Session

from app.auth import read_access_token
from app.models import Customer
from app.repositories import CustomerRepository
from app.resources import Resources
from app.services.bookings import BookingService
from app.services.payments import PaymentService
from app.services.pricing import ExchangeRates

oauth2_scheme = OAuth2PasswordBearer(tokenUrl="/auth/login")


def get_resources(request: Request) -> Resources:
    """What the application opened at start-up."""
    return request.app.state.resources


Shared = Annotated[Resources, Depends(get_resources)]


def get_db(resources: Shared) -> Iterator[Session]:
    """A session for one request; what was not committed is rolled back."""
    with resources.sessions() as session:
        yield session


Db = Annotated[Session, Depends(get_db)]


def get_current_customer(
    token: Annotated[str, Depends(oauth2_scheme)], db: Db, resources: Shared
) -> Customer:
    """The customer that the token belongs to."""
    try:
        customer_id = read_access_token(token, resources.settings)
    except jwt.PyJWTError as error:
        raise HTTPException(status_code=401, detail="Invalid token") from error
    customer = CustomerRepository(db).get(customer_id)
    if customer is None:
        raise HTTPException(status_code=401, detail="Invalid token")
    return customer


CurrentCustomer = Annotated[Customer, Depends(get_current_customer)]


def require_staff(customer: CurrentCustomer) -> None:
    """Let only those pass who work at the jetty."""
    if not customer.is_staff:
        raise HTTPException(status_code=403, detail="For staff only")


def get_booking_service(db: Db, resources: Shared) -> BookingService:
    """The booking service for one request."""
    return BookingService(
        db, PaymentService(resources.payments), ExchangeRates(resources.rates)
    )


Bookings = Annotated[BookingService, Depends(get_booking_service)]
