import asyncio
import time

import boto3
import psycopg2
import redis

queue = redis.Redis(host="cache", socket_timeout=5)
storage = boto3.client("s3")


def upload(name, body):
    storage.put_object(Bucket="shop", Key=name, Body=body)


async def process(job):
    upload(job["name"], job["body"])  # AIG619
    await asyncio.sleep(0)


async def consume():
    while True:
        job = queue.blpop("jobs", timeout=5)  # AIG601
        if job is not None:
            await process(job)


async def report(dsn):
    connection = psycopg2.connect(dsn, connect_timeout=5)  # AIG601
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM jobs")
            return cursor.fetchone()
    finally:
        connection.close()


def handle(job):
    time.sleep(1)
    return job


async def later(job):
    return await asyncio.gather(asyncio.to_thread(handle, job), process(job))
