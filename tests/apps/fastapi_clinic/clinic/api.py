from clinic import search
from clinic.database import SessionDep
from clinic.models import Patient, Role, Visit
from clinic.repositories import PatientRepository, VisitRepository
from clinic.services import (
    PatientService,
    form_named,
    letter_form,
    query_for,
    summary_line,
)
from fastapi import APIRouter, Depends, FastAPI
from sqlalchemy import func, select, text
from sqlalchemy.orm import joinedload

router = APIRouter()


@router.get("/patients")
def patients(repo: PatientRepository = Depends()):
    return repo.everybody()  # AIG406


@router.get("/patients/page")
def patient_page(after: int = 0, limit: int = 50, repo: PatientRepository = Depends()):
    return repo.page(after, min(limit, 200))


@router.get("/patients/of/{doctor_id}")
def patients_of(doctor_id: int, repo: PatientRepository = Depends()):
    return repo.of_doctor(doctor_id)


@router.get("/patients/names")
def patient_names(session: SessionDep):
    return [patient.name for patient in session.query(Patient).all()]  # AIG406


@router.get("/patients/count")
def patient_count(session: SessionDep):
    return {"patients": session.scalars(select(func.count()).select_from(Patient)).one()}


@router.get("/visits")
def visits(session: SessionDep):
    found = []
    for visit in session.scalars(select(Visit)):
        found.append({"id": visit.id, "day": visit.day})
    return {"visits": found}  # AIG406


@router.get("/visits/text")
def visits_as_text(session: SessionDep):
    rows = session.execute(text("SELECT id, day FROM visits ORDER BY day")).fetchall()
    return [dict(row) for row in rows]  # AIG406


@router.get("/roles")
def roles(session: SessionDep):
    return session.scalars(select(Role)).all()


@router.get("/patients/doctors")
def with_doctors(doctor_id: int, repo: PatientRepository = Depends()):
    return [each.as_dict() for each in repo.of_doctor(doctor_id)]  # AIG402


@router.get("/patients/loaded")
def with_doctors_loaded(repo: PatientRepository = Depends()):
    return [each.as_dict() for each in repo.with_doctors(50)]


@router.get("/patients/lines")
def lines(doctor_id: int, repo: PatientRepository = Depends()):
    return [each.as_line() for each in repo.of_doctor(doctor_id)]


@router.get("/visits/{day}")
def visits_of(day: str, repo: VisitRepository = Depends()):
    return [{"patient": visit.patient.name} for visit in repo.of_day(day)]  # AIG402


@router.get("/visits/{day}/lines")
def visit_lines(day: str, repo: VisitRepository = Depends()):
    return [summary_line(visit) for visit in repo.of_day(day)]  # AIG402


@router.get("/visits/{day}/keys")
def visit_keys(day: str, repo: VisitRepository = Depends()):
    return [{"patient": visit.patient_id} for visit in repo.of_day(day)]


@router.get("/visits/{day}/notes")
def visit_notes(day: str, repo: VisitRepository = Depends()):
    return {visit.id: [note.text for note in visit.notes] for visit in repo.of_day(day)}


@router.get("/visits/{day}/joined")
def visits_joined(day: str, session: SessionDep):
    query = select(Visit).options(joinedload(Visit.patient)).where(Visit.day == day)
    return [visit.patient.name for visit in session.scalars(query)]


@router.get("/patients/named/{name}")
def named(name: str, repo: PatientRepository = Depends()):
    return [each.id for each in repo.everybody() if each.name == name]  # AIG408


@router.get("/patients/old")
def of_one_doctor(doctor_id: int, session: SessionDep):
    for patient in session.query(Patient).all():  # AIG408
        if patient.doctor_id == doctor_id:
            return patient
    return None


@router.get("/patients/sorted")
def of_doctor_and_name(doctor_id: int, name: str, repo: PatientRepository = Depends()):
    return [each for each in repo.of_doctor(doctor_id) if each.name == name]


@router.get("/search")
def find(name: str, session: SessionDep):
    statement = f"SELECT id, name FROM patients WHERE name LIKE '%{name}%' LIMIT 10"
    return search.run(session, statement)  # AIG506


@router.get("/search/built")
def find_built(name: str, session: SessionDep):
    return session.execute(text(query_for(name))).first()  # AIG506


@router.get("/search/values")
def find_by_value(name: str, session: SessionDep):
    statement = f"SELECT {search.COLUMNS} FROM patients WHERE name = :name LIMIT 10"
    return search.run_with(session, statement, {"name": name})


@router.get("/search/number")
def find_by_number(number: int, session: SessionDep):
    return search.run(session, f"SELECT id, name FROM patients WHERE id = {number}")


@router.get("/letter")
def letter(name: str):
    return letter_form()["text"].format(name=name)  # AIG411


@router.get("/form/{name}")
def form(name: str):
    return form_named(name)


@router.post("/bill")
def admit(names: list[str], doctor_id: int, service: PatientService = Depends()):
    service.admit(names, doctor_id)


@router.get("/doctors/{doctor_id}/patients")
def described(doctor_id: int, service: PatientService = Depends()):
    return {"patients": service.of_doctor(doctor_id), "often": service.often(doctor_id)}


app = FastAPI()
app.include_router(router)
app.state.letter = letter_form()
