"""The SARIF writer by itself: valid, relative, complete."""

import json
from pathlib import Path

import jsonschema
import pytest

from aiguard_flake8.formats.sarif import Descriptor, Result, Step, dumps, log

SCHEMA = json.loads((Path(__file__).parent / "data" / "sarif-2.1.0.json").read_text("utf-8"))
VALIDATOR = jsonschema.Draft7Validator(
    SCHEMA, format_checker=jsonschema.Draft7Validator.FORMAT_CHECKER
)


def written(*results, descriptors=()):
    document = json.loads(dumps(log("a tool", "1.0", descriptors, results)))
    VALIDATOR.validate(document)
    return document["runs"][0]


def place(location):
    return location["physicalLocation"]["artifactLocation"]["uri"]


def test_a_run_without_results_is_a_document_too():
    assert written()["results"] == []


def test_the_schema_refuses_what_is_wrong():
    document = log("a tool", "1.0", (), [Result("AIG201", "grave", "waits", "a.py", 1)])
    with pytest.raises(jsonschema.ValidationError, match="grave"):
        VALIDATOR.validate(document)


def test_a_result_names_its_rule_place_and_fingerprint():
    rule = Descriptor("AIG201", "waits", "A call waits.", "# page", "https://example.com", "error")
    other = Descriptor("E501")
    result = Result("AIG201", "error", "it waits", "app.py", 3, 5, "9f")
    run = written(result, descriptors=[other, rule])
    (found,) = run["results"]
    assert run["tool"]["driver"]["rules"][found["ruleIndex"]]["id"] == "AIG201"
    assert found["locations"][0]["physicalLocation"]["region"] == {
        "startLine": 3,
        "startColumn": 5,
    }
    assert list(found["partialFingerprints"].values()) == ["9f"]


def test_steps_become_a_code_flow():
    steps = [Step("a.py", 3, "calls load"), Step("b.py", 0, "calls Session.execute")]
    (found,) = written(Result("AIG401", "note", "a query", "a.py", 3, steps=steps))["results"]
    locations = [each["location"] for each in found["codeFlows"][0]["threadFlows"][0]["locations"]]
    assert [each["message"]["text"] for each in locations] == [s.text for s in steps]
    assert [place(each) for each in locations] == ["a.py", "b.py"]
    assert "region" not in locations[1]["physicalLocation"]


def test_paths_are_relative_to_the_repository(tmp_path, monkeypatch):
    (tmp_path / ".git").mkdir()
    inner = tmp_path / "services" / "shop"
    inner.mkdir(parents=True)
    monkeypatch.chdir(inner)
    names = ["./app.py", "../lib.py", str(inner / "ü b%.py"), str(tmp_path.parent / "far.py")]
    run = written(*(Result("AIG201", "error", "it waits", name, 1) for name in names))
    locations = [each["locations"][0] for each in run["results"]]
    assert [place(each) for each in locations] == [
        "services/shop/app.py",
        "services/lib.py",
        "services/shop/%C3%BC%20b%25.py",
        (tmp_path.parent / "far.py").as_uri(),
    ]
    based = ["uriBaseId" in x["physicalLocation"]["artifactLocation"] for x in locations]
    assert based == [True, True, True, False]


def test_without_a_repository_paths_are_relative_to_the_working_directory(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    run = written(Result("AIG201", "error", "it waits", str(tmp_path / "app.py"), 1))
    assert place(run["results"][0]["locations"][0]) == "app.py"
