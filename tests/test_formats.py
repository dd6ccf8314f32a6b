"""`--format=aiguard-sarif` and `--format=aiguard-json` under the real flake8."""

import json
import shutil
import sys
from pathlib import Path

import jsonschema
import pytest
from flake8.options.parse_args import parse_args
from flake8.violation import Violation
from flake8_runs import flake8
from hook_runs import run as run_command
from test_rules import BAD

from aiguard_flake8.formats.again import ask
from aiguard_flake8.formats.details import details
from aiguard_flake8.options import default_settings
from aiguard_flake8.rule import all_rules

HERE = Path(__file__).parent
SCHEMA = json.loads((HERE / "data" / "sarif-2.1.0.json").read_text("utf-8"))
CALL = "requests.get('https://example.com').raise_for_status()"
WAITS = f"import requests\n\n\ndef ask():\n    {CALL}\n"


@pytest.fixture
def shop(tmp_path):
    (tmp_path / ".git").mkdir()
    return shutil.copytree(HERE / "apps" / "fastapi_shop", tmp_path / "shop")


def run(cwd, *arguments, form="sarif", source=None):
    arguments = ("--select=AIG,E,F", f"--format=aiguard-{form}", *arguments)
    result = flake8(*arguments, cwd=cwd, source=source)
    assert result.stderr == ""
    return json.loads(result.stdout)


def results(cwd, *arguments, **keywords):
    document = run(cwd, *arguments, **keywords)
    jsonschema.Draft7Validator(SCHEMA).validate(document)
    return document["runs"][0]["results"]


def aiguard(*arguments, cwd):
    return run_command(sys.executable, "-m", "aiguard_flake8.commands", *arguments, cwd=cwd)


def places(result):
    (flow,) = result["codeFlows"]
    steps = [each["location"] for each in flow["threadFlows"][0]["locations"]]
    return [
        (
            each["physicalLocation"]["artifactLocation"]["uri"],
            each["physicalLocation"]["region"]["startLine"],
            each["message"]["text"],
        )
        for each in steps
    ]


def prints(found):
    return [each["partialFingerprints"]["aiguard/v1"] for each in found]


def line_of(path, text):
    lines = path.read_text("utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


def test_sarif_shows_the_way_through_the_project(shop):
    found = results(shop, "--aiguard-enable=AIG417", "app")
    tags = next(each for each in found if "with_tags()" in each["message"]["text"])
    services, repositories = shop / "app" / "services.py", shop / "app" / "repositories.py"
    assert places(tags) == [
        ("shop/app/services.py", line_of(services, "await self._info"), "OrderService._info"),
        (
            "shop/app/services.py",
            line_of(services, "self.tags.list"),
            "SqlTagRepository.list",
        ),
        (
            "shop/app/repositories.py",
            line_of(repositories, "Order.id == article_id"),
            "AsyncSession.scalars",
        ),
    ]


HANDED_OVER = """\
import requests
from fastapi import FastAPI

from helpers import attempt

app = FastAPI()


def load() -> str:
    return requests.get("https://example.com", timeout=5).text


@app.get("/orders")
async def orders() -> str:
    return attempt(load)
"""


def test_a_function_that_is_handed_over_is_called_at_a_line_nobody_knows(tmp_path):
    (tmp_path / "helpers.py").write_text("def attempt(work):\n    return work()\n")
    (tmp_path / "app.py").write_text(HANDED_OVER)
    (found,) = run(tmp_path, "--select=AIG601", "app.py", form="json")
    steps = [(each["file"], each["line"], each["calls"]) for each in found["path"]]
    assert steps == [
        ("app.py", 15, "attempt"),
        ("helpers.py", None, "load"),
        ("app.py", 10, "requests.get"),
    ]


@pytest.mark.parametrize("form", ["sarif", "json"])
def test_the_runner_writes_the_same_report(shop, form):
    options = ["--aiguard-enable=AIG4", f"--format=aiguard-{form}", "app"]
    ours = aiguard("check", *options, cwd=shop)
    assert "AIG401" in ours.stdout
    assert ours.stdout == flake8("--select=AIG", *options, cwd=shop).stdout


def test_sarif_describes_the_rules_that_it_names(tmp_path):
    (tmp_path / "app.py").write_text(WAITS.replace("import requests", "import requests, os"))
    document = run(tmp_path, "app.py")
    jsonschema.Draft7Validator(SCHEMA).validate(document)
    rules = {each["id"]: each for each in document["runs"][0]["tool"]["driver"]["rules"]}
    assert set(rules) == {"AIG201", "E401", "F401"}
    rule = next(each for each in all_rules() if each.code == "AIG201")
    assert rules["AIG201"]["helpUri"].endswith("/docs/rules/AIG201.md")
    assert rules["AIG201"]["help"]["markdown"] == rule.page.strip()
    for each in rules.values():
        assert all(each[key]["text"] for key in ("shortDescription", "fullDescription", "help"))
    levels = {each["ruleId"]: each["level"] for each in document["runs"][0]["results"]}
    assert levels == {"AIG201": "error", "E401": "warning", "F401": "warning"}


def test_security_rules_have_a_severity_for_code_scanning_pages(tmp_path):
    (tmp_path / "app.py").write_text(
        "import httpx\n\nhttpx.get('https://x.example', verify=False)\n"
    )
    (rule,) = run(tmp_path, "--select=AIG505")["runs"][0]["tool"]["driver"]["rules"]
    assert rule["properties"]["tags"] == ["security"]
    assert float(rule["properties"]["security-severity"]) >= 7


def test_without_findings_there_is_a_document(tmp_path):
    (tmp_path / "app.py").touch()
    assert results(tmp_path) == []
    assert run(tmp_path, form="json") == []


def test_fingerprints_stay_while_lines_move_and_files_are_renamed(tmp_path):
    (tmp_path / "app.py").write_text(WAITS)
    before = prints(results(tmp_path))
    moved = WAITS.replace("\n\n\n", '\n\nLATER = "1"\n\n\n').replace("get('", 'get(\n        "')
    (tmp_path / "app.py").unlink()
    (tmp_path / "other.py").write_text(moved.replace("com')", 'com"\n    )'))
    after = results(tmp_path)
    assert after[0]["locations"][0]["physicalLocation"]["region"]["startLine"] == 7
    assert prints(after) == before


def test_a_copy_has_a_fingerprint_of_its_own(tmp_path):
    (tmp_path / "app.py").write_text(WAITS + f"    {CALL}\n\n\ndef again():\n    {CALL}\n")
    assert len(set(prints(results(tmp_path)))) == 3


def test_the_fingerprint_of_a_credential_does_not_depend_on_it(tmp_path):
    found = []
    for password in ("hunter2", "hunter3"):
        source = f"import os\n\nJWT_SECRET = os.environ.get('JWT_SECRET', '{password}')\n"
        (tmp_path / "app.py").write_text(source)
        found += results(tmp_path, "--select=AIG502")
    assert len(found) == 2
    assert len(set(prints(found))) == 1


def test_a_file_that_is_not_there_has_no_line(tmp_path):
    (found,) = results(tmp_path, "missing.py")
    assert (found["ruleId"], found["level"]) == ("E902", "error")
    assert "region" not in found["locations"][0]["physicalLocation"]


def test_columns_are_characters_and_text_is_unicode(tmp_path):
    line = "größe = 'ü'; requests.get('https://example.com').raise_for_status()"
    (tmp_path / "über.py").write_text(f"import requests\n\n{line}\n", encoding="utf-8")
    (found,) = results(tmp_path, "--select=AIG201")
    place = found["locations"][0]["physicalLocation"]
    assert place["region"] == {"startLine": 3, "startColumn": line.index("requests") + 1}
    assert place["artifactLocation"]["uri"] == "%C3%BCber.py"


@pytest.mark.parametrize("form", ["sarif", "json"])
def test_an_output_file_is_replaced(tmp_path, form):
    (tmp_path / "app.py").write_text(WAITS)
    out = tmp_path / "reports" / "out.json"
    options = [f"--format=aiguard-{form}", f"--output-file={out}", "app.py"]
    for _ in range(2):
        assert flake8(*options, cwd=tmp_path).stdout == ""
    assert "AIG201" in json.dumps(json.loads(out.read_text("utf-8")))
    assert json.loads(flake8(*options, "--tee", cwd=tmp_path).stdout) == json.loads(out.read_text())


def test_statistics_leave_the_document_alone(tmp_path):
    (tmp_path / "app.py").write_text(WAITS)
    result = flake8("--format=aiguard-json", "--statistics", "--benchmark", "app.py", cwd=tmp_path)
    assert [each["code"] for each in json.loads(result.stdout)] == ["AIG201"]
    assert "1     AIG201" in result.stderr
    assert "seconds elapsed" in result.stderr


def test_json_holds_what_it_takes_to_mend_a_finding(shop):
    found = run(shop, "--aiguard-enable=AIG417", "app", form="json")
    query = next(each for each in found if "with_tags()" in each["message"])
    rule = next(each for each in all_rules() if each.code == "AIG417")
    assert query["why"] == rule.section("Why it hurts")
    assert query["fix"] == rule.section("Good")
    assert query["why"].startswith("A function that takes a list")
    assert query["fix"].startswith("```python\n")
    assert query["fix"].endswith("```")
    assert (query["file"], query["level"]) == (str(Path("app", "services.py")), rule.level)
    assert [step["calls"] for step in query["path"]] == [
        "OrderService._info",
        "SqlTagRepository.list",
        "AsyncSession.scalars",
    ]


def test_json_names_findings_of_others_too(tmp_path):
    (tmp_path / "app.py").write_text("import os\n")
    (found,) = run(tmp_path, form="json")
    assert (found["code"], found["line"], found["why"]) == ("F401", 1, None)


def test_stdin_is_reported_without_a_way_and_without_a_fingerprint(shop):
    source = (shop / "app" / "services.py").read_text("utf-8")
    arguments = ["--aiguard-enable=AIG417", "--stdin-display-name=app/services.py", "-"]
    found = results(shop, *arguments, source="\n" + source)
    assert any("with_tags()" in each["message"]["text"] for each in found)
    assert not any("codeFlows" in each or "partialFingerprints" in each for each in found)


def test_a_file_that_changed_is_reported_without_a_way(shop, monkeypatch):
    monkeypatch.chdir(shop)
    options = parse_args(["--aiguard-enable=AIG417", "app"])[1]
    path = str(Path("app", "services.py"))
    found = run(shop, "--aiguard-enable=AIG417", "app", form="json")
    query = next(each for each in found if "with_tags()" in each["message"])
    violation = Violation(
        query["code"], path, query["line"], query["column"], query["message"], None
    )
    assert details([violation], options)[0].way
    Path(path).write_text("\n" + Path(path).read_text("utf-8"), "utf-8")
    assert details([violation], options)[0].way == ()
    Path(path).unlink()
    assert details([violation], options)[0].message == query["message"]


CASES = [
    *((rule.code, example) for rule, example in BAD),
    *((p.parent.name.upper(), p.read_text("utf-8")) for p in HERE.glob("cases/aig*/*.py")),
]


def test_whoever_shows_a_way_hands_it_over(tmp_path):
    settings = default_settings()._replace(rules=all_rules())
    (tmp_path / "pyproject.toml").touch()
    shown = 0
    for number, (code, source) in enumerate(CASES):
        path = tmp_path / f"service{number}.py"
        path.write_text(source, encoding="utf-8")
        for (_, _, _, message), known in ask(str(path), {code}, settings).items():
            if " -> " in message:
                shown += 1
                assert known.way is not None, f"{code}: {message}"
    assert shown > 10
