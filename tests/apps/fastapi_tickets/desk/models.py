from __future__ import annotations

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    mapped_column,
    object_session,
    relationship,
)


class Base(DeclarativeBase):
    pass


class Agent(Base):
    __tablename__ = "agents"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str]
    points: Mapped[int]


class Ticket(Base):
    __tablename__ = "tickets"

    id: Mapped[int] = mapped_column(primary_key=True)
    open: Mapped[bool]
    agent_id: Mapped[int] = mapped_column(ForeignKey("agents.id"))
    agent: Mapped[Agent] = relationship()

    @property
    def note_count(self) -> int:
        notes = select(Note.id).where(Note.ticket_id == self.id)
        return len(object_session(self).scalars(notes).all())

    @property
    def title(self) -> str:
        return f"Ticket {self.id}"


class Note(Base):
    __tablename__ = "notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int]
    text: Mapped[str]
