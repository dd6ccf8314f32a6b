"""What a file is, by its path: which secrets count there, and how its lines are read."""

from __future__ import annotations

from functools import lru_cache
from pathlib import PurePosixPath

from aiguard_flake8.patterns import Pattern

# Folders and files that serve nobody: what stands there opens nothing, or is meant to be read.
_NO_APPLICATION = frozenset(
    "eval evals migrations db_migrations alembic snippets _snippets recipes templates "
    "test tests testing __tests__ unittests e2e spec specs fixtures fixture testdata "
    "test_data test_utils testutils mocks mock __mocks__ cypress examples example samples sample "
    "demo demos devproject docs doc documentation tutorial tutorials cookbook notebooks benchmarks "
    "benchmark testsuite test-data cassettes snapshots __snapshots__ locale locales i18n l10n lang "
    "langs translations translation node_modules vendor third_party site-packages stubs "
    "typeshed storybook stories templates_test playground".split()
)
# Words of a folder's name that say the same: `integration-tests`, `shop_workbench`.
_NO_APPLICATION_WORD = Pattern(
    r"(unit)?test(s|ing|suite|utils?|project|app|site|data|cases?)?|fixtures|examples?|demos?|"
    r"workbench|playground"
)
_NO_APPLICATION_FILE = Pattern(
    r"(?i)(tests?_.*|testsuite\.py|.*[_.\-]tests?[_.\-].*|.*template.*|demo\.py|"
    r"dev(elopment)?\.py|devstack.*|"
    r"factories\.py|"
    r".*[_.\-](test|tests|spec|stories|"
    r"example|examples|sample|template|dist|tmpl|tpl|mock|mocks)"
    r"(\.[a-z]+)*|tests?\.\w+|conftest\.py|.*\.(md|rst|txt|adoc|mdx|html?|svg|css|scss|less|po|"
    r"pot|mo|csv|tsv|log|"
    r"ipynb|diff|patch|snap|d\.ts|graphql|proto|lock|sum|bib|tex)|changelog|readme|license|"
    r"contributing|security|"
    r"openapi.*|swagger.*|schema.*|.*[.\-_]schema\.\w+|package(-lock)?\.json|tokenizer.*|"
    r"vocab.*|.*tokens_map.*)"
)
_WORDS = Pattern(r"[a-z]+")
_LOCK_FILES = frozenset(
    "package-lock.json npm-shrinkwrap.json yarn.lock pnpm-lock.yaml poetry.lock uv.lock "
    "pdm.lock pipfile.lock cargo.lock composer.lock gemfile.lock go.sum podfile.lock "
    "packages.lock.json flake.lock conda-lock.yml bun.lock bun.lockb deno.lock mix.lock "
    "pubspec.lock".split()
)
_GENERATED = Pattern(
    r"(?i).*(\.min\.(js|css|mjs)|[.\-]bundle\.js|\.js\.map|\.css\.map|\.map|chunk\.\w+\.js)"
)
# Files that programs read their settings from, where a word alone is a password.
_SETTINGS = Pattern(
    r"(?i)(\.env(\..*)?|.*\.env|env|(docker-)?compose.*\.ya?ml|.*\.(ini|cfg|conf|properties|"
    r"toml|tfvars|envrc)|"
    r"dockerfile.*|.*\.dockerfile|containerfile|\.envrc|\.netrc|\.pgpass|\.npmrc|\.pypirc|"
    r"values.*\.ya?ml|"
    r"application.*\.ya?ml|config.*\.(ya?ml|json)|settings.*\.(ya?ml|json)|credentials.*|"
    r"secrets?\.(ya?ml|json))"
)

# Files whose values stand without quotes.
_BARE = Pattern(
    r"(?i)(\.env(\..*)?|.*\.(env|ya?ml|ini|cfg|conf|properties|sh|bash|zsh|fish|ps1|bat|cmd|"
    r"tfvars|envrc|plist|"
    r"xml|config|service|mk)|dockerfile.*|.*\.dockerfile|containerfile|makefile|\.netrc|"
    r"\.npmrc|\.pypirc|[^.]+)"
)


@lru_cache(maxsize=4096)
def serves(path: str) -> bool:
    """Whether a file belongs to what runs: no test, no example, no documentation, no labels."""
    parts = PurePosixPath(path.replace("\\", "/")).parts
    folders = [part.lower() for part in parts[:-1]]
    if not parts or _NO_APPLICATION.intersection(folders):
        return False
    if any(
        _NO_APPLICATION_WORD.fullmatch(word) for each in folders for word in _WORDS.findall(each)
    ):
        return False
    return not _NO_APPLICATION_FILE.fullmatch(parts[-1])


@lru_cache(maxsize=4096)
def holds_settings(path: str) -> bool:
    """Whether programs read their settings from a file: `.env`, compose files, INI."""
    return _SETTINGS.fullmatch(_name(path)) is not None


@lru_cache(maxsize=4096)
def has_bare_values(path: str) -> bool:
    """Whether values stand without quotes in a file: `.env`, YAML, INI, shell."""
    return _BARE.fullmatch(_name(path)) is not None


@lru_cache(maxsize=4096)
def is_lock(path: str) -> bool:
    """Whether a file pins packages: its digests are no credentials."""
    return _name(path).lower() in _LOCK_FILES


@lru_cache(maxsize=4096)
def is_generated(path: str) -> bool:
    """Whether a file is minified or bundled by its name."""
    return _GENERATED.fullmatch(_name(path)) is not None


def is_script(path: str) -> bool:
    """Whether a file is one that is often minified."""
    return path.lower().endswith((".js", ".mjs", ".cjs", ".css", ".html", ".htm", ".svg"))


def is_python(path: str) -> bool:
    """Whether a file holds Python."""
    return path.endswith((".py", ".pyi", ".pyw"))


def _name(path: str) -> str:
    return PurePosixPath(path.replace("\\", "/")).name
