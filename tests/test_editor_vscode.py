"""VS Code's Flake8 extension: flake8 run by the library that it is made of, as it runs it.

It keeps one process of the workspace's Python, and runs flake8 in it as a module again and again.
"""

import json
import re
import sys
import uuid
from pathlib import Path

import pytest
from vscode_common_python_lsp.jsonrpc import run_over_json_rpc, shutdown_json_rpc

ROOT = Path(__file__).parent.parent
WAITS = "import requests\n\nrequests.get('https://example.com').raise_for_status()\n"
FORMAT = "--format='%(row)d,%(col)d,%(code).1s,%(code)s:%(text)s'"
# What the extension starts in the workspace's Python.
RUNNER = """\
import sys
from vscode_common_python_lsp import JsonRpc, RunResult, run_message_loop, run_module
run_message_loop(JsonRpc(sys.stdin.buffer, sys.stdout.buffer), run_module, RunResult)
"""
CALLER = "from helper import get, work\n\n\n@get\nasync def show():\n    work()\n"


@pytest.fixture(scope="module", autouse=True)
def ended():
    yield
    shutdown_json_rpc()


@pytest.fixture
def lint(tmp_path, tmp_path_factory):
    runner = tmp_path_factory.mktemp("extension") / "runner.py"
    runner.write_text(RUNNER)
    workspace = str(uuid.uuid4())

    def lint(name, text=None):
        if text is not None:
            (tmp_path / name).write_text(text)
        result = run_over_json_rpc(
            workspace=workspace,
            interpreter=[sys.executable],
            module="flake8",
            argv=["flake8", FORMAT, str(tmp_path / name)],
            use_stdin=False,
            cwd=str(tmp_path),
            runner_script=str(runner),
        )
        assert not result.exception
        assert result.stderr == ""
        return re.findall(r"^'(\d+),(\d+),\w,(\w+):", result.stdout, re.MULTILINE)

    return lint


def test_findings_have_a_place_and_a_code(lint):
    assert lint("shop.py", WAITS) == [("3", "1", "AIG201")]
    assert lint("shop.py", f"\n{WAITS}") == [("4", "1", "AIG201")]


def test_an_empty_file_and_one_that_does_not_parse(lint):
    assert lint("empty.py", "") == []
    assert [code for *_, code in lint("broken.py", f"{WAITS}def (:\n")] == ["E999"]
    assert lint("shop.py", WAITS) == [("3", "1", "AIG201")]


def test_what_changed_in_another_file_is_seen_by_the_same_process(lint):
    lint("helper.py", "import time\n\n\ndef work():\n    time.sleep(1)\n")
    assert [code for *_, code in lint("shop.py", CALLER)] == ["AIG601"]
    lint("helper.py", "def work():\n    return 1\n")
    assert lint("shop.py") == []


def test_what_changed_in_the_configuration_is_seen_by_the_same_process(lint, tmp_path):
    assert lint("shop.py", WAITS) == [("3", "1", "AIG201")]
    (tmp_path / ".flake8").write_text("[flake8]\nextend-ignore = AIG2\n")
    assert lint("shop.py") == []


def test_the_pages_tell_the_same():
    pages = [(ROOT / page).read_text("utf-8") for page in ("README.md", "docs/editors.md")]
    blocks = [re.findall(r"```json\n(.*?)```", page, re.DOTALL) for page in pages]
    told = [json.loads(each) for page in blocks for each in page if "flake8.severity" in each]
    assert len(told) == 2
    assert told[0] == told[1]
