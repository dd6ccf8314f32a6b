"""Files as `aiguard secrets` reads them: encodings, notebooks, and its reports for machines."""

import json
import random
from pathlib import Path

import jsonschema
import pytest
from secret_places import ROOT, key, password

from aiguard_flake8.secrets import documents, scan
from aiguard_flake8.secrets.documents import Document, Unreadable


def notebook(cells, **dump):
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, **dump)


def code(*lines, **more):
    return {"cell_type": "code", "metadata": {}, "outputs": [], "source": list(lines), **more}


CELLS = [
    {"cell_type": "markdown", "metadata": {}, "source": f"# Notes\n\nold key: {key(seed=1)}"},
    code("%pip install openai\n", "import os\n", f"client = OpenAI(api_key='{key(seed=2)}')\n"),
    code(f'a = "{key(seed=3)}"\n', f'DB_PASSWORD = "{password()}"'),
    code(
        "print(os.environ)",
        outputs=[
            {"output_type": "stream", "text": ["one\n", f"KEY={key(seed=4)}\n"]},
            {"output_type": "display_data", "data": {"image/png": key(seed=5)}},
            {"output_type": "execute_result", "data": {"text/plain": f"'{key(seed=6)}'"}},
            {"output_type": "error", "traceback": [f"\x1b[31m{key(seed=7)}"]},
        ],
    ),
    code(f"quiet = '{key(seed=8)}'  # pragma: allowlist secret"),
]


@pytest.mark.parametrize("indent", [1, None])
def test_notebooks_are_searched_cell_by_cell(here, indent):
    here.add("notes.ipynb", notebook(CELLS, indent=indent))
    status, out, _ = here.secrets("scan")
    assert status == 1
    places = [line.split(": ")[0] for line in out.splitlines() if line.startswith("notes")]
    assert places == [
        "notes.ipynb:cell 1:3",
        "notes.ipynb:cell 2:3",
        "notes.ipynb:cell 3:1",
        "notes.ipynb:cell 3:2",
        "notes.ipynb:cell 4, output:2",
        "notes.ipynb:cell 4, output:4",
        "notes.ipynb:cell 4, output:5",
    ]
    text = (here.path / "notes.ipynb").read_text().splitlines()
    for finding in json.loads(here.secrets("scan", "--format=json")[1])["findings"]:
        line = text[finding["line"] - 1]
        assert any(key(seed=seed) in line for seed in range(1, 8)) or password() in line


@pytest.mark.parametrize("text", ["{}", "[]", "{", '{"cells": 3}', '{"cells": [1]}'])
def test_what_is_no_notebook_is_text(here, text):
    here.add("notes.ipynb", f"{text}\nkey: {key()}\n")
    assert here.secrets("scan")[1].startswith("notes.ipynb:2: OpenAI API key")


TEXTS = ["key = Grüße\n", "ключ", "鍵\r\n日本", "plain ascii\n", ""]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("text", TEXTS)
def test_unicode_is_decoded(encoding, text):
    assert documents.decode(text.encode(encoding))[0] == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "cp1252", "latin-1"])
def test_other_encodings_are_decoded(encoding):
    text = "password = Grüße aus Köln\n" * 3
    assert documents.decode(text.encode(encoding))[0] == text


def test_a_declared_encoding_counts():
    text = "# -*- coding: koi8-r -*-\nname = 'ключ'\n"
    assert documents.decode(text.encode("koi8-r")) == (text, "koi8-r")
    wrong = b"# -*- coding: nonsense -*-\nname = 'plain'\n"
    assert documents.decode(wrong) == (wrong.decode(), "utf-8")


def test_what_is_no_text_is_named_or_passed_over():
    source = random.Random(1)
    for size in (7, 64, 4096):
        assert isinstance(documents.read("a.dat", b"\x00" + source.randbytes(size)), Unreadable)
    assert documents.read("a.PNG", source.randbytes(64)) is None
    assert isinstance(documents.read("a.csv", b"," * (documents.LARGEST + 1)), Unreadable)
    assert isinstance(documents.read("a.csv", b"," * 1000), Document)


def test_lines_are_counted_as_editors_count_them(here):
    here.add("app.py", f'a = 1\x0c\nb = """\u2028"""\nc = "{key()}"\r\nd = "{key(seed=2)}"\n')
    out = here.secrets("scan")[1]
    assert out.startswith("app.py:3: ")
    assert "app.py:4: " in out
    here.add("old.py", f'print "text"\x0c\na = 1\nc = "{key(seed=3)}"\n')
    assert "old.py:3: " in here.secrets("scan", "old.py")[1]


def test_python_that_is_data_is_read_line_by_line(here, monkeypatch):
    """Its tree would take hundreds of times its size."""
    monkeypatch.setattr(scan.ast, "parse", None)
    rows = "    (1, 'one', 'a\x0cb'),\n" * 50_000
    here.add("table.py", f'ROWS = [\n{rows}]\nPASSWORD = "{password()}"\nA = "{key()}"\n')
    _, out, _ = here.secrets("scan")
    assert "table.py:50003: Assigned credential: PASSWORD" in out
    assert "table.py:50004: OpenAI API key" in out


def test_sarif_is_valid_and_its_fingerprints_stay(here):
    here.add("app.py", f'DB_PASSWORD = "{password()}"\nA = "{key()}"\n')
    here.add("notes.ipynb", notebook(CELLS, indent=1))
    here.add("ä b.env", f"TOKEN={key(seed=11)}\nPASSWORD={password(3)}\nPASSWORD={password(4)}\n")
    document = json.loads(here.secrets("scan", "--format=sarif")[1])
    schema = json.loads((ROOT / "tests" / "data" / "sarif-2.1.0.json").read_text())
    jsonschema.validate(document, schema)
    before = fingerprints(document)
    assert len(before) == len(document["runs"][0]["results"]) == 12
    here.write("app.py", f'\n\nA = "{key()}"\nDB_PASSWORD = "{password()}"\n')
    assert fingerprints(json.loads(here.secrets("scan", "--format=sarif")[1])) == before


def fingerprints(document):
    return {each["partialFingerprints"]["aiguard/v1"] for each in document["runs"][0]["results"]}


def test_json_names_what_was_not_searched(here):
    here.add("odd.dat", b"\x00\x01\x02")
    here.add("long.txt", "x" * 300_000)
    here.add("app.py", f'A = "{key()}"\n')
    here.secrets("baseline")
    Path("app.py").write_text(f'DB_PASSWORD = "{password()}"\n')
    status, out, _ = here.secrets("scan", "--format=json")
    report = json.loads(out)
    assert status == 1
    assert report["not_searched"][0]["path"] == "odd.dat"
    assert report["cut"] == [{"path": "long.txt", "lines": [1]}]
    assert report["gone"] == [{"path": "app.py", "type": "OpenAI API key"}]
    assert report["searched"] == 2
    (finding,) = report["findings"]
    assert finding["name"] == "DB_PASSWORD"
    assert "hash" not in finding
    assert "revoke" in finding["remedy"] or "replace" in finding["remedy"]
