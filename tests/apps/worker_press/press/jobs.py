import asyncio
import hashlib
import json
import os

from .outside import Bucket, Hook, fetch, fetch_now, notify, pause, shrink, shrink_async
from .store import Articles, connect, queue


class Jobs:
    def __init__(self, articles: Articles, bucket: Bucket, hook: Hook) -> None:
        self.articles = articles
        self.bucket = bucket
        self.hook = hook
        self.by_kind = {"publish": self.publish, "shrink": self.shrink}

    async def run(self) -> None:
        while True:
            raw = queue().blpop("jobs", timeout=5)  # AIG601
            if raw is None:
                await asyncio.sleep(0)
                continue
            job = json.loads(raw[1])
            await self.by_kind[job["kind"]](job)

    async def run_aside(self) -> None:
        while True:
            raw = await asyncio.to_thread(queue().blpop, "jobs", timeout=5)
            if raw is not None:
                job = json.loads(raw[1])
                await self.by_kind[job["kind"]](job)

    async def publish(self, job: dict) -> None:
        article = self.articles.get(job["id"])  # AIG619
        if article is None:
            return
        self.bucket.put(f"{article['id']}.html", article["body"].encode())  # AIG619
        self.hook.call({"id": article["id"]})  # AIG619
        self.announce(article)  # AIG605

    async def publish_aside(self, job: dict) -> None:
        article = await asyncio.to_thread(self.articles.get, job["id"])
        if article is None:
            return
        name, body = f"{article['id']}.html", article["body"].encode()
        await asyncio.to_thread(self.bucket.put, name, body)
        await self.announce(article)

    async def announce(self, article: dict) -> None:
        notify("https://hooks.example.com", article)  # AIG619

    async def announce_aside(self, article: dict) -> None:
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(None, lambda: notify("https://hooks.example.com", article))

    async def shrink(self, job: dict) -> None:
        shrink(job["name"])  # missed AIG601

    async def shrink_aside(self, job: dict) -> None:
        await shrink_async(job["name"])
        await asyncio.to_thread(shrink, job["name"])

    async def wait(self, job: dict) -> None:
        pause(job["seconds"])  # AIG619
        pause_later = asyncio.to_thread(pause, job["seconds"])
        await pause_later

    async def fetched(self, job: dict) -> bytes:
        return fetch_now(job["name"])  # AIG613

    async def fetched_awaited(self, job: dict) -> bytes:
        return await fetch(job["name"])

    async def is_known(self, job: dict) -> bool:
        return await asyncio.to_thread(self.articles.get, job["id"]) is not None

    async def skip_known(self, job: dict) -> None:
        if self.is_known(job):  # AIG605
            return
        if not await self.is_known(job):
            await self.publish_aside(job)

    async def sign(self, job: dict) -> str:
        return seal(job["body"]).hex()  # AIG619

    async def sign_aside(self, job: dict) -> str:
        return (await asyncio.to_thread(seal, job["body"])).hex()


def seal(body: str) -> bytes:
    return hashlib.pbkdf2_hmac("sha256", body.encode(), os.environb[b"SALT"], 600_000)


def tags_of(articles: Articles, idents: list[int]) -> dict[int, list[dict]]:
    return {ident: articles.tags(ident) for ident in idents}  # missed AIG417


def publish_each(articles: Articles, idents: list[int]) -> None:
    for ident in idents:
        articles.publish(ident)  # missed AIG405


def publish_together(articles: Articles, idents: list[int]) -> None:
    articles.publish_all(idents)


def main() -> None:
    with connect() as connection:
        hook = Hook("https://hooks.example.com")
        asyncio.run(Jobs(Articles(connection), Bucket(), hook).run_aside())
