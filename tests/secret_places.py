"""What the tests of `aiguard secrets` share: repositories, and credentials made at run time."""

import hashlib
import os
import random
import string
import subprocess
import sys
from pathlib import Path

import yaml

from aiguard_flake8 import commands
from aiguard_flake8.secrets import formats

ROOT = Path(__file__).parent.parent
HOOK = next(
    hook
    for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    if hook["id"] == "aiguard-secrets"
)


def key(kind="OpenAI API key", seed=1):
    """A made-up credential; the same for the same seed."""
    return formats.example(formats.BY_TYPE[kind], random.Random(seed))


def password(seed=1):
    """A made-up password that looks drawn."""
    source = random.Random(seed)
    return "".join(source.choices(string.ascii_letters + string.digits, k=18)) + "7k"


def sha1(value):
    return hashlib.sha1(value.encode()).hexdigest()


def run(*command, cwd, **more):
    return subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", timeout=120, **more
    )


def git(*arguments, cwd):
    result = run("git", *arguments, cwd=cwd)
    assert result.returncode == 0, result.stderr
    return result.stdout


def commit(cwd):
    """A commit as a user makes it: pre-commit's hook decides."""
    return run("git", "commit", "-m", "a change", cwd=cwd)


def aiguard(*arguments, cwd, **more):
    """`aiguard secrets …` as a process of its own."""
    return run(
        sys.executable, "-m", "aiguard_flake8.commands", "secrets", *arguments, cwd=cwd, **more
    )


GUARD = """
import os, sys

def refuse(event, arguments):
    if event.startswith(REFUSED) or (REFUSED == "writing" and writes(event, arguments)):
        os.write(2, f"refused: {event} {arguments[:1]}\\n".encode())
        os._exit(97)

def writes(event, arguments):
    if event == "open":
        path, _, flags = arguments
        written = flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        return written and path != os.devnull and not isinstance(path, int)
    return event in ("os.rename", "os.remove", "os.mkdir", "os.truncate", "os.link", "os.symlink")

sys.addaudithook(refuse)
"""


def refusing(event, folder):
    """An environment in which Python ends, with 97, as soon as it does what is refused."""
    (folder / "sitecustomize.py").write_text(f"REFUSED = {event!r}\n{GUARD}")
    path = os.pathsep.join([str(folder), *sys.path])
    return {**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}


class Here:
    """A git repository as the working directory, and `aiguard secrets` in this process."""

    def __init__(self, path, capsys):
        self.path = path
        self._capsys = capsys

    def write(self, name, content):
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, str):
            content = content.encode()
        path.write_bytes(content)
        return path

    def add(self, name, content):
        self.write(name, content)
        self.git("add", "-f", "--", name)

    def git(self, *arguments):
        return git(*arguments, cwd=self.path)

    def commit(self, message="a change"):
        self.git("commit", "-q", "--allow-empty", "-m", message)
        return self.git("rev-parse", "HEAD").strip()

    def secrets(self, *arguments):
        """Exit code, standard output, standard error."""
        self._capsys.readouterr()
        try:
            code = commands.main(["secrets", *arguments])
        except SystemExit as stopped:
            code = stopped.code
        captured = self._capsys.readouterr()
        return code, captured.out, captured.err

    def pre_commit(self, *arguments):
        return run(sys.executable, "-m", "pre_commit", *arguments, cwd=self.path)

    def install_hook(self, *arguments):
        """Our hook as pre-commit runs it, in the environment that the tests run in."""
        entry = HOOK["entry"].replace("python", sys.executable, 1)
        hook = {**HOOK, "language": "system", "entry": " ".join([entry, *arguments])}
        config = {"repos": [{"repo": "local", "hooks": [hook]}]}
        self.add(".pre-commit-config.yaml", yaml.safe_dump(config))
        result = self.pre_commit("install")
        assert result.returncode == 0, result.stdout
