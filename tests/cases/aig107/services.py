# file: app/clients.py
import http.client
import urllib.request

import aiohttp
import httpx
import requests
from requests import Session


def plain(url):
    return requests.get(url, timeout=5).json()  # AIG107


def downloaded(url, target):
    response = requests.get(url, timeout=5)  # AIG107
    target.write(response.content)


def through_session(session: Session, url):
    reply = session.post(url, json={}, timeout=5)  # AIG107
    data = reply.json()
    return data["rate"]


async def asynchronous(url):
    async with httpx.AsyncClient() as client:
        response = await client.get(url)  # AIG107
        return response.json()


async def streamed(session: aiohttp.ClientSession, url):
    async with session.get(url) as response:  # AIG107
        return await response.text()


def raises(url):
    response = requests.get(url, timeout=5)
    response.raise_for_status()
    return response.json()


def tests(url):
    response = requests.get(url, timeout=5)
    if response.status_code != 200:
        return None
    return response.json()


def tests_truth(url):
    response = requests.get(url, timeout=5)
    if not response:
        return None
    return response.json()


def hands_over(url, check):
    response = requests.get(url, timeout=5)
    check(response)
    return response.json()


async def by_option(url):
    async with aiohttp.ClientSession(raise_for_status=True) as session:
        async with session.get(url) as response:
            return await response.json()


async def by_argument(session: aiohttp.ClientSession, url):
    async with session.get(url, raise_for_status=True) as response:
        return await response.json()


def by_hook(url, hook):
    with httpx.Client(event_hooks={"response": [hook]}) as client:
        return client.get(url).json()


def body_tells(url):
    data = requests.get(url, timeout=5).json()
    if data.get("error"):
        raise ValueError(data["error"])
    return data


def text_tells(url):
    body = requests.get(url, timeout=5).text
    if body != "OK":
        raise ValueError(body)


def library_raises(url):
    with urllib.request.urlopen(url, timeout=5) as response:
        return response.read()


def not_the_body(url):
    return requests.get(url, timeout=5).headers
