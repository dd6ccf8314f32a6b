"""Files with labelled lines: credentials, placeholders, and lines of real applications."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from bench.secrets_accuracy.documented import TYPES

DRAWN = 3  # credentials of each type, each in every form
# The forms in which assistants and people write a credential down, by kind of file. `V` is the
# variable, `v` the same in lower case, `X` the credential.
FORMS: dict[str, tuple[str, ...]] = {
    "settings.py": (
        'V = "X"',
        'os.environ["V"] = "X"',
        'value = os.getenv("V", "X")',
        'value = os.environ.get("V") or "X"',
        'client = Client(v="X")',
        'config = {"v": "X"}',
        'class Settings:\n    v: str = "X"',
        'def connect(v="X"):\n    return v',
        'v: str = Field(default="X")',
        'v = SecretStr("X")',
        "V = 'X'  # production",
    ),
    ".env": ("V=X", "export V='X'"),
    "config.yaml": ("v: X", 'V: "X"'),
    "compose.yaml": ("      V: X", "      - V=X"),
    "config.toml": ('v = "X"',),
    "config.json": ('  "v": "X",',),
    "app.ini": ("v = X",),
    "deploy.sh": ("export V=X", 'V="X" ./run'),
    "Dockerfile": ("ENV V=X", "ARG V=X"),
    "app.js": ('const v = "X";', 'process.env.V = "X"'),
}
# The same where no name tells what it is: only the format does.
NAMELESS: dict[str, tuple[str, ...]] = {
    "client.py": (
        'client = Client("X")',
        'headers = {"Authorization": "Bearer X"}',
        "# X",
        'run("X", check=True)',
        'VALUES = ["X"]',
    ),
    "notes.md": ("Use X for now.",),
    "call.sh": ('curl -H "Authorization: Bearer X" https://api.shop.io/',),
}
PLACEHOLDERS = (
    "your-api-key-here", "your_api_key", "YOUR_API_KEY", "<your-api-key>", "<token>", "changeme",
    "change-me", "CHANGE_ME", "xxxxxxxx", "XXXXXXXXXXXXXXXX", "xxxx-xxxx-xxxx", "sk-...", "sk-xxxx",
    "sk-your-key-here", "sk-proj-your-key", "sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "ghp_your_token_here", "AKIAIOSFODNN7EXAMPLE",
    "AKIAXXXXXXXXXXXXXXXX", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "hf_your_token_here",
    "hf_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "sk-ant-your-key", "sk-ant-api03-xxxxxxxx",
    "xoxb-your-token", "xoxb-xxxxxxxxxxxx-xxxxxxxxxxxx-xxxxxxxxxxxxxxxxxxxxxxxx", "insert-key-here",
    "enter your key", "replace-with-your-key", "REPLACE_ME", "put_your_token_here", "placeholder",
    "PLACEHOLDER_TOKEN", "dummy", "dummy-key", "dummy_token", "fake", "fake-api-key", "example",
    "example-key", "example_token", "test-key-placeholder", "todo", "TODO: set me", "none", "None",
    "null", "undefined", "not-set", "not-needed", "no-key-required", "EMPTY", "N/A", "***",
    "********", "...", "${API_KEY}", "$API_KEY", "${API_KEY:-}", "{{ api_key }}", "{{API_KEY}}",
    "%(api_key)s", "{api_key}", "#{api_key}", "%API_KEY%", "$(cat key.txt)", "!secret api_key",
    "vault:secret/data/key", "op://vault/item/field", "<API_KEY>", "[your key]", "__API_KEY__",
    "@@API_KEY@@", "${{ secrets.KEY }}", "my-secret-key-placeholder", "<insert token>",
    "<redacted>", "REDACTED", "[REDACTED]", "***REDACTED***", "1234567890abcdef1234567890abcdef",
    "sk-1234567890abcdef1234567890abcdef1234567890abcdef", "sk_test_1234567890abcdefghijklmn",
    "00000000-0000-0000-0000-000000000000", "0000000000000000000000000000000000000000",
    "abcdefghijklmnopqrstuvwxyz", "AIzaSyYourApiKeyHere", "AIzaSyXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX",
    "/run/secrets/api_key", "secrets/api.key", "api_key", "https://example.com/key",
    "arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop",
    "projects/shop/secrets/api-key/versions/latest",
)  # fmt: skip
PLACEHOLDER_NAMES = ("OPENAI_API_KEY", "SECRET_KEY", "DB_PASSWORD", "GITHUB_TOKEN")
# Lines that could hold a credential: a word that speaks of one with a value behind it, or a long
# run of letters and digits.
_HARD = re.compile(
    r"(?i)(pass|pwd|secret|token|key|cred|auth)\w*[\"'\]]?\s*[:=(,]+\s*[\"']?[^\s\"',;(){}\[\]]{3,}"
    r"|(?=[\w+/\-]*[0-9])(?=[\w+/\-]*[a-z])[\w+/\-]{24,}"
)
_LONGEST = 400  # characters; longer lines are data
_TEXT = frozenset(
    ".py .js .ts .json .yaml .yml .toml .ini .cfg .conf .env .sh .sql .xml .properties .txt .html"
    " .md .rst .tf .rb .go .java .php .css .vue .tsx .jsx".split()
)


class Labelled(NamedTuple):
    """One file that is searched, and which of its lines (from 1) are of which type."""

    path: str
    text: str
    lines: dict[int, str]  # line -> type of the credential, or kind of the line
    category: str


def credentials(seed: int, named: bool = True) -> Iterator[Labelled]:
    """Every type of credential in every form, a file for each kind of file and type."""
    source = random.Random(seed)
    for kind in TYPES:
        for name, forms in (FORMS if named else NAMELESS).items():
            drawn = (kind.draw(source) for _ in range(DRAWN) for _ in forms)
            written = [_filled(form, kind.variable, next(drawn)) for form in forms * DRAWN]
            yield _file(f"shop/{name}", written, kind.type, kind.category)


def placeholders() -> Iterator[Labelled]:
    """Every placeholder under the names of keys and of passwords, in every form."""
    for name, forms in FORMS.items():
        written = [
            _filled(form, variable, text)
            for form in forms
            for variable in PLACEHOLDER_NAMES
            for text in PLACEHOLDERS
        ]
        yield _file(f"shop/{name}", written, "placeholder", "placeholders")


def _filled(form: str, variable: str, value: str) -> str:
    texts = {"V": variable, "v": variable.lower(), "X": value}
    return re.sub(r"\b[VvX]\b", lambda match: texts[match[0]], form)


def _file(path: str, written: Sequence[str], label: str, category: str) -> Labelled:
    """The value stands on the last line of a form that starts with a class, else on the first."""
    lines: list[str] = []
    labels = {}
    for text in written:
        parts = text.split("\n")
        valued = 1 if parts[0].startswith("class ") else 0
        labels[len(lines) + 1 + valued] = label
        lines += parts
    return Labelled(path, "\n".join(lines) + "\n", labels, category)


def real(folder: Path, files: int, seed: int) -> Iterator[Labelled]:
    """Lines of a real application that could hold a credential, in the files that hold them."""
    candidates = sorted(
        path for path in folder.rglob("*") if path.suffix in _TEXT or path.name.startswith(".env")
    )
    random.Random(seed).shuffle(candidates)
    for path in candidates:
        try:
            text = path.read_text(encoding="utf-8")
        except (UnicodeDecodeError, OSError):
            continue
        hard = {
            number: "real"
            for number, line in enumerate(text.splitlines(), 1)
            if len(line) <= _LONGEST and _HARD.search(line)
        }
        if hard:
            relative = path.relative_to(folder).as_posix()
            yield Labelled(f"{folder.name}/{relative}", text, hard, "real code")
            files -= 1
            if not files:
                return
