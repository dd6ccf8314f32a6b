import asyncio
import itertools
import time

import httpx
import redis
import requests

store = redis.Redis(socket_timeout=5)


def until_it_works(url):
    while True:  # AIG206
        try:
            return requests.get(url, timeout=5)
        except Exception as error:
            print(error)
            time.sleep(5)


async def breaks_on_success(url):
    async with httpx.AsyncClient() as client:
        while True:  # AIG206
            try:
                response = await client.get(url)
                break
            except httpx.HTTPError:
                await asyncio.sleep(1)
    return response


def flag(url):
    done = False
    while not done:  # AIG206
        try:
            requests.post(url, timeout=5)
            done = True
        except requests.RequestException:
            time.sleep(1)


def counts_for_nothing(url):
    for attempt in itertools.count():  # AIG206
        try:
            return requests.get(url, timeout=5)
        except requests.RequestException:
            time.sleep(2**attempt)


def at_once(url):
    while True:  # AIG205 AIG206
        try:
            return requests.get(url, timeout=5)
        except requests.RequestException:
            continue


def interruptible(url):
    while True:  # AIG206
        try:
            return requests.get(url, timeout=5)
        except KeyboardInterrupt:
            break
        except Exception:
            time.sleep(1)


def gives_up(url):
    tries = 0
    while True:
        try:
            return requests.get(url, timeout=5)
        except requests.RequestException:
            tries += 1
            if tries > 5:
                raise
            time.sleep(tries)


def deadline_elsewhere(url, deadline):
    while True:
        if time.monotonic() > deadline:
            raise TimeoutError(url)
        try:
            return requests.get(url, timeout=5)
        except requests.RequestException:
            time.sleep(1)


async def time_limit(url):
    async with asyncio.timeout(30), httpx.AsyncClient() as client:
        while True:
            try:
                return await client.get(url)
            except httpx.HTTPError:
                await asyncio.sleep(1)


def consumer(queue, url):
    while True:
        job = queue.get()
        try:
            requests.post(url, json=job, timeout=5)
        except requests.RequestException:
            time.sleep(1)


def polls(url):
    while True:
        try:
            answer = requests.get(url, timeout=5)
            if answer.status_code == 200:
                return
        except requests.RequestException:
            pass
        time.sleep(5)


class Daemon:
    def run(self):
        while self.running:
            try:
                self.session.connect()
                return
            except ConnectionError:
                time.sleep(5)


def asks_a_person(url):
    while True:
        try:
            return int(input("how many? "))
        except ValueError:
            print("a number, please")


def documented(url):
    """Loops forever until the server answers."""
    while True:
        try:
            return requests.get(url, timeout=5)
        except requests.RequestException:
            time.sleep(1)


def waits_while_the_server_starts():
    while True:
        try:
            return store.lindex("queue", -1)
        except redis.exceptions.BusyLoadingError:
            time.sleep(1)


def waits_for_the_server():
    while True:  # AIG206
        try:
            return store.lindex("queue", -1)
        except redis.exceptions.ConnectionError:
            time.sleep(1)
