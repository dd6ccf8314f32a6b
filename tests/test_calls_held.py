"""Following calls on what containers and queries hold, and on what users declare."""

import ast
import textwrap

import pytest
from asking import GET, LIBRARIES

from aiguard_flake8.project.modules import Project

# -- what containers hold, across modules --------------------------------------------------------

HELD = """
    from app.model import Order

    def by_id() -> dict[str, Order]: ...
    def listed() -> list[Order]: ...
    def paired() -> tuple[int, Order]: ...
    async def later() -> list[Order]: ...
    def made():
        return [Order() for _ in range(3)]
"""
HOLDS_ORDERS = """
    from app.web import fetch

    class Order:
        def load(self):
            return fetch("/")
"""


@pytest.mark.parametrize(
    "use",
    [
        "for order in listed(): order.load()",
        "for order in made(): order.load()",
        "[order.load() for order in listed()]",
        "for number, order in enumerate(listed()): order.load()",
        "for key, order in by_id().items(): order.load()",
        "for order in by_id().values(): order.load()",
        "for one, order in zip(listed(), listed()): order.load()",
        "by_id()['a'].load()",
        "by_id().get('a').load()",
        "listed()[0].load()",
        "listed().pop().load()",
        "next(iter(listed())).load()",
        "for order in sorted(await later()): order.load()",
        "for order in listed().copy(): order.load()",
        "number, order = paired(); order.load()",
        "(order := listed()[0]).load()",
    ],
)
def test_what_a_container_holds(ask, use):
    asked = ask(app__held=HELD, app__model=HOLDS_ORDERS, app__web=GET, app__main=f"""
        from app.held import by_id, later, listed, made, paired

        async def show():
            {use}  # here
    """)  # fmt: skip
    assert (
        "Order.load (model.py) -> fetch (web.py) -> requests.get"
        in asked.effects(anywhere=True).values()
    )


# -- what users say ------------------------------------------------------------------------------


@pytest.mark.parametrize("given", ["request.db", "g.state.db", "db"])
def test_a_declared_type(ask, given):
    project = Project(LIBRARIES, types={given: "sqlalchemy.orm.Session"})
    modules = {
        "app__work": f"""
            from app.glue import db as g

            def work(request, db, key):
                return {given}.get(key)
        """,
        "app__main": """
            from app.work import work

            def show():
                work(1, 2, 3)  # here
        """,
    }
    assert ask(project=project, **modules).effects() == {
        "read!": "work (work.py) -> Session.get"
    }  # fmt: skip
    assert ask(**modules).effects() == {}


def test_a_declared_type_does_not_hide_what_is_known(ask):
    project = Project(LIBRARIES, types={"db": "sqlalchemy.orm.Session"})
    asked = ask(project=project, app__main="""
        def show(key):
            db = {}
            return db.get(key)  # here
    """)  # fmt: skip
    assert asked.effects() == {}


def test_a_declared_class_of_the_project(ask):
    project = Project(LIBRARIES, types={"request.orders": "app.model.Order"})
    asked = ask(project=project, app__model=HOLDS_ORDERS, app__web=GET, app__main="""
        def show(request):
            request.orders.load()  # here
    """)  # fmt: skip
    assert list(asked.effects()) == ["http!"]


@pytest.mark.parametrize("vouched", ["app.web.fetch", "app.model.Order.load", "requests.get"])
def test_functions_that_are_vouched_for(ask, vouched):
    modules = {
        "app__model": HOLDS_ORDERS,
        "app__web": GET,
        "app__main": """
            from app.model import Order

            def show():
                Order().load()  # here
        """,
    }
    project = Project(LIBRARIES, vouched=frozenset({vouched}))
    assert ask(project=project, **modules).effects() == {}
    assert list(ask(**modules).effects()) == ["http!"]


@pytest.mark.parametrize(
    "source",
    [
        "# aiguard: no-effect\ndef fetch(url):\n    return requests.get(url)\n",
        "def fetch(url):  # aiguard: no-effect\n    return requests.get(url)\n",
        "def fetch(\n    url,\n):  # aiguard: no-effect\n    return requests.get(url)\n",
        "@logged\ndef fetch(url):  # aiguard: no-effect: cached\n    return requests.get(url)\n",
    ],
)
def test_the_comment_at_a_definition(ask, source):
    asked = ask(app__web=f"import requests\n\n{source}", app__main="""
        from app.web import fetch

        def show():
            fetch("/")  # here
    """)  # fmt: skip
    assert asked.effects() == {}


def test_the_comment_at_another_definition(ask):
    web = "import requests\n\ndef other():  # aiguard: no-effect\n    pass\n" + textwrap.dedent(GET)
    asked = ask(app__web=web, app__main="""
        from app.web import fetch

        def show():
            fetch("/")  # here
    """)  # fmt: skip
    assert list(asked.effects()) == ["http!"]


def test_members_are_looked_up_in_pythons_own_order(ask):
    asked = ask(app__views="""
        from app.web import fetch

        class Access:
            def load(self):
                return fetch("/")

        class Mixin(Access):
            pass

        class View:
            def load(self):
                return 1
    """, app__web=GET, app__main="""
        from app.views import Mixin, View

        class Page(Mixin, View):
            pass

        def show(page: Page):
            page.load()  # here
    """)  # fmt: skip
    assert list(asked.effects()) == ["http!"]


@pytest.mark.parametrize(
    "use",
    [
        "session.scalars(select(Order)).all()[0].load()",
        "for order in session.scalars(select(Order).where(1)): order.load()",
        "session.execute(select(Order)).scalar_one().load()",
        "session.get(Order, 1).load()",
        "session.query(Order).filter(1).first().load()",
        "for order in session.query(Order).all(): order.load()",
        "Book.objects.filter(id=1).first().load()",
        "for book in Book.objects.all().order_by('id'): book.load()",
        "Form.model_validate({}).load()",
    ],
)
def test_what_queries_give(ask, use):
    asked = ask(app__model="""
        from django.db import models
        from pydantic import BaseModel
        from app.web import fetch

        class Order:
            def load(self):
                return fetch("/")

        class Base(models.Model):
            pass

        class Book(Base):
            def load(self):
                return fetch("/")

        class Form(BaseModel):
            def load(self):
                return fetch("/")
    """, app__web=GET, app__main=f"""
        from sqlalchemy import select
        from sqlalchemy.orm import Session
        from app.model import Book, Form, Order

        def show(session: Session):
            {use}  # here
    """)  # fmt: skip
    ways = asked.effects(anywhere=True).values()
    assert any(way.endswith("fetch (web.py) -> requests.get") for way in ways)


def test_what_a_query_for_columns_gives_is_unknown(ask):
    asked = ask(app__model=HOLDS_ORDERS, app__web=GET, app__main="""
        from sqlalchemy import select
        from sqlalchemy.orm import Session
        from app.model import Order

        def show(session: Session):
            session.scalars(select(Order).with_only_columns(Order.id)).one().load()  # here
    """)  # fmt: skip
    assert "http!" not in asked.effects(anywhere=True)


@pytest.mark.parametrize("asked_for", ["SessionDep", "Sessions", "Again"])
def test_a_name_for_a_type_of_another_module(ask, asked_for):
    asked = ask(app__database="""
        from typing import Annotated
        from fastapi import Depends
        from sqlalchemy.orm import Session

        def get_session(): ...

        SessionDep = Annotated[Session, Depends(get_session)]
        Sessions = list[Session]
    """, app__again="from app.database import SessionDep as Again\n", app__main=f"""
        from app.database import SessionDep, Sessions
        from app.again import Again

        class Repo:
            def __init__(self, session: {asked_for}):
                self.session = session{"[0]" * (asked_for == "Sessions")}

            def show(self, key):
                self.session.get(key, 1)  # here
    """)  # fmt: skip
    assert list(asked.effects()) == ["read!"]


@pytest.mark.parametrize(
    ("use", "found"),
    [
        ("if isinstance(thing, Order):\n        thing.load()  # here", True),
        ("if thing and isinstance(thing, Order):\n        thing.load()  # here", True),
        ("if isinstance(thing, Order) and thing.load():  # here\n        pass", True),
        ("if not isinstance(thing, Order):\n        return\n    thing.load()  # here", True),
        ("return thing.load() if isinstance(thing, Order) else 1  # here", True),
        ("if not isinstance(thing, Order):\n        thing.load()  # here", False),
        ("if isinstance(thing, (Order, str)):\n        thing.load()  # here", False),
        ("if isinstance(thing, Order) or key:\n        thing.load()  # here", False),
        (
            "if isinstance(thing, Order):\n        pass\n    else:\n        thing.load()  # here",
            False,
        ),
        (
            "if isinstance(thing, Order):\n        thing = key()\n        thing.load()  # here",
            False,
        ),
        ("if not isinstance(thing, Order):\n        key()\n    thing.load()  # here", False),
    ],
)
def test_what_isinstance_says(ask, use, found):
    main = f"from app.model import Order\n\n\ndef show(thing, key):\n    {use}\n"
    asked = ask(app__model=HOLDS_ORDERS, app__web=GET, app__main=main)
    assert ("http!" in asked.effects(anywhere=True)) == found


def test_what_a_model_is_dumped_to_does_not_hold_the_model(ask):
    asked = ask(app__model="""
        from pydantic import BaseModel
        from app.web import fetch

        class Form(BaseModel):
            class Row(BaseModel):
                def load(self):
                    return fetch("/")

            def load(self):
                return fetch("/")
    """, app__web=GET, app__main="""
        from app.model import Form

        def show(form: Form):
            for name, value in form.model_dump().items():
                value.load()  # here
            Form.Row().load()
    """)  # fmt: skip
    assert asked.effects() == {}
    calls = {ast.unparse(each): each for each in asked.file.tree.of(ast.Call)}
    assert asked.reach.effects(calls["Form.Row().load()"])
