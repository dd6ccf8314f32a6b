import asyncio
import socket

import requests

socket.setdefaulttimeout(10)


def rates(url):
    return requests.get(url)
