import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry


class BoundedSession(requests.Session):
    def request(self, method, url, **options):
        options.setdefault("timeout", 10)
        return super().request(method, url, **options)


def rates(url):
    with BoundedSession() as session:
        return session.get(url)
