# file: app/providers/example_providers.py
import requests


async def refresh(token):
    return requests.post("https://login.example.com", data=token, timeout=5).raise_for_status()
