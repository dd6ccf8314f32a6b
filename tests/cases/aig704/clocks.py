import datetime as dt
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

from pydantic import BaseModel, Field


class Event(BaseModel):
    created_at: datetime = Field(default_factory=datetime.utcnow)  # AIG704
    updated_at: datetime = Field(default_factory=datetime.now)  # AIG704
    seen_at: datetime = Field(default_factory=lambda: datetime.now(timezone.utc))


@dataclass
class Visit:
    at: datetime = field(default_factory=datetime.now)  # AIG704


def token(user):
    return {"sub": user.id, "exp": dt.datetime.utcnow() + timedelta(hours=1)}  # AIG704


def save(row):
    now = datetime.now()  # AIG704
    row.updated_at = now
    return {"status": "ok", "timestamp": datetime.now().isoformat()}  # AIG704


def expired(row):
    limit = datetime.now(timezone.utc)
    return datetime.now() > limit  # AIG704


def shown(work):
    start = datetime.now()
    work()
    elapsed = datetime.now() - start
    name = f"report-{datetime.now():%Y%m%d}.csv"
    line = "{timestamp}".format(timestamp=datetime.now())
    return elapsed, name, line, datetime.now().strftime("%H:%M")


def expiry(claims):
    return {"expires_at": datetime.fromtimestamp(claims["exp"])}  # AIG704


def listing(path):
    changed = path.stat().st_mtime
    return {
        "modified": datetime.fromtimestamp(path.stat().st_mtime).isoformat(),
        "size": changed,
    }


def cookie_expires(response):
    if hasattr(dt, "UTC"):
        response.expires = dt.datetime.now(dt.UTC) + timedelta(days=1)
    else:
        response.expires = dt.datetime.utcnow() + timedelta(days=1)


def touch(row):
    if hasattr(row, "updated_at"):
        row.updated_at = datetime.utcnow()  # AIG704
