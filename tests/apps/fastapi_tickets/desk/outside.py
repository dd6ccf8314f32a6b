"""What leaves the process."""

import functools
from collections.abc import Callable, Iterator
from typing import Any, Protocol

import requests


class Mailer(Protocol):
    def send(self, to: str, text: str) -> None: ...


class Courier(Protocol):
    def deliver(self, to: str) -> None: ...


class ParcelCourier:
    def deliver(self, to: str) -> None:
        requests.post("https://parcels.example.com", json={"to": to}, timeout=5)


class HttpMailer:
    def __init__(self, url: str) -> None:
        self._url = url

    def send(self, to: str, text: str) -> None:
        requests.post(self._url, json={"to": to, "text": text}, timeout=5)


class Rates:
    def __iter__(self) -> Iterator[dict[str, Any]]:
        answer = requests.get("https://rates.example.com", timeout=5)
        answer.raise_for_status()
        return iter(answer.json())


def each_of(items: list[Any], change: Callable[[Any], Any] | None = None) -> list[Any]:
    apply = change or str
    return [apply(item) for item in items]


def logged(function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def wrapper(*args: Any) -> Any:
        return function(*args)

    return wrapper


@logged
def ping(host: str) -> bool:
    return requests.head(f"https://{host}", timeout=2).ok


CHECKS = {"host": ping, "length": len}
