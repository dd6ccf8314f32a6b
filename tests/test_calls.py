"""Following calls: each way in which one function leads to another, across modules."""

from __future__ import annotations

import ast
import json
import textwrap
from pathlib import Path

import pytest

from aiguard_flake8.file import File
from aiguard_flake8.library import Libraries
from aiguard_flake8.project.modules import Project
from aiguard_flake8.project.summary import decode, encode

LIBRARIES = Libraries()


@pytest.fixture
def ask(tmp_path):
    """Writes modules and gives the file and the call whose line ends with `# here`."""
    (tmp_path / "pyproject.toml").write_text("")

    def write(asked: str = "app/main.py", project: Project | None = None, **modules: str):
        for name, source in modules.items():
            path = tmp_path / (name.replace("__", "/").replace("INIT", "__init__") + ".py")
            path.parent.mkdir(parents=True, exist_ok=True)
            for folder in path.relative_to(tmp_path).parents:
                if folder.name and not (tmp_path / folder / "__init__.py").exists():
                    (tmp_path / folder / "__init__.py").write_text("")
            path.write_text(textwrap.dedent(source))
        return Asked(tmp_path / asked, project or Project(LIBRARIES))

    return write


class Asked:
    """The answers of `file.reach` about the line marked `# here`."""

    def __init__(self, path: Path, project: Project) -> None:
        text = path.read_text()
        lines = text.splitlines(True)
        self.file = File(ast.parse(text), str(path), lines, project)
        self.reach = self.file.reach
        line = next(number for number, each in enumerate(lines, 1) if "# here" in each)
        kinds = ast.Call, ast.Attribute
        nodes = [each for each in self.file.tree.of(*kinds) if each.lineno == line]
        self.node = min(nodes, key=lambda each: (each.col_offset, -each.end_col_offset))
        self.nodes = nodes

    def effects(self, anywhere: bool = False) -> dict[str, str]:
        """Kind of effect, with `!` where it blocks and `?` on an error path only -> the way.

        Of the first and outermost call of the line, or of all.
        """
        found = {}
        for node in self.nodes if anywhere else [self.node]:
            for effect, witness in self.reach.effects(node).items():
                kind = effect.kind + "!" * effect.blocks + "?" * effect.on_error
                found[kind] = self.reach.shown(witness)
        return found


GET = """
    import requests

    def fetch(url):
        return requests.get(url, timeout=5)
"""


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


def test_a_summary_comes_back_from_the_store_as_it_was():
    project = Project(LIBRARIES)
    for path in sorted((Path(__file__).parent / "apps").rglob("*.py")):
        made = project.summary(str(path))
        assert decode(json.loads(json.dumps(encode(made)))) == made


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
