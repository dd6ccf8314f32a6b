# file: app/groups.py
from sqlmodel import Field, Relationship, Session, SQLModel, select


class Hero(SQLModel, table=True):
    id: int = Field(primary_key=True)
    team_id: int = Field(foreign_key="team.id")


class Power(SQLModel, table=True):
    id: int = Field(primary_key=True)
    team_id: int = Field(foreign_key="team.id")


class Team(SQLModel, table=True):
    id: int = Field(primary_key=True)
    heroes: list[Hero] = Relationship()
    powers: list[Power] = Relationship(sa_relationship_kwargs={"lazy": "selectin"})
    others: list[Power] = Relationship(sa_relationship_kwargs=dict(lazy="selectin"))


def names(session: Session):
    return [[hero.id for hero in team.heroes] for team in session.exec(select(Team)).all()]  # AIG402


def powers(session: Session):
    return [[power.id for power in team.powers] for team in session.exec(select(Team)).all()]


def others(session: Session):
    return [[power.id for power in team.others] for team in session.exec(select(Team)).all()]
