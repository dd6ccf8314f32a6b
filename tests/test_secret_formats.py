"""The table of formats: every entry is found, named, and harmless in its own description."""

import random
import re
from pathlib import Path

import pytest

from aiguard_flake8.secrets import known, shapes
from aiguard_flake8.secrets.formats import ASSIGNED_CREDENTIAL, BY_TYPE, FAMILIES, FORMATS
from aiguard_flake8.secrets.scan import find_in_text

ROOT = Path(__file__).parent.parent
KNOWN = [form for form in FORMATS if form is not ASSIGNED_CREDENTIAL]
# What secrets at least are to be known of, by the provider's name.
WANTED = [
    "OpenAI", "Anthropic", "Google", "Hugging Face", "Groq", "xAI", "Perplexity", "Mistral",
    "Cohere", "Replicate", "Pinecone", "LangSmith", "Databricks", "Supabase", "Vercel", "GitHub",
    "GitLab", "npm", "PyPI", "Slack", "Stripe", "Twilio", "SendGrid", "AWS", "Azure", "Heroku",
    "Snyk", "SonarQube", "Datadog", "Sentry", "Telegram", "Discord",
]  # fmt: skip
SHAPES = [(form, shape) for form in KNOWN for shape in form.shapes]


def drawn(shape, seeds=8):
    return [shapes.example(shape, random.Random(f"{shape}{seed}")) for seed in range(seeds)]


def test_providers_that_everybody_uses_are_there():
    assert set(WANTED) <= {form.provider for form in FORMATS}
    assert len({form.provider for form in KNOWN}) > 150


@pytest.mark.parametrize("form", KNOWN, ids=lambda form: form.type)
def test_an_entry_says_where_to_revoke_and_what_to_read(form):
    assert form.family in FAMILIES
    assert form.revoke
    assert re.fullmatch(r"[A-Za-z][A-Za-z0-9_]+", form.variable)
    assert re.fullmatch(r"https://[\w.\-]+(/\S*)?", form.docs)
    assert BY_TYPE[form.type] is form
    assert form.shapes, "no example can be made"


@pytest.mark.parametrize(("form", "shape"), SHAPES, ids=lambda x: getattr(x, "type", ""))
def test_an_example_is_found_under_the_name_that_it_usually_has(form, shape):
    name = form.variable if not form.context or known.for_name(form.variable) else ""
    name = name or f"{form.context[0]}_api_key"
    found = 0
    for value in drawn(shape):
        text = f"{name}={value}\n" if form.family in ("ai", "code", "cloud", "saas") else value
        found += bool(list(find_in_text(text, "deploy/settings.env")))
    assert found >= 7, "a drawn one may look like a placeholder once, not twice"


@pytest.mark.parametrize(
    ("form", "shape"),
    [(form, shape) for form, shape in SHAPES if not form.context],
    ids=lambda x: getattr(x, "type", ""),
)
def test_a_format_without_context_is_known_in_a_comment(form, shape):
    types = [
        secret.type
        for value in drawn(shape)
        for secret in find_in_text(f"# for now: {value}\n", "shop/service.py")
    ]
    assert sum(kind == form.type for kind in types) >= 5


@pytest.mark.parametrize("form", [f for f in KNOWN if f.context], ids=lambda form: form.type)
def test_a_format_with_context_needs_the_name(form):
    for value in drawn(form.shapes[0]):
        assert not [
            secret
            for secret in find_in_text(f"checksum: {value}\n", "shop/build.yaml")
            if secret.type == form.type
        ]


def test_no_credential_stands_in_the_repository():
    for path in sorted(ROOT.rglob("*")):
        relative = path.relative_to(ROOT)
        if not path.is_file() or relative.parts[0].startswith(".") or "downloads" in relative.parts:
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found = [
            secret
            for secret in find_in_text(text, relative.as_posix())
            if secret.tier == "known" and secret.format.provider
        ]
        assert not found, f"{relative}: {found}"
