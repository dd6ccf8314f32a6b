"""Signing up, signing in, forgotten passwords."""

from fastapi import APIRouter, BackgroundTasks, HTTPException
from sqlalchemy.exc import IntegrityError

from app.auth import ResetCodes, create_access_token, hash_password, verify_password
from app.dependencies import CurrentCustomer, Db, Shared
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
from app.services.notifications import compose, send_mail

router = APIRouter(prefix="/auth", tags=["auth"])


@router.post("/register", status_code=201)
def register(data: CustomerCreate, db: Db, resources: Shared) -> Token:
    """Create an account."""
    customer = Customer(
        email=data.email,
        name=data.name,
        phone=data.phone,
        password_hash=hash_password(data.password),
    )
    try:
        CustomerRepository(db).add(customer)
    except IntegrityError as error:
        db.rollback()
        raise HTTPException(status_code=409, detail="Email already registered") from error
    return Token(access_token=create_access_token(customer.id, resources.settings))


@router.post("/login")
def login(data: Login, db: Db, resources: Shared) -> Token:
    """Sign in with email and password."""
    customer = CustomerRepository(db).find_by_email(data.email)
    if customer is None or not verify_password(data.password, customer.password_hash):
        raise HTTPException(status_code=401, detail="Wrong email or password")
    return Token(access_token=create_access_token(customer.id, resources.settings))


@router.post("/forgot-password", status_code=202)
def forgot_password(
    data: ResetRequest, db: Db, resources: Shared, background: BackgroundTasks
) -> dict[str, str]:
    """Send a code to reset the password."""
    customer = CustomerRepository(db).find_by_email(data.email)
    if customer is not None:
        code = ResetCodes(resources.redis).create(customer.id)
        mail = compose(customer.email, "Your code", f"Reset your password with this code: {code}")
        background.add_task(send_mail, resources.mailer, mail)
    return {"message": "If the address is known, a code is on its way"}


@router.post("/reset-password")
def reset_password(data: PasswordReset, db: Db, resources: Shared) -> dict[str, str]:
    """Set a new password with a code."""
    customer_id = ResetCodes(resources.redis).redeem(data.code)
    customer = CustomerRepository(db).get(customer_id) if customer_id is not None else None
    if customer is None:
        raise HTTPException(status_code=400, detail="Invalid code")
    customer.password_hash = hash_password(data.password)
    db.commit()
    return {"message": "Password changed"}


@router.post("/points/redeem")
def redeem_points(data: PointsRedeem, customer: CurrentCustomer, db: Db) -> dict[str, str]:
    """Spend loyalty points."""
    if not CustomerRepository(db).redeem_points(customer.id, data.points):
        raise HTTPException(status_code=400, detail="Not enough points")
    return {"message": "Points redeemed"}
