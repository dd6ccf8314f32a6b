"""Modules of which another module decides whether they are reported."""

NESTED = """\
import asyncio

async def load():
    return 1

def load_now():
    return asyncio.run(load())

async def show():
    return load_now()
"""
TASK = """\
from celery import shared_task

@shared_task
def resize(image, store):
    try:
        store.resize(image)
    except Exception:
        return False
    return True
"""
