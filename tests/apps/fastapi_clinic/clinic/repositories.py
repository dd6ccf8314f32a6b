from collections.abc import Sequence
from typing import Generic, Protocol, TypeVar

from clinic.database import SessionDep
from clinic.models import Doctor, Fee, Note, Patient, Visit
from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

Model = TypeVar("Model")


class Repository(Generic[Model]):
    model: type[Model]

    def __init__(self, session: SessionDep) -> None:
        self.session = session

    def get(self, ident: int) -> Model:
        return self.session.get_one(self.model, ident)

    def add(self, row: Model) -> None:
        self.session.add(row)
        self.session.commit()


class DoctorRepository(Repository[Doctor]):
    model = Doctor

    def by_ids(self, idents: set[int]) -> dict[int, Doctor]:
        rows = self.session.scalars(select(Doctor).where(Doctor.id.in_(idents)))
        return {row.id: row for row in rows}


class PatientRepository(Repository[Patient]):
    model = Patient

    def everybody(self) -> Sequence[Patient]:
        return self.session.scalars(select(Patient)).all()

    def page(self, after: int, limit: int) -> Sequence[Patient]:
        query = select(Patient).where(Patient.id > after).order_by(Patient.id).limit(limit)
        return self.session.scalars(query).all()

    def of_doctor(self, doctor_id: int) -> Sequence[Patient]:
        query = select(Patient).where(Patient.doctor_id == doctor_id)
        return self.session.scalars(query).all()

    def with_doctors(self, limit: int) -> Sequence[Patient]:
        query = select(Patient).options(selectinload(Patient.doctor)).limit(limit)
        return self.session.scalars(query).all()


class VisitSource(Protocol):
    def count(self, patient_id: int) -> int: ...


class VisitRepository(Repository[Visit]):
    model = Visit

    def of_day(self, day: str) -> Sequence[Visit]:
        return self.session.scalars(select(Visit).where(Visit.day == day)).all()

    def last_of(self, patient_id: int) -> Visit | None:
        query = select(Visit).where(Visit.patient_id == patient_id).order_by(Visit.day.desc())
        return self.session.scalars(query).first()


class SqlVisitSource(VisitSource):
    def __init__(self, session: SessionDep) -> None:
        self.session = session

    def count(self, patient_id: int) -> int:
        query = select(func.count()).select_from(Visit).where(Visit.patient_id == patient_id)
        return self.session.scalars(query).one()


def notes_of(session: Session, visit_id: int) -> list[str]:
    rows = session.scalars(select(Note).where(Note.visit_id == visit_id))
    return [row.text for row in rows]


def fee_of(session: Session, year: int) -> int:
    return session.scalars(select(Fee.cents).where(Fee.year == year)).one()
