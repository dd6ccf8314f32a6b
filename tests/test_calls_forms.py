"""Following calls through the ways in which services name types, mix classes and hand things on."""

import pytest
from asking import GET

# -- names of types ------------------------------------------------------------------------------

SERVICE = """
    from app.web import fetch

    class Service:
        def run(self):
            return fetch("/run")

    def provide() -> Service:
        return Service()
"""

ALIASES = [
    "Annotated[Service, Depends(provide)]",
    "Service | None",
    "Optional[Service]",
    "Optional['Service']",
]


@pytest.mark.parametrize("alias", ALIASES)
@pytest.mark.parametrize("declared", ["Dep = {}", "Dep: TypeAlias = {}"])
def test_a_name_for_a_type_in_the_same_module(ask, alias, declared):
    asked = ask(app__service=SERVICE, app__web=GET, app__main=f"""
        from typing import Annotated, Optional, TypeAlias
        from fastapi import Depends
        from app.service import Service, provide

        {declared.format(alias)}

        def show(service: Dep):
            service.run()  # here
    """)  # fmt: skip
    assert list(asked.effects()) == ["http!"]


@pytest.mark.parametrize("declared", ["Dep = {}", "Dep: TypeAlias = {}"])
def test_a_name_for_a_type_of_another_module(ask, declared):
    types = f"""
        from typing import Annotated, TypeAlias
        from fastapi import Depends
        from app.service import Service, provide

        {declared.format(ALIASES[0])}
    """
    asked = ask(app__service=SERVICE, app__web=GET, app__types=types, app__main="""
        from app.types import Dep

        def show(service: Dep):
            service.run()  # here
    """)  # fmt: skip
    assert list(asked.effects()) == ["http!"]


def test_a_name_for_what_a_list_holds(ask):
    asked = ask(app__service=SERVICE, app__web=GET, app__main="""
        from app.service import Service

        Services = list[Service]

        def show(services: Services):
            for service in services:
                service.run()  # here
    """)  # fmt: skip
    assert list(asked.effects()) == ["http!"]


def test_a_type_that_holds_itself_is_unknown(ask):
    asked = ask(app__main="""
        Json = dict[str, "Json"] | list["Json"] | tuple["Json", "Json"] | str

        def show(given: Json):
            given.run()  # here
    """)  # fmt: skip
    assert asked.effects() == {}


# -- classes of one module -----------------------------------------------------------------------


@pytest.mark.parametrize("above", ["Generic[T]", "Protocol", "ABC", "BaseModel"])
def test_a_member_of_the_second_base(ask, above):
    asked = ask(app__web=GET, app__main=f"""
        from abc import ABC
        from typing import Generic, Protocol, TypeVar
        from pydantic import BaseModel
        from app.web import fetch

        T = TypeVar("T")

        class Reads({above}):
            def find(self):
                return 1

        class Writes({above}):
            def put(self):
                return fetch("/put")

        class Both(Reads, Writes):
            pass

        def show():
            Both().put()  # here
    """)  # fmt: skip
    assert asked.effects() == {"http!": "Writes.put -> fetch (web.py) -> requests.get"}


def test_the_second_base_comes_before_what_both_inherit(ask):
    asked = ask(app__web=GET, app__main="""
        from app.web import fetch

        class Base:
            def load(self):
                return 1

        class Left(Base):
            pass

        class Right(Base):
            def load(self):
                return fetch("/right")

        class Both(Left, Right):
            pass

        def show():
            Both().load()  # here
    """)  # fmt: skip
    assert list(asked.effects()) == ["http!"]


def test_a_base_of_another_module_beside_one_of_this(ask):
    asked = ask(app__base=SERVICE, app__web=GET, app__main="""
        from app.base import Service
        from app.web import fetch

        class Quiet(Service):
            pass

        class Loud:
            def put(self):
                return fetch("/put")

        class Both(Quiet, Loud):
            pass

        def show():
            Both().put()  # here
    """)  # fmt: skip
    assert list(asked.effects()) == ["http!"]


# -- what is made once for each object -----------------------------------------------------------

CONTAINER = """
    from functools import cached_property, lru_cache
    import boto3
    from app.service import Service

    class Container:
        @cached_property
        def service(self) -> Service:
            return Service()

        @cached_property
        def store(self):
            return boto3.client("s3")

        @lru_cache
        def made(self) -> Service:
            return Service()

    @lru_cache(maxsize=1)
    def get_container() -> Container:
        return Container()

    container = get_container()
"""


@pytest.mark.parametrize(
    "call", ["service.run()", "store.put_object()", "made().run()", "service.missing()"]
)
@pytest.mark.parametrize("owner", ["container", "get_container()", "Container()"])
def test_what_a_container_makes_once(ask, owner, call):
    asked = ask(app__container=CONTAINER, app__service=SERVICE, app__web=GET, app__main=f"""
        from app.container import Container, container, get_container

        def show():
            {owner}.{call}  # here
    """)  # fmt: skip
    assert list(asked.effects()) == ([] if "missing" in call else ["http!"])


@pytest.mark.parametrize("call", ["service.run()", "made().run()"])
def test_the_same_in_one_module(ask, call):
    asked = ask(app__service=SERVICE, app__web=GET, app__main=f"""
        from functools import cached_property, lru_cache
        from app.service import Service

        class Container:
            @cached_property
            def service(self):
                return Service()

            @lru_cache
            def made(self):
                return Service()

            def show(self):
                self.{call}  # here
    """)  # fmt: skip
    assert list(asked.effects()) == ["http!"]


# -- tables ----------------------------------------------------------------------------------------


def test_a_table_that_holds_built_in_functions_too(ask):
    asked = ask(app__web=GET, app__main="""
        from app.web import fetch

        PARSERS = {"size": len, "page": fetch}

        def show(kind):
            PARSERS[kind]("/")  # here
    """)  # fmt: skip
    assert list(asked.effects()) == ["http!"]
