import asyncio
from collections.abc import Iterator
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException
from sqlalchemy.orm import Session

from .models import Agent, Ticket
from .outside import CHECKS, Courier, Mailer, Rates, each_of, ping
from .store import Agents, Tickets, UnitOfWork, container, make_session


@asynccontextmanager
async def lifespan(app: FastAPI):
    container().mailer.send("ops@example.com", "up")
    yield


app = FastAPI(lifespan=lifespan)


def session() -> Iterator[Session]:
    with make_session() as found:
        yield found


def tickets(found: Annotated[Session, Depends(session)]) -> Tickets:
    return Tickets(found)


def mailer() -> Mailer:
    return container().mailer


Repo = Annotated[Tickets, Depends(tickets)]
Post = Annotated[Mailer, Depends(mailer)]


@app.get("/tickets")
def every(repo: Repo):
    return [{"id": each.id} for each in repo.everything()]  # AIG406


@app.get("/tickets/all")
def every_by_mixin(repo: Repo):
    return [{"id": each.id} for each in repo.all()]  # missed AIG406


@app.get("/tickets/newest")
def newest(repo: Repo):
    return [{"id": each.id, "title": each.title} for each in repo.newest()]


@app.get("/tickets/open")
def still_open(repo: Repo):
    return [each.id for each in repo.everything() if each.open]  # AIG408


@app.get("/tickets/notes")
def with_notes(repo: Repo):
    found = []
    for ticket in repo.newest():
        notes = repo.notes(ticket.id)  # AIG401
        found.append({"id": ticket.id, "notes": [each.text for each in notes]})
    return found


@app.get("/tickets/notes-at-once")
def with_notes_at_once(repo: Repo):
    newest_ones = repo.newest()
    notes = repo.notes_of([each.id for each in newest_ones])
    return [{"id": each.id, "notes": [n.text for n in notes]} for each in newest_ones]


@app.get("/tickets/counts")
def with_counts(repo: Repo):
    return [{"id": each.id, "notes": each.note_count} for each in repo.newest()[:20]]  # AIG401


@app.get("/tickets/agents")
def with_agents(repo: Repo):
    return [{"id": each.id, "agent": each.agent.email} for each in repo.newest()]  # AIG402


@app.post("/tickets/copies")
def copied(repo: Repo, titles: list[str]):
    rows = []
    for _ in titles:
        row = Ticket(open=True)
        repo.put(row)  # AIG405
        rows.append(row)
    return len(rows)


@app.post("/tickets/copies-at-once")
def copied_at_once(repo: Repo, titles: list[str]):
    repo.put_all([Ticket(open=True) for _ in titles])
    return len(titles)


@app.get("/tickets/{ident}")
def status_of(ident: int, repo: Repo):
    return {"open": repo.find(ident).open}  # AIG108


@app.get("/tickets/{ident}/sure")
def status_for_sure(ident: int, repo: Repo):
    return {"open": repo.must(ident).open}


@app.post("/tickets/{ident}/close")
def close(ident: int, repo: Repo):
    try:
        ticket = repo.must(ident)
        ticket.open = False
        repo.put(ticket)
    except Exception as error:  # AIG106
        raise HTTPException(status_code=500, detail="failed") from error
    return {}


@app.post("/tickets/{ident}/close-sure")
def close_sure(ident: int, repo: Repo):
    try:
        ticket = repo.must(ident)
        ticket.open = False
        repo.put(ticket)
    except HTTPException:
        raise
    except Exception as error:
        raise HTTPException(status_code=500, detail="failed") from error
    return {}


@app.post("/agents/{ident}/points")
def reward(ident: int, points: int, found: Annotated[Session, Depends(session)]):
    agent = found.get(Agent, ident)
    if agent is None:
        raise HTTPException(status_code=404)
    agent.points += points  # AIG610
    found.commit()
    return {}


@app.post("/agents/{ident}/points-locked")
def reward_locked(ident: int, points: int, found: Annotated[Session, Depends(session)]):
    agent = found.get(Agent, ident, with_for_update=True)
    if agent is None:
        raise HTTPException(status_code=404)
    agent.points += points
    found.commit()
    return {}


@app.post("/mail")
async def mail(post: Post, to: str):
    post.send(to, "hello")  # AIG601
    return {}


@app.post("/mail-aside")
async def mail_aside(post: Post, to: str):
    await asyncio.to_thread(post.send, to, "hello")
    return {}


@app.post("/mail-made-once")
async def mail_made_once(to: str):
    container().mailer.send(to, "hello")  # AIG601
    return {}


@app.post("/parcel")
async def parcel(to: str, courier: Annotated[Courier, Depends()]):
    courier.deliver(to)  # AIG601
    return {}


@app.post("/work")
async def work():
    with UnitOfWork() as unit:  # AIG601
        await asyncio.sleep(0)
    return {"done": unit is not None}


@app.get("/rates")
async def rates():
    return [each["name"] for each in Rates()]  # AIG601


@app.get("/tickets/{ident}/count")
async def count(ticket: Annotated[Ticket, Depends()]):
    return {"title": ticket.title, "count": ticket.note_count}  # AIG601


@app.get("/hosts")
async def hosts(names: list[str]):
    return each_of(names, change=ping)  # AIG601


@app.get("/hosts/names")
async def host_names(names: list[str]):
    return each_of(names)


@app.get("/check")
async def check(kind: str, name: str):
    return CHECKS[kind](name)  # AIG601


@app.get("/check/aside")
async def check_aside(kind: str, name: str):
    return await asyncio.to_thread(CHECKS[kind], name)


@app.get("/agents")
def agents(found: Annotated[Session, Depends(session)]):
    return len(Agents(found).all())  # missed AIG407
