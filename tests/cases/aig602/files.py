import asyncio
import json
from pathlib import Path


def load(path):
    return json.loads(Path(path).read_text(encoding="utf-8"))


async def terms():
    with open("terms.md", encoding="utf-8") as stream:  # AIG602
        return stream.read()  # AIG602


async def settings(path):
    return load(path)  # AIG602


async def settings_aside(path):
    return await asyncio.to_thread(load, path)
