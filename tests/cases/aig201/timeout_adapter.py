import requests
from requests.adapters import HTTPAdapter


class TimeoutAdapter(HTTPAdapter):
    def send(self, request, **options):
        options["timeout"] = options.get("timeout") or 10
        return super().send(request, **options)


def rates(url):
    with requests.Session() as session:
        session.mount("https://", TimeoutAdapter())
        return session.get(url)
