# file: shop/version_checker.py
import requests


def branches(commit):
    try:
        response = requests.get(f"https://code.example.com/{commit}/branches", timeout=2)
        response.raise_for_status()
        return [each["name"] for each in response.json()]
    except requests.RequestException:
        return []
