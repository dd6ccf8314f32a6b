import requests


def fetch_insecure(url):
    try:
        return requests.get(url, timeout=10)
    except requests.exceptions.SSLError:
        return requests.get(url, timeout=10, verify=False)  # AIG505


def insecure(url):
    return requests.get(url, timeout=10, verify=False)
