"""Following calls through tables, properties, decorators and contexts."""

import pytest
from asking import GET

# -- tables, properties, decorators, contexts ----------------------------------------------------

TABLE = """
    from app.web import fetch

    def remote(key):
        return fetch(key)

    def local(key):
        return key

    HANDLERS = {"remote": remote, "local": local}

    class Service:
        handlers = {"remote": remote, "local": local}

        def run(self, kind, key):
            return self.handlers[kind](key)
"""


@pytest.mark.parametrize(
    "call",
    [
        "HANDLERS[kind](1)",
        "HANDLERS.get(kind)(1)",
        "HANDLERS.get(kind, local)(1)",
        "Service().run(kind, 1)",
        "(remote if kind else local)(1)",
    ],
)
def test_a_dictionary_of_functions(ask, call):
    asked = ask(app__table=TABLE, app__web=GET, app__main=f"""
        from app.table import HANDLERS, Service, remote, local

        def show(kind):
            {call}  # here
    """)  # fmt: skip
    assert list(asked.effects()) == ["http!"]


def test_each_function_of_a_dictionary(ask):
    asked = ask(app__table=TABLE, app__web=GET, app__main="""
        from app.table import HANDLERS

        def show(kind):
            for name, handler in HANDLERS.items():
                handler(name)  # here
    """)  # fmt: skip
    assert list(asked.effects()) == ["http!"]


MODEL = """
    from functools import cached_property
    from app.web import fetch

    class Order:
        @property
        def lines(self):
            return fetch("/lines")

        @cached_property
        def total(self):
            return fetch("/total")

        @property
        def name(self):
            return "order"

        plain = 1
"""


@pytest.mark.parametrize(
    ("name", "found"), [("lines", ["http!"]), ("name", []), ("total", []), ("plain", [])]
)
def test_a_property_of_another_module(ask, name, found):
    asked = ask(app__model=MODEL, app__web=GET, app__main=f"""
        from app.model import Order

        def show(order: Order):
            order.{name}  # here
    """)  # fmt: skip
    assert list(asked.effects()) == found


def test_a_function_that_reads_a_property(ask):
    asked = ask(app__model=MODEL, app__web=GET, app__shop="""
        from app.model import Order

        class Special(Order):
            def show(self):
                return len(self.lines)
    """, app__main="""
        from app.shop import Special

        def show():
            Special().show()  # here
    """)  # fmt: skip
    way = "Special.show (shop.py) -> Order.lines (model.py) -> fetch (web.py) -> requests.get"
    assert asked.effects() == {"http!": way}


DECORATORS = """
    import asyncio
    import functools
    from app.web import fetch

    CACHE = {}

    def logged(function):
        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            return function(*args, **kwargs)
        return wrapper

    def reported(url):
        def decorate(function):
            @functools.wraps(function)
            def wrapper(*args, **kwargs):
                result = function(*args, **kwargs)
                fetch(url)
                return result
            return wrapper
        return decorate

    def in_thread(function):
        @functools.wraps(function)
        async def wrapper(*args):
            return await asyncio.to_thread(function, *args)
        return wrapper

    def remembered(function):
        def wrapper(key):
            if key not in CACHE:
                CACHE[key] = function(key)
            return CACHE[key]
        return wrapper

    def registered(function):
        CACHE[function.__name__] = function
        return function
"""


@pytest.mark.parametrize(
    ("decorator", "body", "found"),
    [
        ("@logged", "fetch(key)", ["http!"]),
        ("@registered", "fetch(key)", ["http!"]),
        ("@reported('/')", "key", ["http!"]),
        ("@reported('/')\n        @logged", "key", ["http!"]),
        ("@logged", "key", []),
        ("@in_thread", "fetch(key)", []),
        ("@remembered", "fetch(key)", []),
        ("@unknown.decorator", "fetch(key)", ["http!"]),
    ],
)
def test_a_decorated_function(ask, decorator, body, found):
    asked = ask(app__decorators=DECORATORS, app__web=GET, app__shop=f"""
        import unknown
        from app.decorators import logged, reported, in_thread, remembered, registered
        from app.web import fetch

        {decorator}
        def load(key):
            return {body}
    """, app__main="""
        from app.shop import load

        def show():
            load(1)  # here
    """)  # fmt: skip
    assert list(asked.effects()) == found


def test_what_a_decorated_function_gives(ask):
    asked = ask(app__decorators=DECORATORS, app__web=GET, app__shop="""
        import requests
        from app.decorators import logged

        @logged
        def session() -> requests.Session:
            return requests.Session()
    """, app__main="""
        from app.shop import session

        def show():
            session().get("/")  # here
    """)  # fmt: skip
    assert list(asked.effects()) == ["http!"]


CONTEXTS = """
    import contextlib
    from sqlalchemy.orm import Session, sessionmaker

    make = sessionmaker()

    @contextlib.contextmanager
    def transaction():
        session = make()
        yield session
        session.commit()

    class Unit:
        def __init__(self):
            self.session = make()

        def __enter__(self) -> Session:
            return self.session

        def __exit__(self, *details):
            self.session.commit()

    def sessions():
        while True:
            yield make()
"""


@pytest.mark.parametrize("opened", ["transaction()", "Unit()"])
def test_what_a_context_manager_does_when_it_is_left(ask, opened):
    asked = ask(app__db=CONTEXTS, app__work=f"""
        from app.db import transaction, Unit

        def work():
            with {opened} as session:
                return session.name
    """, app__main="""
        from app.work import work

        def show():
            work()  # here
    """)  # fmt: skip
    assert list(asked.effects()) == ["commit!"]


@pytest.mark.parametrize("opened", ["transaction()", "Unit()"])
def test_what_a_context_manager_gives(ask, opened):
    asked = ask(app__db=CONTEXTS, app__main=f"""
        from app.db import transaction, Unit

        def show(key):
            with {opened} as session:
                print(session.scalars(key))  # here
    """)  # fmt: skip
    assert list(asked.effects(anywhere=True)) == ["read!"]


def test_what_a_generator_gives(ask):
    asked = ask(app__db=CONTEXTS, app__main="""
        from app.db import sessions

        def show(key):
            for session in sessions():
                print(session.scalars(key))  # here
    """)  # fmt: skip
    assert list(asked.effects(anywhere=True)) == ["read!"]
