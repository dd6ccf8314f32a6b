"""What the benchmarks share: virtual environments, sources from PyPI, and CPU time of a process."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
DOWNLOADS = ROOT / "bench" / "downloads"


def environment(name: str, *packages: str) -> Path:
    """The Python of a virtual environment with these packages; made on first use."""
    folder = DOWNLOADS / "venvs" / name
    python = folder / "bin" / "python"
    wanted = "\n".join(packages)
    stamp = folder / "packages.txt"
    if not stamp.exists() or stamp.read_text() != wanted:
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run(
            [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages],
            check=True,
        )
        stamp.write_text(wanted)
    return python


def sources(requirement: str, *, archive: bool = False, everything: bool = False) -> Path:
    """The unpacked wheel (or source archive) of a pinned package; fetched on first use.

    `archive` asks for the source archive, which more often holds the tests; `everything` keeps the
    files that are no Python.
    """
    name = requirement.replace("==", "-") + "-source" * archive + "-whole" * everything
    folder = DOWNLOADS / "sources" / name
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, suffix=".partial") as partial:
            unpacked = Path(partial) / "unpacked"
            _download(requirement, unpacked, archive)
            if not everything:
                _keep_python(unpacked)
            (unpacked / ".git").mkdir(exist_ok=True)  # a project of its own, not a part of ours
            try:
                unpacked.rename(folder)
            except OSError:
                # Another process may have fetched the same in the meantime.
                if not folder.exists():
                    raise
    return folder


def _download(requirement: str, folder: Path, archive: bool) -> None:
    with tempfile.TemporaryDirectory() as archives:
        base = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "-d", archives]
        base.append("--disable-pip-version-check")
        wheel = [*base, "--only-binary=:all:", requirement]
        if archive or subprocess.run(wheel, check=False, capture_output=True).returncode != 0:
            subprocess.run([*base, "--no-binary=:all:", requirement], check=True)
        (fetched,) = Path(archives).iterdir()
        form = "zip" if fetched.suffix == ".whl" else None
        shutil.unpack_archive(fetched, folder, form)


def _keep_python(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file() and path.suffix not in (".py", ".pyi"):
            path.unlink()


def cpu_seconds(
    command: Sequence[str | os.PathLike[str]],
    stdin: bytes | None = None,
    cache: str | None = None,
) -> float:
    """User and system time of a command and all its children, in seconds.

    `cache` is the folder that stands for the user's cache of ours; by default the user's own.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    # Users have bytecode: pip writes it when it installs, the first run of a checkout does.
    variables = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    if cache is not None:
        variables["AIGUARD_CACHE"] = cache
    result = subprocess.run(command, input=stdin, capture_output=True, check=False, env=variables)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if result.returncode not in (0, 1) or b"Traceback" in result.stderr:
        raise RuntimeError(result.stderr.decode()[-2000:])
    return (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)


def peak_megabytes(command: Sequence[str | os.PathLike[str]]) -> float:
    """Peak resident memory of the largest process among a command and its children, in MB."""
    script = (
        "import resource, subprocess, sys;"
        "subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    result = subprocess.run(
        [sys.executable, "-c", script, *command], capture_output=True, check=True, text=True
    )
    # Kilobytes on Linux, bytes on macOS.
    return int(result.stdout) / (1024 * 1024 if sys.platform == "darwin" else 1024)


def lines_of(folder: Path) -> int:
    """Lines of Python below a folder."""
    return sum(path.read_bytes().count(b"\n") for path in folder.rglob("*.py"))
