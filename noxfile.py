"""One door for every habit: `nox` checks; `-s fix`, docs, bench, fuzz, accuracy, matrix too."""

import pathlib

import nox

nox.options.sessions = ["check"]
nox.options.reuse_existing_virtualenvs = True
PYTHONS = ("3.11", "3.12", "3.13")
FLAKE8S = ("7.1.2", "7.3.0", "newest")
DETECT_SECRETS = ("1.4.0", "newest")


@nox.session
def check(session: nox.Session) -> None:
    """Everything that CI runs: formatting, lint, types, tests."""
    session.install("-e", ".[test]")
    session.run("pytest", "-n", "2", *session.posargs)


@nox.session
def fix(session: nox.Session) -> None:
    """Format, mend what can be mended, write the generated files."""
    session.install("-e", ".[test]")
    session.run("ruff", "check", "--fix", ".")
    session.run("ruff", "format", ".")
    session.run("python", "docs/generate.py")


@nox.session
def docs(session: nox.Session) -> None:
    """Write docs/rules/ and the README's table."""
    session.install("-e", ".")
    session.run("python", "docs/generate.py")


@nox.session(python=PYTHONS)
@nox.parametrize("flake8", FLAKE8S)
def matrix(session: nox.Session, flake8: str) -> None:
    """The tests on every supported Python with every supported flake8."""
    pin = [] if flake8 == "newest" else [f"flake8=={flake8}"]
    session.install("-e", ".[test]", *pin)
    session.run("flake8", "--version")
    session.run("pytest", "-n", "2", *session.posargs)


@nox.session
@nox.parametrize("detect_secrets", DETECT_SECRETS)
def secrets(session: nox.Session, detect_secrets: str) -> None:
    """The tests of `aiguard secrets` on the oldest and the newest supported detect-secrets."""
    pin = [] if detect_secrets == "newest" else [f"detect-secrets=={detect_secrets}"]
    session.install("-e", ".[test]", *pin)
    tests = sorted(map(str, pathlib.Path("tests").glob("test_secrets_*.py")))
    session.run("pytest", "-n", "2", *tests, *session.posargs)


@nox.session
def bench(session: nox.Session) -> None:
    """What we add to plain flake8, beside flake8-bugbear; our hook beside detect-secrets'."""
    session.install("-e", ".")
    session.run("python", "-m", "bench.speed", *session.posargs)
    session.run("python", "-m", "bench.runner")
    session.run("python", "-m", "bench.secrets")


@nox.session
def accuracy(session: nox.Session) -> None:
    """The judged reports over pinned applications, run again."""
    session.install("-e", ".")
    session.run("python", "-m", "bench.accuracy", *session.posargs)


@nox.session
def fuzz(session: nox.Session) -> None:
    """The long fuzzing: the standard library and thousands of generated programs."""
    session.install("-e", ".[test]")
    session.run("python", "bench/fuzz.py", *session.posargs)
