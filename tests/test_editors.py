"""python-lsp-server, driven over stdio the way an editor does it."""

import json
import os
import queue
import subprocess
import sys
import threading
from pathlib import Path

import pytest

WAITS = "import requests\n\nrequests.get('https://example.com').raise_for_status()\n"
ROOT = Path(__file__).parent.parent


def settings(page):
    """The first that a page tells users to set."""
    return json.loads((ROOT / page).read_text("utf-8").split("```json\n")[1].split("```")[0])


SETTINGS = settings("README.md")


class Server:
    """A language server, and what it has published."""

    def __init__(self, folder):
        environment = {
            **os.environ,
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        }
        self.log = folder / "pylsp.log"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "pylsp", "--log-file", str(self.log)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=folder,
            env=environment,
        )
        self._received = queue.Queue()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        capable = {"rootUri": folder.as_uri(), "processId": None, "capabilities": {}}
        self._request("initialize", {**capable, "initializationOptions": SETTINGS})
        self.notify("initialized", {})

    def _listen(self):
        stream = self.process.stdout
        while header := stream.readline():
            length = int(header.split(b":")[1]) if header.startswith(b"Content-Length") else 0
            while stream.readline().strip():
                pass
            self._received.put(json.loads(stream.read(length)))

    def _send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def notify(self, method, params):
        self._send({"method": method, "params": params})

    def _request(self, method, params):
        self._send({"id": method, "method": method, "params": params})
        while self._received.get(timeout=60).get("id") != method:
            pass

    def diagnostics(self, uri):
        """What is published next for a document, of flake8 only."""
        while True:
            message = self._received.get(timeout=60)
            if message.get("method") == "textDocument/publishDiagnostics":
                if message["params"]["uri"] == uri:
                    return [d for d in message["params"]["diagnostics"] if d["source"] == "flake8"]

    def open(self, path, text):
        document = {"uri": path.as_uri(), "languageId": "python", "version": 1, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": document})
        return self.diagnostics(path.as_uri())

    def change(self, path, text):
        document = {"uri": path.as_uri(), "version": 2}
        changes = [{"text": text}]
        self.notify("textDocument/didChange", {"textDocument": document, "contentChanges": changes})
        return self.diagnostics(path.as_uri())

    def close(self):
        self._request("shutdown", None)
        self.notify("exit", None)
        assert self.process.wait(timeout=30) == 0
        self._listener.join(timeout=30)
        self.process.stdin.close()
        self.process.stdout.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("project"))
    yield server
    server.close()
    assert "Traceback" not in server.log.read_text("utf-8")


@pytest.fixture
def path(server, request):
    name = request.node.name.removeprefix("test_")  # tests are left alone by most rules
    return server.log.parent / f"{name}.py"


def test_the_pages_tell_the_same():
    assert settings("docs/editors.md") == SETTINGS


def test_a_saved_file(server, path):
    path.write_text(WAITS)
    (found,) = server.open(path, WAITS)
    assert found["code"] == "AIG201"
    assert found["range"]["start"] == {"line": 2, "character": 0}
    assert found["message"].startswith("AIG201 requests.get() ")


def test_unsaved_text(server, path):
    path.write_text("")
    server.open(path, "")
    (found,) = server.change(path, "\n" + WAITS)
    assert (found["code"], found["range"]["start"]["line"]) == ("AIG201", 3)
    assert server.change(path, WAITS.replace("com'", "com', timeout=5")) == []


def test_an_empty_file(server, path):
    path.touch()
    assert server.open(path, "") == []


def test_text_that_does_not_parse(server, path):
    path.write_text(WAITS)
    found = server.open(path, WAITS + "def broken(:\n")
    assert {each["code"] for each in found} == {"E999"}
    assert found[0]["range"]["start"]["line"] == 3


def test_a_way_through_the_project_that_is_not_saved(server, path):
    (path.parent / "repo.py").write_text(
        "def load(session, key):\n    return session.get(Order, key)\n"
    )
    text = (
        "from fastapi import FastAPI\nfrom sqlalchemy.orm import Session\nfrom repo import load\n"
        "\napp = FastAPI()\n\n\n@app.get('/orders')\ndef orders(keys: list[int], session: Session):"
        "\n    return [load(session, key) for key in keys]\n"
    )
    found = server.open(path, text)
    assert [each["code"] for each in found] == ["AIG401"]
    assert "load (repo.py)" in found[0]["message"]


def test_what_the_baseline_knows_is_not_shown(server, path):
    path.write_text(WAITS)
    configuration = path.parent / "setup.cfg"
    configuration.write_text("[flake8]\naiguard-baseline = ./known.json\n")
    command = [sys.executable, "-P", "-m", "aiguard_flake8.commands", "baseline", path.name]
    subprocess.run(command, cwd=path.parent, check=True, capture_output=True, timeout=60)
    assert server.open(path, WAITS) == []
    (found,) = server.change(path, WAITS + "requests.put('https://example.com').close()\n")
    assert (found["code"], found["range"]["start"]["line"]) == ("AIG201", 3)
    configuration.unlink()
