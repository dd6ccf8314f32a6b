"""Values that are no credentials: placeholders, references, documented examples."""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from functools import lru_cache

from aiguard_flake8.patterns import Pattern

# Words of four letters may be drawn by chance where upper and lower case are mixed; longer ones
# are not.
_STAND_INS = Pattern(
    r"(?i:example|sample|placeholder|change[-_ ]?(?:me|this|it|in)|dummy|redacted|masked|hidden|"
    r"insert|replace|invalid|not[-_ ]?(?:a[-_ ]?)?real|(?:put|enter|add|paste|your|some)[-_ ]|"
    r"x{4,}|\*{3,}|\.{3}|…|•|lorem|ipsum|deadbeef|cafebabe|bogus|nonexist|wrong|"
    r"api[-_]?key|secret[-_]?key|my[-_]?(?:secret|token|key|api)|access[-_]?token|qwerty|"
    r"test[-_]?(?:key|token|secret)|[-_ ]here\b|keyhere|tokenhere|abcdefg|"
    r"(?<![a-z0-9])(?:test|demo|foo|bar|baz|abc|fake|mock|todo|your)(?![a-z0-9]))|"
    r"your|YOUR|Your|fake|FAKE|Fake|TODO|fixme|FIXME|mock|MOCK"
)
_SAMPLES = Pattern(
    r"(?i:example|sample|redacted|masked|x{4,}|\*{3,}|\.{3}|…|•|deadbeef)|your|YOUR|Your"
)
# Text that stands for a value which comes from somewhere else when the program runs.
_REFERENCES = Pattern(
    r"\$[\w{(].*|\{.*\}|<.*>|%\(?\w*\)?[sd%].*|%[A-Z_]+%|\[.*\]|#\{.*|.*\$\{.*|.*\{\{.*|"
    r".*\{[a-z_]\w*\}.*|"
    r"!\w+ .*|!(secret|vault|Ref|Sub|GetAtt)\b.*|ENC\[.*|vault:.*|op://.*|arn:.*|ssm:.*|"
    r"secretsmanager:.*|sops:.*|@Microsoft.*|"
    r"os\.\w+.*|process\.env.*|env[.(:\[].*|config[.\[(].*|settings\..*|self\..*|secrets?\..*|"
    r"var\..*|local\..*|data\..*|module\..*|context\..*|__\w+__|file:.*|\w+\(.*"
)
_RUNS = 6  # characters of the same kind, or in a row: `000000`, `123456`, `fedcba`
_ROWS = ("0123456789" * 2, "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm")

# Credentials that providers print in their documentation, by the start of their SHA-256, so that
# none stands here: keys of the Azure emulators, Stripe's and AWS's example keys, tokens of jwt.io,
# NASA's DEMO_KEY, the key in the pages of YouTube and their like.
_DOCUMENTED = frozenset(
    (
        "0011cc25eb432071 900e6c2bf8ce6c14 aa6547439583c3a2 a28c56ecb012bfd0 "
        "2cafc0970149a84f f2d6ca16515033e5 2d1f7723aabc5c7a f5e95c9954635b65 "
        "3543c50b0cb9cea8 02f7ce3c263f85c0 0b5dd075ccdd03c4 df452eef23e8cf2c "
        "31043aae8be22df7 "
    ).split()
)


def is_documented(value: str) -> bool:
    """Whether a provider's documentation prints this very credential."""
    return hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()[:16] in _DOCUMENTED


def is_stand_in(value: str) -> bool:
    """Whether a text stands where a credential would: `your-key-here`, `xxxx`, `<token>`."""
    return (
        _STAND_INS.search(value) is not None
        or _REFERENCES.fullmatch(value) is not None
        or has_row(value)
    )


def is_sample(value: str) -> bool:
    """Whether a text shows what a credential looks like: `sk-xxxx`, `AKIA…EXAMPLE`.

    Less than a stand-in: `my-secret-key` is one, and works as a password all the same.
    """
    return _SAMPLES.search(value) is not None


def is_reference(value: str) -> bool:
    """Whether a text is replaced by something else when the program runs: `${TOKEN}`."""
    return _REFERENCES.fullmatch(value) is not None


@lru_cache(maxsize=1024)
def has_row(value: str) -> bool:
    """Whether characters repeat or follow one another in a way that no generator would draw."""
    lowered = value.lower()
    for start in range(len(lowered) - _RUNS + 1):
        part = lowered[start : start + _RUNS]
        if len(set(part)) == 1:
            return True
        if any(part in row or part[::-1] in row for row in _ROWS):
            return True
    return False


def entropy(value: str) -> float:
    """Shannon entropy of a text, in bits per character."""
    length = len(value)
    return -sum(n / length * math.log2(n / length) for n in Counter(value).values())
