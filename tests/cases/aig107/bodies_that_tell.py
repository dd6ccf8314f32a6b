# file: shop/rates.py
import json

import httpx
import requests
from pydantic import BaseModel


class Token(BaseModel):
    access_token: str | None = None
    error: str | None = None


async def poll(client: httpx.AsyncClient, code):
    response = await client.post("https://login.example.com/token", data={"code": code})
    return Token.model_validate(response.json())


def page_tells():
    return "new version" in requests.get("https://example.com/news", timeout=5).text


class Rates:
    def load(self):
        response = requests.get("https://rates.example.com/", timeout=5)
        return self.read(response.json())

    def read(self, body):
        if "rates" not in body:
            raise LookupError(body)
        return body["rates"]

    def load_blindly(self):
        response = requests.get("https://rates.example.com/", timeout=5)  # AIG107
        return self.read_blindly(response.json())

    def read_blindly(self, body):
        return [each for each in body]


def server():
    try:
        answer = requests.get("https://relay.example.com/", timeout=5).json()
        return answer["host"], answer["port"]
    except Exception as error:
        raise RuntimeError("no relay") from error


def parsed():
    response = requests.get("https://example.com/config", timeout=5)
    try:
        config = json.loads(response.text)
    except json.JSONDecodeError:
        return {}
    return config


def parsed_and_asked():
    response = requests.get("https://example.com/config", timeout=5)
    config = json.loads(response.content.decode("utf-8"))
    if "error" in config:
        raise LookupError(config["error"])
    return config


def missing():
    host = requests.get("https://example.com/host", timeout=5).json().get("host")
    if host is None:
        raise LookupError("no host")
    return host


def version():
    try:
        answer = requests.get("https://example.com/version", timeout=5).json()  # AIG107
    except Exception as error:
        raise RuntimeError("no version") from error
    return answer.get("version")


def procedure(name, values):
    content = {"method": name, "params": values}
    return requests.post("https://example.com/rpc", data=json.dumps(content), timeout=5).json()


def version_check():
    return requests.get("https://example.com/version", timeout=5).json()["version"]
