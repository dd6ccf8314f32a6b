"""Following calls through modules, classes and functions that are handed over."""

import pytest
from asking import GET


def test_a_function_of_another_module(ask):
    asked = ask(app__web=GET, app__main="""
        from app.web import fetch

        def show():
            fetch("/")  # here
    """)  # fmt: skip
    assert asked.effects() == {"http!": "fetch (web.py) -> requests.get"}


def test_an_error_path(ask):
    asked = ask(app__web=GET, app__other="""
        from app.web import fetch

        def load(path):
            try:
                return path.open()
            except OSError:
                return fetch(path)
    """, app__main="""
        from app.other import load

        def show():
            load("/")  # here
    """)  # fmt: skip
    assert asked.effects() == {"http!?": "load (other.py) -> fetch (web.py) -> requests.get"}


@pytest.mark.parametrize(
    "imported", ["from app import fetch", "from app.api import fetch", "from app.api import *"]
)
def test_a_name_exported_again(ask, imported):
    asked = ask(
        app__INIT="from .web import fetch\n",
        app__api="from .web import *\nfrom app.web import fetch as get\n",
        app__web=GET,
        app__main=f"{imported}\n\ndef show():\n    fetch('/')  # here\n",
    )
    assert asked.effects() == {"http!": "fetch (web.py) -> requests.get"}


def test_a_method_of_a_base_in_a_third_module(ask):
    asked = ask(
        app__base="""
            from app.web import fetch

            class Root:
                def load(self):
                    return fetch("/")
        """,
        app__middle="""
            from app.base import Root

            class Middle(Root):
                pass
        """,
        app__leaf="""
            from app.middle import Middle

            class Leaf(Middle):
                pass
        """,
        app__web=GET,
        app__main="""
            from app.leaf import Leaf

            def show(leaf: Leaf):
                leaf.load()  # here
        """,
    )
    way = "Root.load (base.py) -> fetch (web.py) -> requests.get"
    assert asked.effects() == {"http!": way}


def test_a_method_of_the_second_base(ask):
    asked = ask(
        app__bases="""
            from app.web import fetch

            class Named:
                name = ""

            class Loads:
                def load(self):
                    return fetch("/")
        """,
        app__web=GET,
        app__main="""
            from app.bases import Named, Loads

            class Leaf(Named, Loads):
                def show(self):
                    self.load()  # here
        """,
    )
    assert list(asked.effects()) == ["http!"]


def test_super_over_two_bases(ask):
    asked = ask(
        app__bases="""
            from app.web import fetch

            class Named:
                name = ""

            class Loads:
                def load(self):
                    return fetch("/")
        """,
        app__web=GET,
        app__main="""
            from app.bases import Named, Loads

            class Leaf(Named, Loads):
                def load(self):
                    return super().load()  # here
        """,
    )
    assert list(asked.effects()) == ["http!"]


def test_class_methods_and_static_methods(ask):
    asked = ask(
        app__repo="""
            from app.web import fetch

            class Repo:
                @classmethod
                def load(cls, key):
                    return cls.read(key)

                @staticmethod
                def read(key):
                    return fetch(key)
        """,
        app__web=GET,
        app__main="""
            from app.repo import Repo

            def show():
                Repo.load(1)  # here
        """,
    )
    way = "Repo.load (repo.py) -> Repo.read (repo.py) -> fetch (web.py) -> requests.get"
    assert asked.effects() == {"http!": way}


def test_an_override_hides_what_the_base_does(ask):
    asked = ask(
        app__base="""
            from app.web import fetch

            class Root:
                def load(self):
                    return fetch("/")
        """,
        app__web=GET,
        app__main="""
            from app.base import Root

            class Leaf(Root):
                def load(self):
                    return 1

            def show():
                Leaf().load()  # here
        """,
    )
    assert asked.effects() == {}


# -- what is handed over ------------------------------------------------------------------------

RUN = """
    import contextlib
    from sqlalchemy.orm import Session, sessionmaker

    make = sessionmaker()

    def run(work):
        with make() as session:
            return work(session)

    def later(work):
        JOBS.append(work)

    def twice(work):
        run(work)
        run(work)
"""


def test_a_lambda_that_a_helper_calls(ask):
    asked = ask(app__db=RUN, app__main="""
        from app.db import run

        def show(key):
            run(lambda d: d.scalars(key).all())  # here
    """)  # fmt: skip
    assert asked.effects() == {"read!": "run (db.py) -> lambda -> Session.scalars"}


def test_a_lambda_that_a_helper_hands_on(ask):
    asked = ask(app__db=RUN, app__web=GET, app__main="""
        from app.db import twice
        from app.web import fetch

        def show(key):
            twice(lambda d: fetch(key))  # here
    """)  # fmt: skip
    assert asked.effects() == {"http!": "twice (db.py) -> lambda -> fetch (web.py) -> requests.get"}


@pytest.mark.parametrize("given", ["work", "lambda d: work(d)", "functools.partial(work)"])
def test_a_function_handed_over(ask, given):
    asked = ask(app__db=RUN, app__web=GET, app__main=f"""
        import functools
        from app.db import run
        from app.web import fetch

        def work(session):
            fetch("/")

        def show(key):
            run({given})  # here
    """)  # fmt: skip
    assert list(asked.effects()) == ["http!"]


def test_a_keyword_argument(ask):
    asked = ask(app__db=RUN, app__web=GET, app__main="""
        from app.db import run
        from app.web import fetch

        def show(key):
            run(work=lambda d: fetch(key))  # here
    """)  # fmt: skip
    assert list(asked.effects()) == ["http!"]


def test_a_function_that_is_only_kept(ask):
    asked = ask(app__db=RUN, app__web=GET, app__main="""
        from app.db import later
        from app.web import fetch

        def show(key):
            later(lambda d: fetch(key))  # here
    """)  # fmt: skip
    assert asked.effects() == {}


def test_a_function_handed_to_a_thread(ask):
    asked = ask(app__web=GET, app__main="""
        import asyncio
        from app.web import fetch

        async def show(key):
            await asyncio.to_thread(fetch, key)  # here
    """)  # fmt: skip
    assert asked.effects() == {}


def test_built_in_functions_call_what_they_are_given(ask):
    asked = ask(app__web=GET, app__main="""
        from app.web import fetch

        def show(keys):
            return sorted(keys, key=lambda each: fetch(each))  # here
    """)  # fmt: skip
    assert list(asked.effects()) == ["http!"]
