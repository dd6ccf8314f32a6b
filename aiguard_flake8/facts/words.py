"""Names taken apart: `dbPassword` is db + password, and which words name a secret."""

from __future__ import annotations

import re
from functools import lru_cache

from aiguard_flake8.patterns import Pattern

_WORD = Pattern(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")

_SECRETS = frozenset(
    "secret secrets password passwd passphrase passcode pwd token credential credentials apikey "
    "secretkey authtoken accesstoken pepper pgpassword".split()
)
_KEYS = frozenset(  # what makes a `key` one that must stay secret
    "secret api private encryption encrypt signing signature jwt auth master fernet session hmac "
    "crypto cipher aes admin webhook license service cookie flask django".split()
)
_LOGINS = frozenset(  # whose `pass` is a password
    "db database user admin root smtp mail email mysql postgres pg redis mongo rabbitmq mq ftp "
    "ldap imap proxy".split()
)
_NO_SECRETS = frozenset(  # beside these words, nothing is secret
    "public publishable anon cache header name url uri path file prefix suffix field type max min "
    "num count limit size length pad eos bos unk mask stop start end first last special csrf "
    "next prev page continuation cursor project use enable enabled require required has is allow "
    "fake dummy mock test example sample placeholder existing json query posthog telemetry "
    "amplitude segment mixpanel analytics not".split()
)
_MARKERS = frozenset("default value str string plain text".split())  # say nothing at the end


@lru_cache(maxsize=4096)
def words(name: str) -> tuple[str, ...]:
    """The words of a name, in lower case: `JWTSecret_v2` is jwt, secret, v, 2."""
    return tuple(word.lower() for word in _WORD.findall(name))


@lru_cache(maxsize=4096)
def is_secret(name: str) -> bool:
    """Whether something of this name must stay secret: DB_PASSWORD, jwtSecret, API_KEY.

    Decided by the last word: TOKEN_URL and PASSWORD_HEADER are not secrets.
    """
    parts = list(words(name))
    while parts and (parts[-1] in _MARKERS or parts[-1].isdigit()):
        parts.pop()
    if not parts or _NO_SECRETS.intersection(parts):
        return False
    if parts[-1] in _SECRETS:
        return True
    if parts[-1] == "pass":
        return bool(_LOGINS.intersection(parts[-2:-1]))
    if parts[-1] == "salt":
        return "password" in parts
    return parts[-1] in {"key", "keys"} and bool(_KEYS.intersection(parts[:-1]))


_NO_KEY = Pattern(  # what local servers and switched-off features get in place of a key
    r"(?i)(sk[-_])?(none|null|nil|n/?a|empty|no[-_ ]?(value|(api[-_ ]?)?key.*)|"
    r"(.*[-_ ])?not[-_ ]?(needed|required|used|set)|.*[-_]placeholder|unused|"
    r"dummy.*|fake.*|ollama|lm[-_]?studio|anything|x+|"
    r"custom|local|default|demo[-_]?key|placeholder|true|false|yes|no|on|off|auto)"
)
# Programs that run where they are used: they want a key, and do not look at it.
_LOCAL_SERVERS = frozenset("vllm ollama lmstudio localai llamacpp sglang xinference".split())
_SHORTEST_KEY = 4  # what is not longer is no API key
_NO_SECRET_VALUE = Pattern(
    r"[\d.]*|[a-z]+://.*|[\w.-]+\.(json|ya?ml|toml|ini|cfg|env|pem|key|crt|p12|txt)|"
    r"[./~].*/.*|[\w./-]+/[\w-]+\.[a-z]{2,5}|<.*>|\$\{.*\}|%\(.*\)s|.*\s.*\s.*"
)


def may_be_secret(value: str, name: str) -> bool:
    """Whether a literal given for the secret `name` would be used as one.

    Words such as `not-needed` are no API key or token; a password or signing secret of that kind
    works like any other.
    """
    if not value.strip() or value == name or _NO_SECRET_VALUE.fullmatch(value):
        return False
    works_anyway = {"password", "passwd", "pwd", "passphrase", "secret", "pepper", "salt"}
    if works_anyway.intersection(words(name)):
        return not re.fullmatch(r"(?i)none|null|true|false|guest|anonymous", value)
    if name.lower() in value.lower() or _LOCAL_SERVERS.intersection(words(name)):
        return False
    says_its_name = set(words(value)) <= {*words(name), "key", "token"}
    return len(value) > _SHORTEST_KEY and not says_its_name and not _NO_KEY.fullmatch(value)
