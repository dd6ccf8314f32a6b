"""What calls raise, whether they give None, and what they make."""

import ast

import pytest

# -- what is raised, None, made ------------------------------------------------------------------

FAILING = """
    from fastapi import HTTPException
    from app.errors import NotFound

    def missing(key):
        raise HTTPException(status_code=404)

    def absent(key):
        raise NotFound(key)

    def load(key):
        return missing(key)

    def careful(key):
        try:
            return missing(key)
        except HTTPException:
            return None

    def again(key):
        try:
            return absent(key)
        except LookupError:
            raise
"""
ERRORS = """
    class ShopError(LookupError):
        pass

    class NotFound(ShopError):
        pass
"""


def failing(ask, body):
    return ask(app__failing=FAILING, app__errors=ERRORS, app__main=f"""
        from app.failing import again, absent, careful, load
        from app.errors import ShopError

        def show(key):
            {body}
    """)  # fmt: skip


def test_an_http_error_through_helpers(ask):
    asked = failing(ask, "load(key)  # here")
    ((failure, way),) = asked.reach.http_errors(asked.node).items()
    assert (failure.name, failure.status) == ("fastapi.HTTPException", 404)
    shown = "load (failing.py) -> missing (failing.py) -> fastapi.HTTPException"
    assert asked.reach.shown(way) == shown


def test_what_a_helper_catches_is_not_raised(ask):
    asked = failing(ask, "careful(key)  # here")
    assert asked.reach.raises(asked.node) == {}


def test_an_exception_of_the_project(ask):
    asked = failing(ask, "again(key)  # here")
    failure = next(each for each in asked.reach.raises(asked.node) if each.file)
    assert failure.name == ":NotFound"
    assert failure.file.endswith("errors.py")
    assert asked.reach.http_errors(asked.node) == {}


@pytest.mark.parametrize(
    ("handler", "left"),
    [
        ("except ShopError", 0),
        ("except LookupError", 0),
        ("except (ValueError, KeyError)", 1),
        ("except Exception", 0),
        ("except", 0),
    ],
)
def test_what_handlers_around_a_call_leave(ask, handler, left):
    body = f"""try:
                absent(key)  # here
            {handler}:
                pass"""
    asked = failing(ask, body)
    assert len(asked.reach.uncaught(asked.node)) == left
    assert len(asked.reach.raises(asked.node)) == 1


NOTHING = """
    import re
    from typing import Optional, Protocol

    class Order:
        id = 1

    def declared(key) -> Order | None: ...
    def older(key) -> Optional[Order]: ...
    def text(key) -> "Optional[Order]": ...
    def literal(key):
        if key:
            return Order()
        return None
    def bare(key):
        if key:
            return
        return Order()
    def through(key):
        for each in key:
            return each
    def handed(key):
        return literal(key)
    def never(key) -> Order: ...
    def always(key):
        if key:
            return Order()
        raise ValueError
    def nothing(key):
        print(key)
        return None
    def checked(key):
        found = literal(key)
        if found is None:
            raise ValueError
        return found
    def forever(key):
        while True:
            return Order()
    def guarded(key):
        try:
            return Order()
        except ValueError:
            return None
    class Repo(Protocol):
        def find(self, key): ...
    class SqlRepo(Repo):
        def find(self, key):
            return literal(key)
"""


@pytest.mark.parametrize(
    ("call", "way"),
    [
        ("n.declared(1)", "declared (n.py)"),
        ("n.older(1)", "older (n.py)"),
        ("n.text(1)", "text (n.py)"),
        ("n.literal(1)", "literal (n.py)"),
        ("n.bare(1)", "bare (n.py)"),
        ("n.through(1)", "through (n.py)"),
        ("n.handed(1)", "handed (n.py) -> literal (n.py)"),
        ("n.guarded(1)", "guarded (n.py)"),
        ("repo.find(1)", "SqlRepo.find (n.py) -> literal (n.py)"),
        ("n.never(1)", None),
        ("n.always(1)", None),
        ("n.nothing(1)", None),
        ("n.checked(1)", None),
        ("n.forever(1)", None),
        ("n.Order()", None),
    ],
)
def test_what_may_be_none(ask, call, way):
    asked = ask(app__n=NOTHING, app__main=f"""
        from app import n

        def show(repo: n.Repo):
            {call}  # here
    """)  # fmt: skip
    found = asked.reach.may_be_none(asked.node)
    assert (found and asked.reach.shown(found)) == way


def test_the_library_call_behind_a_factory(ask):
    asked = ask(app__clients="""
        import functools
        import httpx

        def make(url):
            return httpx.AsyncClient(base_url=url)

        def outer(url):
            client = make(url)
            return client

        def direct(url):
            return make(url)

        @functools.cache
        def shared(url):
            return make(url)
    """, app__main="""
        from app.clients import direct, outer, shared

        def show():
            direct("/")  # here
            shared("/")
            outer("/")
    """)  # fmt: skip
    facts, way = asked.reach.maker(asked.node)
    assert facts.name == "httpx.AsyncClient"
    assert asked.reach.shown(way) == "direct (clients.py) -> make (clients.py) -> httpx.AsyncClient"
    calls = {ast.unparse(node.func): node for node in asked.file.tree.of(ast.Call)}
    assert asked.reach.maker(calls["shared"]) is None
    assert asked.reach.maker(calls["outer"])[0].name == "httpx.AsyncClient"


def test_a_coroutine_of_another_module(ask):
    asked = ask(app__work="""
        async def work():
            return 1
        async def stream():
            yield 1
        def plain(): ...
    """, app__main="""
        from app.work import plain, stream, work

        def show():
            work()  # here
            stream()
            plain()
    """)  # fmt: skip
    calls = asked.file.tree.of(ast.Call)
    assert [asked.reach.is_coroutine(node) for node in calls] == [True, False, False]
