from functools import partial

import requests

session = requests.Session()
session.request = partial(session.request, timeout=10)


def rates(url):
    return session.get(url)
