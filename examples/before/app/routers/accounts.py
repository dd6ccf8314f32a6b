"""Signing up, signing in, forgotten passwords."""

import time

from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy.orm import Session

from app.auth import (
    create_access_token,
    generate_reset_code,
    get_current_customer,
    hash_password,
    verify_password,
)
from app.database import get_db
from app.models import Customer
from app.repositories import CustomerRepository
from app.schemas import (
    CustomerCreate,
    Login,
    PasswordReset,
    PointsRedeem,
    ResetRequest,
    Token,
)
from app.services.notifications import Mailer

router = APIRouter(prefix="/auth", tags=["auth"])

RESET_SECONDS = 15 * 60

# Who asked for a new password, by code
reset_codes: dict[str, dict] = {}


@router.post("/register", response_model=Token, status_code=201)
def register(data: CustomerCreate, db: Session = Depends(get_db)):
    """Create an account."""
    customers = CustomerRepository(db)
    if customers.find_by_email(data.email):
        raise HTTPException(status_code=409, detail="Email already registered")
    customer = customers.add(
        Customer(
            email=data.email,
            name=data.name,
            phone=data.phone,
            password_hash=hash_password(data.password),
        )
    )
    return Token(access_token=create_access_token(customer.id))


@router.post("/login", response_model=Token)
async def login(data: Login, db: Session = Depends(get_db)):
    """Sign in with email and password."""
    customer = CustomerRepository(db).find_by_email(data.email)
    if customer is None or not verify_password(data.password, customer.password_hash):
        raise HTTPException(status_code=401, detail="Wrong email or password")
    return Token(access_token=create_access_token(customer.id))


@router.post("/forgot-password", status_code=202)
def forgot_password(
    data: ResetRequest, db: Session = Depends(get_db), mailer: Mailer = Depends(Mailer)
):
    """Send a code to reset the password."""
    customer = CustomerRepository(db).find_by_email(data.email)
    if customer is not None:
        code = generate_reset_code()
        reset_codes[code] = {"customer_id": customer.id, "expires": time.time() + RESET_SECONDS}
        mailer.send(customer.email, "Your code", f"Reset your password with this code: {code}")
    return {"message": "If the address is known, a code is on its way"}


@router.post("/reset-password")
def reset_password(data: PasswordReset, db: Session = Depends(get_db)):
    """Set a new password with a code."""
    entry = reset_codes.get(data.code)
    if entry is None or entry["expires"] < time.time():
        raise HTTPException(status_code=400, detail="Invalid code")
    customer = CustomerRepository(db).get(entry["customer_id"])
    customer.password_hash = hash_password(data.password)
    db.commit()
    del reset_codes[data.code]
    return {"message": "Password changed"}


@router.post("/points/redeem")
def redeem_points(
    data: PointsRedeem,
    customer: Customer = Depends(get_current_customer),
    db: Session = Depends(get_db),
):
    """Spend loyalty points."""
    account = CustomerRepository(db).get(customer.id)
    if account.points < data.points:
        raise HTTPException(status_code=400, detail="Not enough points")
    account.points -= data.points
    db.commit()
    return {"points": account.points}
