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
