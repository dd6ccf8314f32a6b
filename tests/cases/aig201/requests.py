import functools
import os
import socket
import urllib.request
from functools import partial

import requests
from requests import Session as HttpSession
from requests import get as fetch
from requests.adapters import HTTPAdapter

API = os.environ["RATES_URL"]


def plain():
    requests.post(API, json={})  # AIG201
    requests.post(API, json={}, timeout=5)
    requests.request("GET", API)  # AIG201
    fetch(API)  # AIG201
    requests.get(
        API,
        timeout=(3, 10),
    )


def through_options(options, arguments):
    requests.get(API, **options)
    requests.get(*arguments)


def through_a_session():
    with HttpSession() as session:
        session.get(API)  # AIG201
        session.get(API, timeout=3)
        session.request("GET", API, None, None, None, None, None, None, 5)


class Rates:
    def __init__(self):
        self.session = requests.Session()

    def latest(self):
        return self.session.get(f"{API}/latest")  # AIG201


def through_partial():
    get = partial(requests.get, API)
    get()  # AIG201
    bounded = functools.partial(requests.get, timeout=3)
    return bounded(API)


def standard_library(host):
    with urllib.request.urlopen(API) as answer:  # AIG201
        answer.read()
    with urllib.request.urlopen(API, None, 10) as answer:
        answer.read()
    with socket.create_connection((host, 25)) as line:  # AIG201
        line.sendall(b"EHLO")
    with socket.create_connection((host, 25), 10) as line:
        line.sendall(b"EHLO")
    with socket.create_connection((host, 25)) as line:
        line.settimeout(5)
        line.sendall(b"EHLO")
