"""Who waits for a coroutine or a loop, where other modules of the project say so."""

import ast

import pytest

from aiguard_flake8.engine import check_tree
from aiguard_flake8.library import Libraries
from aiguard_flake8.project import mentions
from aiguard_flake8.project.modules import Project
from aiguard_flake8.rule import all_rules

RULES = [rule for rule in all_rules() if rule.code in ("AIG601", "AIG619", "AIG401", "AIG417")]
PRICES = """\
import requests
from sqlalchemy import select
from shop.models import Item, Price

def ask(item):
    return requests.get(item, timeout=5)

class Prices:
    async def load(self, item):
        return ask(item)

    def all(self, session):
        return [session.get(Price, each.price_id) for each in session.scalars(select(Item))]

    def used(self, session):
        self.all(session)

async def load_price(item):
    return await Prices().load(item)
"""
MODELS = """\
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

class Base(DeclarativeBase):
    pass

class Item(Base):
    __tablename__ = "items"
    price_id: Mapped[int]

class Price(Base):
    __tablename__ = "prices"
    id: Mapped[int] = mapped_column(primary_key=True)
"""
ROUTE = """\
from fastapi import APIRouter
from shop.prices import Prices, load_price

router = APIRouter()

@router.get("/prices")
async def prices(item: str):
    return await load_price(item)

@router.get("/prices/all")
def all_prices(session, prices: Prices):
    return prices.all(session)
"""
JOB = """\
from shop.prices import Prices, load_price

async def refresh(item):
    await load_price(item)

def report(session, prices):
    return prices.all(session)
"""


@pytest.fixture
def reported(tmp_path):
    (tmp_path / "pyproject.toml").write_text("")

    def codes(**modules):
        sources = {"shop/prices": PRICES, "shop/models": MODELS, **modules}
        for name, source in sources.items():
            path = tmp_path / f"{name.replace('__', '/')}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(source)
        path, lines = str(tmp_path / "shop" / "prices.py"), PRICES.splitlines(True)
        found = check_tree(ast.parse(PRICES), path, lines, RULES, Project(Libraries()))
        return [(each.line, each.code) for each in found]

    return codes


ON = [(10, "AIG601"), (13, "AIG401")]
OPT_IN = [(10, "AIG619"), (13, "AIG417")]


def test_a_request_leads_to_them(reported):
    assert reported(shop__api=ROUTE) == ON


def test_a_request_leads_there_through_another_module(reported):
    between = "from shop.prices import load_price\n\n"
    between += "async def get(item):\n    return await load_price(item)\n"
    imported = "shop.between import get\nfrom shop.prices import Prices"
    route = ROUTE.replace("shop.prices import Prices, load_price", imported)
    assert reported(shop__between=between, shop__api=route.replace("load_price(", "get(")) == ON


def test_only_other_code_calls_them(reported):
    assert reported(shop__jobs=JOB) == OPT_IN


def test_a_test_is_nobody_who_waits(reported):
    assert reported(tests__test_api=ROUTE) == OPT_IN


def test_a_name_that_stands_everywhere_tells_nothing(reported):
    others = {f"shop__part{n}": "def f(x):\n    x.load()\n    x.all()\n" for n in range(13)}
    assert reported(shop__api=ROUTE, **others) == OPT_IN


def test_a_project_that_is_too_large_is_not_searched(reported, monkeypatch):
    monkeypatch.setattr(mentions, "_MOST_TEXT", 100)
    assert reported(shop__api=ROUTE) == OPT_IN


def test_an_example_that_is_a_project_of_its_own_is_searched(tmp_path):
    (tmp_path / ".git").mkdir()
    folder = tmp_path / "examples" / "small"
    (folder / "shop").mkdir(parents=True)
    (folder / "pyproject.toml").write_text("")
    (folder / ".flake8").write_text("[flake8]\n")
    (folder / "shop" / "api.py").write_text(ROUTE)
    (folder / "shop" / "prices.py").write_text(PRICES)
    project = Project(Libraries())
    assert project.mentions.named_in(str(folder / "shop"), "load_price") == (
        str(folder / "shop" / "api.py"),
        str(folder / "shop" / "prices.py"),
    )
    assert project.mentions.named_in(str(tmp_path), "load_price") == ()
