"""What a literal is that is given to a secret's name: a credential, a placeholder, or neither.

Weak credentials count: `admin123` opens a door as well as anything. What does not count is text
that only speaks of a credential: labels, names of variables and fields, paths, digests.
"""

from __future__ import annotations

from enum import Enum
from functools import lru_cache

from aiguard_flake8.facts.words import is_secret, may_be_secret, words
from aiguard_flake8.patterns import Pattern
from aiguard_flake8.secrets.placeholders import (
    entropy,
    has_row,
    is_documented,
    is_reference,
    is_sample,
    is_stand_in,
)

LONGEST = 400  # characters; a longer text is a document, not a credential
_SHORTEST_PASSWORD = 3
_SHORTEST_KEY = 8
_DRAWN = 16  # characters; a password that long is drawn, and one with `123456` in it is a sample


class Verdict(Enum):
    """What a literal is."""

    NOTHING = 0
    PLACEHOLDER = 1
    CREDENTIAL = 2


_PASSWORDS = frozenset(
    "password passwords passwd passphrase passcode pwd pass pgpassword secret secrets pepper salt "
    "secretkey".split()
)
# Words that speak of credentials. A value made of nothing else says what goes there.
_VOCABULARY = frozenset(
    "password passwords passwd passphrase passcode pwd pass secret secrets token tokens key keys "
    "api apikey access auth authorization authentication bearer basic client user username "
    "name id jwt session refresh private public credential credentials oauth oauth2 oidc "
    "login email admin account type field value hash encrypted raw plain text string str "
    "bool int none null true false required optional missing unset empty new old current "
    "confirm repeat forgot reset change verify input hidden code csrf xsrf signing "
    "encryption service db database url uri header cookie query param body form json file "
    "path env environment variable config setting settings default data response request "
    "app application web server host static dynamic one time temporary personal device id "
    "identity provider aws gcp azure google github gitlab slack openai anthropic stripe x "
    "v1 v2 sha256 hs256 rs256 enc dec in out of the a an is for to or and not no with by "
    "on at as error invalid expired unauthorized forbidden denied".split()
)
_PLACEHOLDERS = Pattern(
    r"(?i)<[^|]*(your|my|insert|replace|put|enter|api|secret|access|auth|pass)[^|]*>|"
    r"\[.*(key|token|secret|password).*\]|.*\byour\b.*|(.*[-_ ])?your[-_ ].*|"
    r"your(api|secret|token|key|password).*|"
    r".*change[-_ ]?(me|this|it|in[-_ ]prod\w*|before).*|change-?it|"
    r".*replace[-_ ]?(me|this|with|in).*|"
    r"(insert|put|enter|add|paste|set)[-_ ].*(here|key|token|secret|password).*|.*[-_ ]here|"
    r"x{4,}|([\w]*[-_])?x{4,}[-_x]*|todo.*|fixme.*|.*placeholder.*|"
    r".*not[-_ ]for[-_ ]prod\w*.*"
)
_NO_KEY = Pattern(  # what stands for no credential at all, on purpose
    r"(?i)(sk[-_])?(none|null|nil|n/?a|empty|"
    r"no[-_ ]?(value|key|auth|token|pass\w*|(api[-_ ]?)?key.*)|unused|"
    r"(.*[-_ ])?not[-_ ]?(needed|required|used|set|provided|applicable|available|configured)|"
    r"unknown|undefined|disabled|ignored?|anonymous@?|guest|anything|whatever|optional|required|"
    r"dummy.*|.*[-_]dummy|fake.*|.*[-_]fake|mock.*|.*[-_]mock|example.*|sample.*|test|"
    r".*[-_ ]example|"
    r"ollama|lm[-_]?studio|vllm|llamacpp|local.*|x{1,3}|\*+|-+|\.+|_+|redacted|hidden|masked|"
    r"<(redacted|missing|hidden|masked|none|empty|unset).*>|"
    r"custom|default|demo[-_]?key|true|false|yes|no|on|off|auto|string|str|text|bytes|bool|int)"
)
_SAYS_NONE = Pattern(  # the part of it that no password could be
    r"(?i)none|null|nil|n/?a|empty|undefined|unset|unused|"
    r"(.*[-_ ])?not[-_ ]?(needed|required|used|set|provided|applicable|available|configured)|"
    r"no[-_ ]?(value|key|auth|token|pass\w*|(api[-_ ]?)?key.*)"
)
_NO_VALUE = Pattern(
    r"[\d.,:/\-]*|[a-z][a-z0-9+.\-]*://.*|[./~\\].*|[\w.\-]+(/[\w.\-]+)+\.\w{1,5}|"
    r"[\w\-./]+\.(py|json|ya?ml|txt|"
    r"pem|key|crt|env|toml|ini|cfg|html?|js|ts|css|md|sh|conf|xml|csv|png|svg|pub|p12|pfx|jks)|"
    r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)+|[A-Za-z_]+(\.[A-Za-z_]+)+(\(.*)?|"
    r"[a-z][\w\-]*(/[a-z0-9][a-z0-9_.\-]*){2,}|"
    r"[\w\-]+(:[\w\-]+){2,}|[a-z]+:[a-z_:]+|[a-z]\w*:[a-z_]*(password|secret|token|key)[a-z_]*|"
    r"\$2[abxy]?\$.*|\$argon2.*|\$[156y]\$.*|\{S?SHA\w*\}.*|(pbkdf2|bcrypt|scrypt|"
    r"argon2)\w*[$:].*|(sha|md)\d+[-:$].*|"
    r"[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}|data:.*|"
    r"\^.*|.*\(\?.*|.*\[\^?(a-z|A-Z|0-9).*|.*\.\*.*|.*</?\w.*>.*|.*[{};].*[{};].*|"
    r"(pk|phc|pub)[_-].*|"  # what providers mean to be public
    r".*\\[dwsbDWSB].*|[^\w]+|--?[a-z].*|@\w+|#[\w\-]*|/.*"
)
_IDENTIFIER = Pattern(r"[a-z]+(_[a-z]+)+")
_KEBAB = Pattern(r"[A-Za-z]+([-_:. ][A-Za-z]+)+")
_WORD = Pattern(r"[A-Z]?[a-z]+([A-Z][a-z]+)*|[A-Z]+")
# Words of a weak credential that somebody made up, beside those of the vocabulary.
_MADE_UP = frozenset(
    "super supersecret supersecretkey my mysecret mysecretkey very dev development local "
    "insecure secure strong production prod staging demo test testing top random temp tmp "
    "internal hardcoded django flask fastapi backend master root postgres mysql letmein "
    "welcome qwerty hunter hello this should be changed do use unsafe simple please".split()
)  # fmt: skip

# Those that say of a key that it is one; others are in names of keys as well.
_BOASTS = frozenset(
    "super supersecret supersecretkey mysecret mysecretkey insecure unsafe hardcoded "
    "letmein".split()
)

_MANY = frozenset("secrets passwords".split())
_FIELDS = frozenset(  # how names of fields end
    {("client", "secret"), ("access", "token"), ("refresh", "token"), ("auth", "token")}
)


@lru_cache(maxsize=4096)
def is_password_name(name: str) -> bool:
    """Whether the name says that people choose the value: passwords and signing secrets."""
    return bool(_PASSWORDS.intersection(words(name)))


def judge(name: str, value: str, loose: bool = False, label: bool = True) -> Verdict:
    """What a literal is that `name` is given.

    `loose`: it stands where programs read their settings (a .env file, the fallback of a variable),
    so that any word is a password. `label`: it stands where a label may stand as well (an item of
    a dictionary), so that words that nobody calls a secret are none.
    """
    if not is_secret(name) or len(value) > LONGEST:
        return Verdict.NOTHING
    if not value.strip() or (is_reference(value) and not _PLACEHOLDERS.fullmatch(value)):
        return Verdict.NOTHING
    if not value.isascii() or _NO_KEY.fullmatch(value):
        return Verdict.NOTHING
    if not is_password_name(name) and "placeholder" in value.lower():
        return Verdict.NOTHING  # local servers want a key, and do not look at it
    if _squeezed(value) == _squeezed(name) and not loose:
        return Verdict.NOTHING
    if _PLACEHOLDERS.fullmatch(value):
        return Verdict.PLACEHOLDER if value.count(" ") < 4 else Verdict.NOTHING
    if is_sample(value) or (
        has_row(value) and (len(value) >= _DRAWN or not is_password_name(name))
    ):
        return Verdict.NOTHING
    if " " in value.strip() or "\n" in value or "\t" in value or _NO_VALUE.fullmatch(value):
        return Verdict.NOTHING
    if (value.isupper() and is_secret(value)) or (not loose and _is_name(value)):
        return Verdict.NOTHING  # the name of a variable, or of a setting
    strong = is_password_name(name)
    found = _is_password(name, value, loose, label) if strong else _is_key(value)
    return Verdict.CREDENTIAL if found else Verdict.NOTHING


def stands_in(name: str, value: str) -> Verdict:
    """What a literal is that is taken when the environment does not give the secret `name`."""
    verdict = judge(name, value, loose=True, label=False)
    if _SAYS_NONE.fullmatch(value):
        return Verdict.NOTHING
    if verdict is Verdict.NOTHING and is_secret(name) and may_be_secret(value, name):
        shows = _PLACEHOLDERS.fullmatch(value) or is_stand_in(value) or is_documented(value)
        return Verdict.PLACEHOLDER if shows else Verdict.CREDENTIAL
    return verdict


def _is_password(name: str, value: str, loose: bool, label: bool) -> bool:
    if len(value) < _SHORTEST_PASSWORD:
        return False
    parts = set(words(value))
    own = parts - _VOCABULARY - set(words(name))
    if own and any(character.isdigit() for part in own for character in part):
        return True
    if not own:
        # Where settings are read, a word alone is a password; several words are a name.
        repeated = label and _squeezed(value) == _squeezed(name)
        return loose and len(words(value)) == 1 and not repeated
    if _MANY.intersection(words(name)[-1:]) and not loose and "_" in value:
        return False  # `secrets = "secret_sources"`
    named = set(words(name)) <= parts  # "profile-username-password" speaks of its name
    if _KEBAB.fullmatch(value) or _WORD.fullmatch(value) or (named and label):
        return loose or bool(parts & _MADE_UP) or not (label or named)
    return True


def _is_name(value: str) -> bool:
    """Whether a text is the name of a setting: `san_password`, `ga_oauth_client_secret`."""
    parts = words(value)
    if _IDENTIFIER.fullmatch(value) is None or _MADE_UP.intersection(parts):
        return False
    return parts[-1] in ("password", "passwd", "pwd") or parts[-2:] in _FIELDS


def _squeezed(text: str) -> str:
    return "".join(words(text))


def _is_key(value: str) -> bool:
    """Keys and tokens are drawn, or at least hold digits: a word is the name of one."""
    parts = words(value)
    if len(value) < _SHORTEST_KEY or not set(parts) - _VOCABULARY:
        return False
    if _KEBAB.fullmatch(value):
        return bool(_BOASTS.intersection(parts)) and entropy(value) > 2.5
    letters = sum(character.isalpha() for character in value)
    digits = sum(character.isdigit() for character in value)
    if digits >= 2 and letters >= 2:
        return entropy(value) >= 2.5
    # What is drawn from letters alone falls apart into short pieces, names into words.
    return len(value) >= 20 and letters / len(parts) < 3 and entropy(value) >= 3.5
