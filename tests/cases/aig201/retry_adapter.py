import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry


def rates(url):
    with requests.Session() as session:
        session.mount("https://", HTTPAdapter(max_retries=Retry(total=3)))
        return session.get(url)  # AIG201
