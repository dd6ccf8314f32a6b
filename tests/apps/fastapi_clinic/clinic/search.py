from sqlalchemy import Row, text
from sqlalchemy.orm import Session

COLUMNS = "id, name"


def run(session: Session, statement: str) -> list[Row]:
    return list(session.execute(text(statement)))


def run_with(session: Session, statement: str, values: dict[str, str]) -> list[Row]:
    return list(session.execute(text(statement), values))
