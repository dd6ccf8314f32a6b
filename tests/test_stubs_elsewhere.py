"""Stubs whose work the classes of other modules do, or nobody."""

import ast

import pytest

from aiguard_flake8.engine import check_tree
from aiguard_flake8.library import Libraries
from aiguard_flake8.project.modules import Project
from aiguard_flake8.rule import all_rules

RULES = [rule for rule in all_rules() if rule.code == "AIG901"]
GAUGE = """\
class Gauge:
    def read(self, name):
        raise NotImplementedError

    @property
    def width(self):
        return self.read("width")

def gauge():
    return Gauge()
"""
HEIR = """\
from shop.gauges import Gauge

class LaserGauge(Gauge):
    def read(self, name):
        return self.port.ask(name)
"""
MAIL = """\
class Mail:
    def send(self, order):
        # TODO: send it
        pass

def mail():
    return Mail()
"""
ROUTE = """\
from fastapi import FastAPI
from shop.mail import Mail

app = FastAPI()
mail = Mail()

@app.post("/orders")
def order(number: int):
    mail.send(number)
"""
MAIL_HEIR = """\
from shop.mail import Mail

class LetterMail(Mail):
    def send(self, order):
        print(order)
"""


def found(folder, name, source, others):
    (folder / "pyproject.toml").write_text("")
    (folder / "shop").mkdir()
    for other, text in {name: source, **others}.items():
        (folder / "shop" / other).write_text(text)
    path, lines = str(folder / "shop" / name), source.splitlines(True)
    reports = check_tree(ast.parse(source), path, lines, RULES, Project(Libraries()))
    return [each.line for each in reports]


@pytest.mark.parametrize(("others", "expected"), [({}, [2]), ({"laser.py": HEIR}, [])])
def test_what_heirs_in_other_modules_write_is_no_stub(tmp_path, others, expected):
    assert found(tmp_path, "gauges.py", GAUGE, others) == expected


@pytest.mark.parametrize(("others", "expected"), [({}, [9]), ({"letters.py": MAIL_HEIR}, [])])
def test_nor_is_it_where_a_request_of_another_module_calls_it(tmp_path, others, expected):
    assert found(tmp_path, "views.py", ROUTE, {"mail.py": MAIL, **others}) == expected
