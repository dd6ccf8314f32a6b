"""What handlers keep in a module, where other modules of the project say what it is."""

from marked import marks, rules_for

from aiguard_flake8.engine import check_source
from aiguard_flake8.library import Libraries
from aiguard_flake8.project.modules import Project

CODES = """
import secrets
from dataclasses import dataclass
from pydantic import BaseModel

def new_code():
    return secrets.token_hex(3)

def new_helper():
    return Helper()

class Helper:
    def __init__(self):
        self.turns = 0

    async def ask(self, question): ...

class Kept(BaseModel):
    at: float

class Note(Kept):
    text: str

@dataclass
class Row:
    text: str

class Draft:
    def __init__(self, text):
        self.text = text

    def to_dict(self):
        return {"text": self.text}
"""

API = """
from fastapi import APIRouter
from shop import codes
from shop.codes import Helper, Note, Row, new_code, new_helper

router = APIRouter()
codes_by_mail = {}  # AIG608
helpers = {}
helpers_by_name = {}
notes = {}  # AIG608
rows = {}  # AIG608
drafts = {}  # AIG608

@router.post("/start")
def start(mail: str):
    codes_by_mail[mail] = {"code": new_code()}
    helpers[mail] = {"helper": new_helper()}
    helpers_by_name[mail] = Helper()
    notes[mail] = Note(at=1.0, text=mail)
    rows[mail] = Row(text=mail)
    draft = codes.Draft(mail)
    drafts[mail] = draft

@router.get("/look")
def look(mail: str):
    kept = (codes_by_mail[mail], notes[mail], rows[mail], drafts[mail])
    return kept, helpers[mail], helpers_by_name[mail]
"""


def test_values_are_data_or_not_as_their_own_modules_say(tmp_path):
    shop = tmp_path / "shop"
    shop.mkdir()
    (shop / "__init__.py").touch()
    (shop / "codes.py").write_text(CODES)
    path = shop / "api.py"
    findings = check_source(API, str(path), rules_for("AIG608"), Project(Libraries()))
    found = {(each.line, each.code) for each in findings if each.code == "AIG608"}
    assert found == marks(API)
