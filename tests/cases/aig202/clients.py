import aiohttp
import httpx
import requests
from openai import AsyncOpenAI

NO_LIMIT = None

client = httpx.Client(timeout=None)  # AIG202
bounded = httpx.Client(timeout=httpx.Timeout(5, read=60))
endless = httpx.Timeout(None)  # AIG202
reads_in_time = httpx.Timeout(None, read=30)
llm = AsyncOpenAI(timeout=None)  # AIG202
total = aiohttp.ClientTimeout(total=None)  # AIG202
zero = aiohttp.ClientTimeout(total=0)  # AIG202
connects_in_time = aiohttp.ClientTimeout(total=None, sock_connect=30)
between_reads = aiohttp.ClientTimeout(total=None, sock_read=30)


def rates(url, options, timeout=None):
    requests.get(url, timeout=None)  # AIG202
    requests.get(url, timeout=timeout)
    requests.get(url, timeout=None, **options)
    client.get(url, timeout=None)
    with httpx.Client() as own:
        own.get(url, timeout=None)  # AIG202
    with client.stream("GET", url, timeout=None) as answer:
        answer.raise_for_status()
        yield from answer.iter_text()
