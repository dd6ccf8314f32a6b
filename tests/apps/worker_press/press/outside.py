import asyncio
import subprocess
import time

import boto3
import requests


class Bucket:
    def __init__(self) -> None:
        self.client = boto3.client("s3")

    def put(self, name: str, body: bytes) -> None:
        self.client.put_object(Bucket="press", Key=name, Body=body)


class Hook:
    def __init__(self, address: str, timeout: float = 5) -> None:  # AIG211
        self._address = address
        self._timeout = timeout

    def call(self, body: dict) -> int:
        return requests.post(self._address, json=body).status_code  # AIG201


class LimitedHook:
    def __init__(self, address: str, timeout: float = 5) -> None:
        self._address = address
        self._timeout = timeout

    def call(self, body: dict) -> int:
        return requests.post(self._address, json=body, timeout=self._timeout).status_code


def notify(address: str, body: dict) -> None:
    for attempt in range(4):
        try:
            requests.post(address, json=body, timeout=5).raise_for_status()
            return
        except requests.RequestException:
            if attempt == 3:
                raise
            time.sleep(2**attempt)


def shrink(name: str) -> None:
    subprocess.run(["convert", name, "-resize", "800", name], check=True, timeout=60)


async def shrink_async(name: str) -> None:
    process = await asyncio.create_subprocess_exec("convert", name, "-resize", "800", name)
    await process.wait()


async def fetch(name: str) -> bytes:
    await shrink_async(name)
    return name.encode()


def fetch_now(name: str) -> bytes:
    return asyncio.run(fetch(name))


def pause(seconds: float) -> None:
    time.sleep(seconds)


def translate(text: str) -> str:
    raise NotImplementedError("not implemented yet")
