"""Who runs a coroutine, where other modules of the project do."""

import ast

import pytest

from aiguard_flake8.engine import check_tree
from aiguard_flake8.library import Libraries
from aiguard_flake8.project.modules import Project
from aiguard_flake8.rule import all_rules

RULES = [rule for rule in all_rules() if rule.code in ("AIG601", "AIG619")]
SYNC = """\
import requests

class Sync:
    async def pull(self, url):
        return requests.get(url, timeout=5)

async def pull_one(url):
    return requests.get(url, timeout=5)
"""
BOTH = [5, 8]
RUN_ONE = """\
import asyncio
from shop.sync import pull_one

def main():
    asyncio.run(pull_one("https://example.com"))
"""
ROUTE = """\
from fastapi import APIRouter
from shop.sync import Sync, pull_one

router = APIRouter()

@router.get("/orders")
async def orders(sync: Sync):
    return await pull_one("https://example.com")
"""


@pytest.fixture
def reported(tmp_path):
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "shop").mkdir()

    def lines(**modules):
        for name, source in {"sync": SYNC, **modules}.items():
            path = tmp_path.joinpath(*name.split("__")).with_suffix(".py")
            path = path if "__" in name else tmp_path / "shop" / f"{name}.py"
            path.parent.mkdir(exist_ok=True)
            path.write_text(source)
        path = str(tmp_path / "shop" / "sync.py")
        shared = Project(Libraries())
        found = check_tree(ast.parse(SYNC), path, SYNC.splitlines(True), RULES, shared)
        return [each.line for each in found]

    return lines


def test_a_coroutine_that_nobody_is_seen_to_run_is_reported(reported):
    assert reported() == BOTH


def test_a_loop_of_its_own(reported):
    assert reported(cli=RUN_ONE) == [5]


def test_a_loop_of_its_own_further_away(reported):
    job = """\
import shop.sync

async def pull_all(urls):
    return [await shop.sync.pull_one(url) for url in urls]
"""
    start = """\
from shop.job import pull_all

class Worker:
    def start(self):
        self.loop.run_until_complete(pull_all([]))
"""
    assert reported(job=job) == BOTH
    assert reported(job=job, start=start) == [5]


def test_a_method(reported):
    run = """\
import asyncio
from shop.sync import Sync

def main(sync: Sync):
    asyncio.run(sync.pull("https://example.com"))
"""
    assert reported(cli=run) == [8]


def test_a_request_that_waits_is_reported_whoever_else_runs_it(reported):
    assert reported(cli=RUN_ONE, routes=ROUTE) == BOTH


def test_what_is_handed_on_is_reported(reported):
    handed = "from shop.sync import pull_one\n\nJOBS = {'pull': pull_one}\n"
    assert reported(cli=RUN_ONE, jobs=handed) == BOTH
    named = "import shop.sync\n\n{} = ['pull_one']\n"
    assert reported(cli=RUN_ONE, jobs=named.format("JOBS")) == BOTH
    assert reported(cli=RUN_ONE, jobs=named.format("__all__")) == [5]


def test_a_task_beside_it_is_company(reported):
    beside = """\
import asyncio
from shop.sync import pull_one

async def work():
    beat = asyncio.create_task(asyncio.sleep(60))
    await pull_one("https://example.com")
    await beat

def main():
    asyncio.run(work())
"""
    assert reported(cli=beside) == BOTH


def test_tests_say_nothing(reported):
    calls = "from shop.sync import pull_one\n\nasync def test_it():\n    await pull_one('u')\n"
    assert reported(cli=RUN_ONE, tests__test_sync=calls) == [5]


def test_a_function_of_the_same_name_is_another_one(reported):
    other = (
        "async def pull_one(url):\n    return url\n\nasync def use():\n    await pull_one('u')\n"
    )
    assert reported(cli=RUN_ONE, other=other) == [5]


def test_a_module_that_does_not_parse_is_left_out(reported):
    assert reported(cli=RUN_ONE, broken="from shop.sync import pull_one\ndef (:\n") == [5]
