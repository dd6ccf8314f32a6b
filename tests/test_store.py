"""The cache on disk: never stale, never in the way."""

import pytest
from flake8_runs import codes, flake8

from aiguard_flake8.project.cache_folder import clear, default_folder
from aiguard_flake8.project.store import Store, key_of

MAIN = """\
from app.prices import price
from web import get
@get
async def show(item):
    return price(item)
"""
BLOCKS = "import requests\n\n\ndef price(item):\n    return requests.get(item, timeout=5)\n"
WAITS = "def price(item):\n    return 1\n"


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.setenv("AIGUARD_CACHE", str(tmp_path / "cache"))
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "__init__.py").write_text("")
    (tmp_path / "app" / "main.py").write_text(MAIN)
    (tmp_path / "app" / "prices.py").write_text(BLOCKS)
    return tmp_path


def kept(project):
    return list((project / "cache").rglob("*.json"))


def found(project):
    return codes(flake8("--select=AIG6", "--aiguard-enable=AIG601", "app", cwd=project))


def test_a_filled_cache_gives_the_same(project):
    assert found(project) == ["AIG601"]
    assert kept(project)
    assert found(project) == ["AIG601"]


def test_a_change_in_another_module_is_seen(project):
    assert found(project) == ["AIG601"]
    (project / "app" / "prices.py").write_text(WAITS)
    assert found(project) == []
    (project / "app" / "prices.py").write_text(BLOCKS)
    assert found(project) == ["AIG601"]
    (project / "app" / "prices.py").unlink()
    assert found(project) == []


@pytest.mark.parametrize("poison", ["", "{", "[]", "[1, 2]", "null", '["key", [[], []]]'])
def test_a_poisoned_entry_is_none(project, poison):
    assert found(project) == ["AIG601"]
    for path in kept(project):
        path.write_text(poison)
    assert found(project) == ["AIG601"]


def test_an_unwritable_folder_is_no_cache(project):
    (project / "cache").write_text("a file stands where the folder should be")
    result = flake8("--select=AIG6", "--aiguard-enable=AIG601", "app", cwd=project)
    assert codes(result) == ["AIG601"]
    assert result.stderr == ""


def test_it_can_be_switched_off(project, monkeypatch):
    monkeypatch.setenv("AIGUARD_CACHE", "off")
    assert default_folder() is None
    assert found(project) == ["AIG601"]
    assert not (project / "cache").exists()


def test_an_entry_of_another_key_is_none(tmp_path):
    store = Store(tmp_path)
    one, two = (key_of(text, "app.py", "") for text in ("1", "2"))
    store.put(one, ["document"])
    assert store.get(one) == ["document"]
    assert store.get(two) is None
    (path,) = tmp_path.rglob("*.json")
    (tmp_path / two[:1]).mkdir(exist_ok=True)
    path.replace(tmp_path / two[:1] / f"{two[1:]}.json")
    assert store.get(two) is None


def test_it_stays_bounded(tmp_path):
    store = Store(tmp_path)
    for number in range(600):
        store.put("ab" + f"{number:062d}", "x" * 30_000)
    assert sum(each.stat().st_size for each in tmp_path.rglob("*.json")) < 17_000_000
    assert store.get("ab" + f"{599:062d}")
    assert not list(tmp_path.rglob("*.partial"))


def test_clearing_removes_nothing_but_our_own(tmp_path):
    store = Store(tmp_path)
    store.put("ab" + "0" * 62, "ours")
    (tmp_path / "a" / "theirs.txt").write_text("")
    (tmp_path / "theirs.json").write_text("")
    assert clear(tmp_path) == 1
    assert store.get("ab" + "0" * 62) is None
    left = {path.name for path in tmp_path.rglob("*") if path.is_file()}
    assert left == {"theirs.txt", "theirs.json"}


def test_a_document_that_was_changed_is_none(tmp_path):
    store, key = Store(tmp_path), "ab" + "0" * 62
    store.put(key, {"message": "waits for ever"})
    (path,) = tmp_path.rglob("*.json")
    path.write_bytes(path.read_bytes().replace(b"ever", b"once"))
    assert store.get(key) is None
