import json
from collections.abc import Sequence

from clinic.database import SessionDep
from clinic.models import Patient, Visit
from clinic.repositories import (
    DoctorRepository,
    PatientRepository,
    VisitRepository,
    VisitSource,
    fee_of,
    notes_of,
)
from fastapi import Depends


def letter_form() -> dict[str, str]:
    with open("forms/letter.json", encoding="utf-8") as stream:
        return json.load(stream)


def form_named(name: str) -> dict[str, str]:
    with open(f"forms/{name}.json", encoding="utf-8") as stream:
        return json.load(stream)


class PatientService:
    def __init__(
        self,
        patients: PatientRepository = Depends(),
        doctors: DoctorRepository = Depends(),
        visits: VisitRepository = Depends(),
        counts: VisitSource = Depends(),
    ) -> None:
        self.patients = patients
        self.doctors = doctors
        self.visits = visits
        self.counts = counts

    def described(self, patient: Patient) -> dict[str, str]:
        doctor = self.doctors.get(patient.doctor_id)
        return {"name": patient.name, "doctor": doctor.name}

    def of_doctor(self, doctor_id: int) -> list[dict[str, str]]:
        rows = self.patients.of_doctor(doctor_id)
        return [self.described(each) for each in rows]  # AIG401

    def of_doctor_at_once(self, doctor_id: int) -> list[dict[str, str]]:
        rows = self.patients.of_doctor(doctor_id)
        doctors = self.doctors.by_ids({each.doctor_id for each in rows})
        return [{"name": each.name, "doctor": doctors[each.doctor_id].name} for each in rows]

    def often(self, doctor_id: int) -> list[str]:
        found = []
        for patient in self.patients.of_doctor(doctor_id):
            if self.counts.count(patient.id) > 3:  # AIG401
                found.append(patient.name)
        return found

    def last_days(self, idents: list[int]) -> dict[int, str]:
        days = {}
        for ident in idents:
            visit = self.visits.last_of(ident)  # AIG417
            days[ident] = visit.day if visit is not None else ""
        return days

    def last_days_once_each(self, visits: Sequence[Visit]) -> dict[int, str]:
        known: dict[int, str] = {}
        for visit in visits:
            if visit.patient_id not in known:
                last = self.visits.last_of(visit.patient_id)
                known[visit.patient_id] = last.day if last is not None else ""
        return known

    def newest(self, idents: list[int]) -> Visit | None:
        for ident in idents:
            visit = self.visits.last_of(ident)
            if visit is not None:
                return visit
        return None

    def admit(self, names: list[str], doctor_id: int) -> None:
        for name in names:
            self.patients.add(Patient(name=name, doctor_id=doctor_id))  # AIG405

    def admit_together(self, session: SessionDep, names: list[str], doctor_id: int) -> None:
        for name in names:
            session.add(Patient(name=name, doctor_id=doctor_id))
        session.commit()


def bill(session: SessionDep, visits: Sequence[Visit], year: int) -> int:
    total = 0
    for visit in visits:
        total += fee_of(session, year)  # AIG409
        visit.billed = True
    return total


def bill_at_once(session: SessionDep, visits: Sequence[Visit], year: int) -> int:
    fee = fee_of(session, year)
    return sum(fee for _ in visits)


def bill_by_year(session: SessionDep, visits: Sequence[Visit]) -> int:
    return sum(fee_of(session, visit.year) for visit in visits)  # AIG417


def record(session: SessionDep, visits: Sequence[Visit]) -> dict[int, list[str]]:
    return {visit.id: notes_of(session, visit.id) for visit in visits}  # AIG417


def summary_line(visit: Visit) -> str:
    return f"{visit.day} {visit.patient.name}"


def import_visits(session: SessionDep, rows: list[dict[str, str]]) -> None:
    for row in rows:
        if not notes_of(session, int(row["visit"])):
            session.add(Visit(day=row["day"]))


def query_for(name: str) -> str:
    return f"SELECT id, name FROM patients WHERE name = '{name}'"
