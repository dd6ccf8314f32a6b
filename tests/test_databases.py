"""Where a project keeps its data, and what that means for queries of coroutines."""

import ast

import pytest

from aiguard_flake8.engine import check_tree
from aiguard_flake8.library import Libraries
from aiguard_flake8.project.databases import Within
from aiguard_flake8.project.modules import Project
from aiguard_flake8.project.questions import Questions
from aiguard_flake8.rule import all_rules

LIBRARIES = Libraries()
RULES = [rule for rule in all_rules() if rule.code == "AIG601"]
HANDLER = """\
import time
from sqlalchemy.orm import Session
from shop.orders import Order

async def show(session: Session, number):
    time.sleep(1)
    return session.get(Order, number)
"""


@pytest.fixture
def shop(tmp_path):
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "views.py").write_text(HANDLER)
    return tmp_path / "shop"


def lines(shop):
    path = str(shop / "views.py")
    split = HANDLER.splitlines(True)
    return [f.line for f in check_tree(ast.parse(HANDLER), path, split, RULES, Project(LIBRARIES))]


@pytest.mark.parametrize(
    "database",
    ['engine = create_engine("sqlite:///shop.db")\n', 'db = SqliteDatabase("shop.db")\n'],
)
def test_a_file_is_no_server(shop, database):
    (shop / "database.py").write_text(database)
    assert lines(shop) == [6]


@pytest.mark.parametrize(
    "database",
    [
        "engine = create_engine(address)\n",
        'addresses = ["sqlite:///shop.db", "postgresql://db/shop"]\n',
        'engine = create_engine("sqlite:///shop.db")\nimport redis\n',
        'engine = create_engine("sqlite:///shop.db")\nis_ours = dialect == "postgresql"\n',
    ],
)
def test_what_may_be_a_server_is_one(shop, database):
    (shop / "database.py").write_text(database)
    assert lines(shop) == [6, 7]


@pytest.mark.parametrize(
    "others",
    ["", 'address = "mongodb://db/shop"\n', 'ours = engine.dialect.name == "postgresql"\n'],
)
def test_what_the_environment_may_replace_is_there_until_it_does(shop, others):
    default = 'engine = create_engine(os.environ.get("DATABASE", "sqlite:///shop.db"))\n'
    (shop / "database.py").write_text(default)
    (shop / "others.py").write_text(others)
    assert lines(shop) == [6]


def test_another_package_does_not_say_where_data_is(shop):
    default = 'engine = create_engine(os.environ.get("DATABASE", "sqlite:///shop.db"))\n'
    (shop / "database.py").write_text("from psycopg import connect\n")
    (shop.parent / "press").mkdir()
    (shop.parent / "press" / "database.py").write_text(default)
    assert lines(shop) == [6, 7]
    (shop / "settings.py").write_text(default)
    assert lines(shop) == [6]


def test_a_repository_within_does_not_say_where_data_is(shop):
    within = shop.parent / "press"
    (within / ".git").mkdir(parents=True)
    (within / "database.py").write_text('engine = create_engine("sqlite:///press.db")\n')
    assert lines(shop) == [6, 7]


def test_where_servers_are_named_beside_it_a_driver_decides(shop):
    (shop / "database.py").write_text(
        'engine = create_engine(os.environ.get("DATABASE", "sqlite:///shop.db"))\n'
        'fast = str(engine.url).startswith("postgresql://")\n'
    )
    assert lines(shop) == [6]
    (shop / "models.py").write_text("from sqlalchemy.dialects.postgresql import insert\n")
    assert lines(shop) == [6, 7]


def test_only_tables_are_there(shop):
    (shop / "database.py").write_text(
        'engine = create_engine(os.environ.get("DATABASE", "sqlite:///shop.db"))\n'
    )
    handler = "import redis\n\nasync def show(store: redis.Redis):\n    return store.get('a')\n"
    path = shop / "views.py"
    path.write_text(handler)
    found = check_tree(
        ast.parse(handler), str(path), handler.splitlines(True), RULES, Project(LIBRARIES)
    )
    assert [each.line for each in found] == [4]


def test_prose_does_not_say_where_data_is(shop):
    text = '"""Unlike PostgreSQL or redis, this needs no server."""\n'
    (shop / "database.py").write_text(text + 'engine = create_engine("sqlite:///shop.db")\n')
    assert lines(shop) == [6]


def test_tests_and_packaging_do_not_say_where_data_is(shop):
    (shop / "database.py").write_text('engine = create_engine("sqlite+pysqlite:///shop.db")\n')
    (shop.parent / "setup.py").write_text('extras = {"postgresql": ["psycopg"]}\n')
    (shop.parent / "tests").mkdir()
    (shop.parent / "tests" / "test_shop.py").write_text('address = "postgresql://db/shop"\n')
    assert lines(shop) == [6]


STORED = """\
from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker

class Orders:
    def __init__(self, path):
        self.make = sessionmaker(create_engine({address}))

    def get(self, number):
        return self.make().get(Order, number)
"""
STORE_HANDLER = """\
from shop.orders import Orders, route
@route
async def show(orders: Orders, number):
    return orders.get(number)
"""


@pytest.mark.parametrize(
    ("address", "expected"),
    [('f"sqlite:///{path}"', []), ("path", [4]), ('f"postgresql://{path}"', [4])],
)
def test_a_store_that_opens_its_file_itself(shop, address, expected):
    (shop / "queue.py").write_text("import redis\n")
    (shop / "orders.py").write_text(STORED.replace("{address}", address))
    path = shop / "views.py"
    path.write_text(STORE_HANDLER)
    project = Project(LIBRARIES)
    split = STORE_HANDLER.splitlines(True)
    found = check_tree(ast.parse(STORE_HANDLER), str(path), split, RULES, project)
    assert [each.line for each in found] == expected


LOOP = """\
from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.orm import Session

app = FastAPI()

@app.get("/orders")
def orders(idents: list[int], session: Session):
    return [session.scalar(select(Order).where(Order.id == ident)) for ident in idents]
"""


@pytest.mark.parametrize(("address", "expected"), [("sqlite", []), ("mysql", [9])])
def test_a_query_per_item_costs_little_within_the_process(shop, address, expected):
    (shop / "database.py").write_text(f'engine = create_engine("{address}://shop")\n')
    path, rules = shop / "views.py", [r for r in all_rules() if r.code == "AIG401"]
    path.write_text(LOOP)
    project, split = Project(LIBRARIES), LOOP.splitlines(True)
    found = check_tree(ast.parse(LOOP), str(path), split, rules, project)
    assert [each.line for each in found] == expected


def test_findings_rest_on_the_store(shop):
    orders = shop / "orders.py"
    orders.write_text('engine = create_engine("sqlite:///shop.db")\n')
    project = Project(LIBRARIES)
    project.trace.on = True
    assert project.databases.is_opened_in(str(orders))
    orders.write_text("engine = create_engine(address)\n")
    question = ("database", str(orders))
    now = Questions(Project(LIBRARIES), lambda path: None).ask(question)
    assert now != project.trace.answers[question]


def test_findings_rest_on_it(shop):
    (shop / "database.py").write_text('engine = create_engine("sqlite:///shop.db")\n')
    project = Project(LIBRARIES)
    project.trace.on = True
    assert project.databases.within(str(shop)) == Within.ALL
    question = ("databases", str(shop))
    assert question in project.trace.answers
    (shop / "server.py").write_text('address = "mysql://db/shop"\n')
    now = Questions(Project(LIBRARIES), lambda path: None).ask(question)
    assert now != project.trace.answers[question]
