import time
from functools import lru_cache

import boto3
import httpx
import requests
from openai import AsyncOpenAI, OpenAI

RATES = "https://rates.example.com"


def make_rates_client():
    return httpx.AsyncClient(base_url=RATES, timeout=5)


@lru_cache
def rates_client():
    return httpx.AsyncClient(base_url=RATES, timeout=5)


class Rates:
    def __init__(self, base: str = RATES) -> None:
        self.base = base

    def of(self, currency: str) -> str:
        answer = requests.get(f"{self.base}/{currency}", timeout=5)
        answer.raise_for_status()
        return answer.json()["rate"]

    def history(self, currency: str, timeout: float = 5) -> list:  # AIG211
        answer = requests.get(f"{self.base}/{currency}/history")  # AIG201
        answer.raise_for_status()
        return answer.json()

    def forecast(self, currency: str, timeout: float = 5) -> list:
        answer = requests.get(f"{self.base}/{currency}/forecast", timeout=timeout)
        answer.raise_for_status()
        return answer.json()


class Weather:
    def __init__(self, base: str, timeout: float = 5) -> None:  # AIG211
        self._base = base
        self._timeout = timeout

    async def today(self, client: httpx.AsyncClient) -> dict:
        answer = await client.get(f"{self._base}/today")
        answer.raise_for_status()
        return answer.json()


class Storage:
    def __init__(self) -> None:
        self._bucket = boto3.resource("s3").Bucket("hotel")

    def put(self, name: str, body: bytes) -> None:
        self._bucket.put_object(Key=name, Body=body)


class Texts:
    def __init__(self) -> None:
        self.model = OpenAI(timeout=20)
        self.async_model = AsyncOpenAI(timeout=20)

    def greeting(self, name: str) -> str:
        return self.model.responses.create(model="gpt-5", input=f"Greet {name}").output_text

    async def farewell(self, name: str) -> str:
        answer = await self.async_model.responses.create(model="gpt-5", input=f"Thank {name}")
        return answer.output_text


def steady(call, *given):
    for attempt in range(4):
        try:
            return call(*given)
        except requests.RequestException:
            time.sleep(2**attempt)
    raise TimeoutError("no answer")
