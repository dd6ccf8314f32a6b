"""Passwords, access tokens and reset codes."""

import hashlib
import secrets
from datetime import timedelta

import bcrypt
import jwt
from redis import Redis

from app.config import Settings
from app.database import now

RESET_SECONDS = 15 * 60


def hash_password(password: str) -> str:
    """Hash a password with bcrypt."""
    return bcrypt.hashpw(password.encode(), bcrypt.gensalt()).decode()


def verify_password(password: str, password_hash: str) -> bool:
    """Check a password against its hash."""
    return bcrypt.checkpw(password.encode(), password_hash.encode())


def create_access_token(customer_id: int, settings: Settings) -> str:
    """Create a signed token for a customer."""
    expires = now() + timedelta(minutes=settings.token_minutes)
    payload = {"sub": str(customer_id), "exp": expires}
    return jwt.encode(payload, settings.jwt_secret, algorithm=settings.jwt_algorithm)


def read_access_token(token: str, settings: Settings) -> int:
    """The id of the customer that a token was made for. Raises jwt.PyJWTError."""
    payload = jwt.decode(
        token,
        settings.jwt_secret,
        algorithms=[settings.jwt_algorithm],
        options={"require": ["exp", "sub"]},
    )
    return int(payload["sub"])


class ResetCodes:
    """Codes for new passwords, in Redis: each works once and for a quarter of an hour."""

    def __init__(self, redis: Redis):
        self.redis = redis

    def create(self, customer_id: int) -> str:
        """Make a code for a customer."""
        code = secrets.token_urlsafe(24)
        self.redis.setex(self._key(code), RESET_SECONDS, str(customer_id))
        return code

    def redeem(self, code: str) -> int | None:
        """The id of the customer that a code was made for, if it is still good."""
        customer_id = self.redis.getdel(self._key(code))
        return int(customer_id) if customer_id is not None else None

    def _key(self, code: str) -> str:
        return f"reset:{hashlib.sha256(code.encode()).hexdigest()}"
