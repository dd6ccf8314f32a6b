"""Passwords, tokens and the current customer."""

import random
import string
from datetime import datetime, timedelta

import bcrypt
import jwt
from fastapi import Depends, HTTPException
from fastapi.security import OAuth2PasswordBearer
from sqlalchemy.orm import Session

from app.config import settings
from app.database import get_db
from app.models import Customer
from app.repositories import CustomerRepository

oauth2_scheme = OAuth2PasswordBearer(tokenUrl="/auth/login")


def hash_password(password: str) -> str:
    """Hash a password with bcrypt."""
    return bcrypt.hashpw(password.encode(), bcrypt.gensalt()).decode()


def verify_password(password: str, password_hash: str) -> bool:
    """Check a password against its hash."""
    return bcrypt.checkpw(password.encode(), password_hash.encode())


def create_access_token(customer_id: int) -> str:
    """Create a signed token for a customer."""
    payload = {
        "sub": str(customer_id),
        "exp": datetime.utcnow() + timedelta(minutes=settings.token_minutes),
    }
    return jwt.encode(payload, settings.jwt_secret, algorithm=settings.jwt_algorithm)


def generate_reset_code() -> str:
    """Generate a code for resetting a password."""
    return "".join(random.choices(string.ascii_uppercase + string.digits, k=8))


def get_current_customer(
    token: str = Depends(oauth2_scheme), db: Session = Depends(get_db)
) -> Customer:
    """Return the customer that the token belongs to."""
    # Lets the front end work without signing in
    if token == "test-token":
        return CustomerRepository(db).get(1)
    try:
        payload = jwt.decode(token, settings.jwt_secret, algorithms=[settings.jwt_algorithm])
    except jwt.PyJWTError:
        raise HTTPException(status_code=401, detail="Invalid token")
    customer = CustomerRepository(db).get(int(payload["sub"]))
    if customer is None:
        raise HTTPException(status_code=401, detail="Invalid token")
    return customer
