import socket
import ssl

import requests
from requests.adapters import HTTPAdapter

API = "https://api.example.com"


class IgnoreCertificateAdapter(HTTPAdapter):
    def init_poolmanager(self, *args, **kwargs):
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        super().init_poolmanager(*args, ssl_context=context, **kwargs)


def non_verifying_session():
    session = requests.Session()
    session.verify = False
    return session


def certificate_of(host, port):
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with socket.create_connection((host, port), timeout=5) as raw:
        with context.wrap_socket(raw, server_hostname=host) as secured:
            return secured.getpeercert(binary_form=True)


def answers(url):
    return requests.head(url, timeout=3, verify=False).status_code < 500


def pages(urls, proxies):
    for url in urls:
        response = requests.get(url, timeout=10, verify=False)
        response.raise_for_status()
        yield response.content
    through = requests.get(urls[0], timeout=10, verify=False, proxies=proxies)
    through.raise_for_status()
    yield through.json()


def report(url, key):
    response = requests.get(url, timeout=10, verify=False)  # AIG505
    response.raise_for_status()
    known = requests.get(f"{API}/report", timeout=10, verify=False)  # AIG505
    known.raise_for_status()
    secret = requests.get(url, headers={"X-Key": key}, timeout=10, verify=False)  # AIG505
    secret.raise_for_status()
    return response.json(), known.text, secret.text


def context_of(verified):
    context = ssl.create_default_context()
    if verified:
        return context
    else:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


INSECURE_CONTEXT = ssl.create_default_context()
INSECURE_CONTEXT.check_hostname = False
INSECURE_CONTEXT.verify_mode = ssl.CERT_NONE


def context_with(bundle):
    context = ssl.create_default_context()
    if bundle is False:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def exists(url, agent):
    return requests.head(url, headers={"User-Agent": agent}, timeout=3, verify=False).ok
