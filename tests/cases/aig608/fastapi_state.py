import asyncio
import time
import uuid
from collections import defaultdict

from fastapi import BackgroundTasks, FastAPI, WebSocket
from pydantic import BaseModel

from .models import User

app = FastAPI()

jobs = {}  # AIG608
users_db: dict[str, User] = {}  # AIG608
conversations = defaultdict(list)  # AIG608
todos = []  # AIG608
price_cache = {}
request_counts = defaultdict(int)
active_connections = []
running = {}
COUNTRIES = {"de": "Germany"}
models = {}


class Todo(BaseModel):
    title: str


@app.post("/jobs")
async def start_job(background: BackgroundTasks):
    job_id = str(uuid.uuid4())
    jobs[job_id] = {"status": "queued", "created": time.time()}
    background.add_task(run_job, job_id)
    return {"id": job_id}


def run_job(job_id):
    jobs[job_id]["status"] = "done"


@app.get("/jobs/{job_id}")
async def job_state(job_id: str):
    return jobs[job_id]


@app.post("/users")
def add_user(name: str):
    user = User(name=name)
    users_db[name] = user
    return user


@app.get("/users")
def list_users():
    return list(users_db.values())


@app.post("/chat")
def chat(session_id: str, message: str):
    conversations[session_id].append({"role": "user", "content": message})
    return {"turns": len(conversations[session_id])}


@app.post("/todos")
def add_todo(todo: Todo):
    todos.append(todo.model_dump())


@app.get("/todos")
def list_todos():
    return todos


@app.get("/prices/{item}")
def price(item: str):
    request_counts[item] += 1
    if item not in price_cache:
        price_cache[item] = {"price": 1}
    return price_cache[item]


@app.get("/prices")
def prices():
    return price_cache


@app.websocket("/live")
async def live(websocket: WebSocket):
    active_connections.append(websocket)
    running["live"] = asyncio.create_task(websocket.receive())
    for connection in active_connections:
        await connection.send_text("joined")


@app.get("/running")
def list_running():
    return list(running)


@app.get("/countries")
def countries():
    return COUNTRIES


@app.get("/models/{name}")
def model(name: str):
    if name not in models:
        models[name] = {"name": name}
    return models[name]
