"""Small projects of several modules, whose comments say what must be reported, and nothing else.

Each is copied out of this repository, so that it is a project and not a part of our tests. The
messages are held by snapshots; `python tests/test_projects.py --write` writes them anew.
"""

import shutil
import sys
import tempfile
from pathlib import Path

import pytest
from marked import marks

from aiguard_flake8.engine import check_source
from aiguard_flake8.library import Libraries
from aiguard_flake8.project.modules import Project
from aiguard_flake8.rule import all_rules

APPS = Path(__file__).parent / "apps"
SNAPSHOTS = Path(__file__).parent / "snapshots" / "apps"
LIBRARIES = Libraries()
MARKED = {
    code for path in APPS.rglob("*.py") for _, code in marks(path.read_text(encoding="utf-8"))
}
RULES = [rule for rule in all_rules() if not rule.opt_in or rule.code in MARKED]


def modules(app):
    return sorted(path.relative_to(APPS / app) for path in (APPS / app).rglob("*.py"))


def reported(folder, module, project):
    source = (folder / module).read_text(encoding="utf-8")
    findings = check_source(source, str(folder / module), RULES, project)
    return {(module, each.line, each.code): each.message for each in findings}


@pytest.fixture(params=sorted(path.name for path in APPS.iterdir()))
def project(request, tmp_path):
    return request.param, shutil.copytree(APPS / request.param, tmp_path / "work")


def test_reports_exactly_the_marks(project):
    app, folder = project
    shared = Project(LIBRARIES)
    found, expected = {}, set()
    for module in modules(app):
        found.update(reported(folder, module, shared))
        source = (folder / module).read_text(encoding="utf-8")
        expected.update((module, line, code) for line, code in marks(source))
    wrong = [f"  not expected: {k}: {m}" for k, m in sorted(found.items()) if k not in expected]
    missed = [f"  missed: {key}" for key in sorted(expected - found.keys())]
    assert not wrong + missed, "\n" + "\n".join(wrong + missed)


def test_each_module_alone_gives_the_same_as_all_together(project):
    app, folder = project
    shared = Project(LIBRARIES)
    together, alone = {}, {}
    for module in reversed(modules(app)):
        together.update(reported(folder, module, shared))
    for module in modules(app):
        alone.update(reported(folder, module, Project(LIBRARIES)))
    assert together == alone


def messages(app, folder):
    shared = Project(LIBRARIES)
    lines = []
    for module in modules(app):
        found = reported(folder, module, shared)
        lines += [
            f"{module.as_posix()}:{line} {code} {found[module, line, code]}\n"
            for _, line, code in sorted(found)
        ]
    return "".join(lines)


def test_messages_read_as_the_snapshot_says(project):
    app, folder = project
    assert messages(app, folder) == (SNAPSHOTS / f"{app}.txt").read_text(encoding="utf-8"), (
        "read what has changed, then run: python tests/test_projects.py --write"
    )


def test_messages_show_the_way(tmp_path):
    folder = shutil.copytree(APPS / "fastapi_shop", tmp_path / "work")
    messages = reported(folder, Path("app/services.py"), Project(LIBRARIES)).values()
    assert (
        "with_tags() runs a query for each item: OrderService._info ->"
        " SqlTagRepository.list (repositories.py) -> AsyncSession.scalars; fetch them in one query"
    ) in messages


def write():
    SNAPSHOTS.mkdir(parents=True, exist_ok=True)
    for source in sorted(APPS.iterdir()):
        with tempfile.TemporaryDirectory() as scratch:
            folder = shutil.copytree(source, Path(scratch) / "work")
            text = messages(source.name, folder)
        (SNAPSHOTS / f"{source.name}.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        raise SystemExit(__doc__)
    write()
