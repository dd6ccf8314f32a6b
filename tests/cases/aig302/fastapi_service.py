import os
from functools import lru_cache

import aiohttp
import boto3
import httpx
import redis.asyncio as redis
import requests
from fastapi import BackgroundTasks, Depends, FastAPI, Request
from openai import OpenAI
from sqlalchemy import create_engine
from sqlalchemy.orm import Session, sessionmaker

DATABASE_URL = os.environ["DATABASE_URL"]
app = FastAPI()
_cache = None


@app.post("/upload")
def upload(name: str):
    s3 = boto3.client("s3", region_name=os.environ["AWS_REGION"])  # AIG302
    s3.put_object(Bucket="shop", Key=name)


@app.get("/summary")
def summary(text: str):
    answer = OpenAI(timeout=20).responses.create(model="gpt-5", input=text)  # AIG302
    return answer.output_text


@app.get("/summary-for")
def summary_for(text: str, request: Request):
    client = OpenAI(api_key=request.headers["x-api-key"], timeout=20)
    return client.responses.create(model="gpt-5", input=text).output_text


def get_db():
    engine = create_engine(DATABASE_URL)  # AIG302
    with Session(engine) as session:
        yield session


@app.get("/orders")
def orders(session: Session = Depends(get_db)):
    return session.execute("SELECT 1 FROM orders LIMIT 1").all()


async def rate(currency):
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as session:  # AIG302
        async with session.get(f"https://rates.example.com/{currency}") as answer:
            answer.raise_for_status()
            return await answer.json()


@app.get("/rates/{currency}")
async def read_rate(currency: str):
    return await rate(currency)


def kept():
    global _cache
    if _cache is None:
        _cache = redis.Redis(host="cache")
    return _cache


@lru_cache
def storage():
    return boto3.client("s3")


def build_cloud():
    return boto3.client("sqs")


@lru_cache
def cloud():
    return build_cloud()


@app.get("/cached")
async def cached():
    cloud().list_queues()  # AIG601
    storage().list_buckets()  # AIG601
    return await kept().get("orders")


def fresh():
    return boto3.client("sqs")  # AIG302


@app.get("/queues")
def queues():
    return fresh().list_queues()


@app.get("/health")
async def health():
    async with httpx.AsyncClient(timeout=2) as client:
        return (await client.get("https://rates.example.com/health")).status_code


@app.get("/login")
def login():
    with requests.Session() as session:
        session.get("https://shop.example.com/token", timeout=3)
        return session.get("https://shop.example.com/me", timeout=3)


@app.on_event("startup")
async def start():
    app.state.client = httpx.AsyncClient(timeout=5)
    async with httpx.AsyncClient(timeout=5) as client:
        await client.get("https://rates.example.com/warm-up")


def require_admin():
    return True


@app.delete("/cache")
async def clear(admin: bool = Depends(require_admin)):
    async with httpx.AsyncClient(timeout=5) as client:
        await client.delete("https://cdn.example.com/cache")


@app.get("/weather/{city}")
async def weather(city: str):
    cached = await kept().get(city)
    if not cached:
        async with httpx.AsyncClient(timeout=5) as client:  # AIG302
            cached = await client.get(f"https://weather.example.com/{city}")
    return cached
