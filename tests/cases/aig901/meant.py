# file: app/hooks.py
from abc import ABC, abstractmethod
from typing import Protocol, overload

from fastapi import APIRouter, Depends, FastAPI

router = APIRouter()
app = FastAPI()


def nobody_calls_it(order):
    raise NotImplementedError


def is_enabled():
    return True


def noop():
    pass


def release(lock):
    """Nothing to do: the lock ends with the process."""
    pass


def resize(image):
    raise NotImplementedError("resizing is not supported on Windows")


def export(order):
    raise NotImplementedError


def get_session():
    raise NotImplementedError


@overload
def load(key: str) -> str: ...


@overload
def load(key: int) -> int: ...


def load(key):
    return key


try:
    from fast import encode
except ImportError:

    def encode(text):
        raise NotImplementedError


@unknown_decorator
def summarise(text: str) -> str:
    ...


@router.get("/ping")
def ping():
    pass


@router.get("/orders")
def orders(session=Depends(get_session)):
    if is_enabled():
        noop()
    release(session)
    resize(load(encode(summarise("a"))))
    try:
        return export(session)
    except NotImplementedError:
        return None


def fault_point():
    """For test fault injection."""
    pass


def register_custom_models():
    # Video models don't support custom models yet
    pass


def log_event(name):
    pass


def start():
    fault_point()
    register_custom_models()
    log_event("start")


def placeholder_text():
    """Text of the placeholder in the search box."""
    return "Search"


def label():
    return placeholder_text()


class Backend:
    def run(self):
        self.prepare()
        self.work()

    def prepare(self):
        pass

    def work(self):
        raise NotImplementedError


class Store(ABC):
    def run(self):
        return self.load() + self.extra()

    @abstractmethod
    def load(self): ...

    def extra(self):
        # TODO: implement caching
        return []


class Loader(Protocol):
    def load(self):
        # TODO: implement
        ...


class Totp:
    def verify(self, user):
        return self.last_counter(user)

    def last_counter(self, user):
        """Implement this to fetch the counter from a cache."""
        return None


class Parent:
    def run(self):
        return self.value()

    def value(self):
        # TODO: implement
        return None


class Child(Parent):
    def value(self):
        return 1


class PropertyHelper:
    @staticmethod
    def constructor(source):
        return PropertyHelper(source)

    def __init__(self, instance):
        self.instance = instance

    def __getattr__(self, name):
        return self.get_result(name)

    def get_result(self, name):
        raise NotImplementedError


class Row:
    """One line of a file; each format has its own."""

    def clear(self):
        self.set_text("")

    def set_text(self, text):
        raise NotImplementedError


class Sheet:
    row_class = Row

    def rows(self):
        return [self.row_class() for _ in range(3)]


class Entry:
    """What all kinds of entries have in common."""

    def link(self, entry):
        return self.target(entry) or "#"

    def target(self, entry):
        """Where an entry points to. Not implemented in the base class, which links to nothing."""
        pass


class Notice:
    """Base class of everything that is sent."""

    def send(self, person):
        return self.text(person)

    def text(self, person):
        # not implemented
        return None


class Session:
    def __init__(self):
        self.open_up()
        self.close_down()

    def open_up(self):  # stub
        """A stub. Overload it with your own way in."""

    def close_down(self):
        """A stub, run when the session ends.

        >>> class ShopSession(Session):
        ...     def close_down(self):
        ...         self.leave()
        """


def build_reference(query):
    # For now, we don't keep the raw message
    return None


def references(queries):
    return [build_reference(each) for each in queries]


def _wait_here():
    """Replaced by tests to hold things up."""
    pass


def waited(order):
    _wait_here()
    return order


@app.post("/answers")
def answered(text: str):
    # For now, just acknowledge it.
    return {"status": "received", "message": "Tasks are not interactive."}


class Transaction:
    def commit(self):
        raise NotImplementedError

    def get(self, key):
        raise NotImplementedError()

    def set(self, key, value):
        raise NotImplementedError()

    def insert(self, key, value):
        return self.set(key, value)


TRANSACTION = Transaction()


def kinds():
    return {
        "npm": "npm",
        "maven": "maven",
        "golang": "go",
        "pypi": "pypi",
        "cargo": "cargo",
        # Coming soon
        # "nuget": "nuget",
    }


def kind_of(name):
    return kinds().get(name)


@app.get("/kinds/{name}")
def show_kind(name: str):
    return kind_of(name)
