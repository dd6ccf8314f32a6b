"""Repositories of mixins, as dataclasses, behind a container that makes things once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Generic, TypeVar

from fastapi import HTTPException
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session, sessionmaker

from .models import Agent, Note, Ticket
from .outside import HttpMailer

Row = TypeVar("Row")
engine = create_engine("postgresql://desk@db/desk", connect_args={"connect_timeout": 5})
make_session = sessionmaker(engine, expire_on_commit=False)


class Reads(Generic[Row]):
    session: Session
    model: type[Row]

    def find(self, ident: int) -> Row | None:
        return self.session.get(self.model, ident)

    def must(self, ident: int) -> Row:
        row = self.find(ident)
        if row is None:
            raise HTTPException(status_code=404)
        return row

    def all(self) -> list[Row]:
        return list(self.session.scalars(select(self.model)))


class Writes(Generic[Row]):
    session: Session

    def put(self, row: Row) -> None:
        self.session.add(row)
        self.session.commit()

    def put_all(self, rows: list[Row]) -> None:
        self.session.add_all(rows)
        self.session.commit()


@dataclass
class Tickets(Reads[Ticket], Writes[Ticket]):
    session: Session
    model = Ticket

    def newest(self) -> list[Ticket]:
        return list(self.session.scalars(select(Ticket).order_by(Ticket.id.desc()).limit(50)))

    def everything(self) -> list[Ticket]:
        return list(self.session.scalars(select(Ticket)))

    def notes(self, ticket_id: int) -> list[Note]:
        return list(self.session.scalars(select(Note).where(Note.ticket_id == ticket_id)))

    def notes_of(self, idents: list[int]) -> list[Note]:
        return list(self.session.scalars(select(Note).where(Note.ticket_id.in_(idents))))


@dataclass
class Agents(Reads[Agent], Writes[Agent]):
    session: Session
    model = Agent


class UnitOfWork:
    def __enter__(self) -> UnitOfWork:
        self.session = make_session()
        return self

    def __exit__(self, kind: object, *rest: object) -> None:
        if kind is None:
            self.session.commit()
        self.session.close()

    @property
    def tickets(self) -> Tickets:
        return Tickets(self.session)


class Container:
    @cached_property
    def mailer(self) -> HttpMailer:
        return HttpMailer("https://mail.example.com")


@lru_cache(maxsize=1)
def container() -> Container:
    return Container()
