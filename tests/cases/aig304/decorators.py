from enum import Enum
from functools import cache, lru_cache

from fastapi import FastAPI

app = FastAPI()


class Size(Enum):
    SMALL = 1


@cache
def settings():
    return object()


@lru_cache(maxsize=None)  # AIG304
def profile(user_id: int):
    return {"id": user_id}


@lru_cache(None)  # AIG304
def embedding(text: str):
    return [len(text)]


@lru_cache
def bounded(user_id: int):
    return {"id": user_id}


@lru_cache(maxsize=512)
def also_bounded(user_id: int):
    return {"id": user_id}


@cache
def price_list(size: Size, gross: bool):
    return [size, gross]


@cache
def fields(model: type):
    return dir(model)


@cache
def tokenizer(model_name: str):
    return model_name.split("-")


@cache  # AIG304
def country(place: str):
    return place.upper()


CONFIGURED = {"path": "shop.auth"}


@cache
def loaded(path: str):
    return path.split(".")


@app.get("/configured")
def configured():
    return loaded(CONFIGURED["path"])


@app.get("/country/{place}")
def read_country(place: str):
    return country(place)


@cache
def finder(import_path: str):
    return import_path.split(".")


def finders(paths):
    for path in paths:
        yield finder(path)
