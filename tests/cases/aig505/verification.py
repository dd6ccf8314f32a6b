import ssl

import aiohttp
import httpx
import requests
from app.http import session as shared

insecure_transport = httpx.HTTPTransport(verify=False)
client = httpx.Client(verify=False)  # AIG505


def fetch(url, verify_ssl):
    if not verify_ssl:
        return requests.get(url, verify=False, timeout=5)
    return requests.get(url, verify=verify_ssl, timeout=5)


def fallback(url):
    try:
        response = requests.get(url, timeout=5)
    except requests.exceptions.SSLError:
        response = requests.get(url, timeout=5, verify=False)  # AIG505
    response.raise_for_status()
    return response


def by_session(url):
    session = requests.Session()
    session.verify = False  # AIG505
    shared.post(url, json={}, verify=False)  # AIG505
    with session:
        return session.headers


def context():
    ctx = ssl.create_default_context()
    ctx.check_hostname = False  # AIG505
    ctx.verify_mode = ssl.CERT_NONE
    return ctx


def pinned(certificate):
    ctx = ssl.create_default_context(cadata=certificate)
    ctx.check_hostname = False
    return ctx


ssl._create_default_https_context = ssl._create_unverified_context  # AIG505


def local():
    requests.get("https://localhost:8443/health", verify=False, timeout=1).raise_for_status()


def connector():
    return aiohttp.TCPConnector(ssl=False)  # AIG505
