"""What a match must hold beside its pattern: tokens that decode, passwords that are none."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from typing import Any

from aiguard_flake8.facts.words import words
from aiguard_flake8.secrets.placeholders import entropy, has_row, is_reference, is_stand_in

# Passwords that everybody knows: those of a database on the developer's machine, and labels.
WELL_KNOWN = frozenset(
    "tiger scott masterkey "
    "password passwd pass secret admin root postgres postgresql mysql mariadb mongo "
    "mongodb redis guest user username rabbitmq minio minioadmin test testing demo default "
    "changeme docker local localhost dev development pw pwd pword 1234 12345 123456 "
    "token key apikey api_key credentials p xxx "
    "secretpassword mypassword mysecretpassword my-password mypass yourpassword "
    "db_password dbpassword".split()
)
_LABELS = frozenset(
    "password passwd pass secret pwd pw pword p token key apikey api_key credentials user username "
    "xxx yourpassword mypassword my-password mypass db_password dbpassword changeme".split()
)
_LABEL_WORDS = frozenset(
    "my your the some a db database user admin strong new old "
    "pass password passwd pwd pw secret token key".split()
)
_PATTERN = re.compile(r"\[\^|\]\+|\(\?")  # of a regular expression
_LOCAL = re.compile(
    r"(localhost|(127|10|192\.168|172\.(1[6-9]|2\d|3[01]))(\.\d+){2,3}|0\.0\.0\.0|"
    r"\[?::1\]?|host\.docker\.internal|[\w\-]+)$",
    re.IGNORECASE,
)
_NO_HOST = re.compile(
    r"(?i)(.*\.)?(example\.(com|org|net)|example|test|invalid|host(name)?|your.*)$"
)
_SCHEMES = re.compile(
    r"https?|(postgres|mysql|mariadb|mongodb|redis|amqp|mssql|oracle|cockroach|clickhouse|couch|"
    r"elastic|opensearch|influx|neo4j|bolt|nats|kafka|rabbit|snowflake|trino|presto|hive|vertica|"
    r"db2|cassandra|scylla|pyamqp|tds|jdbc|ldap|smtp|imap|pop3|s?ftp|ssh|git|wss?|socks|svn|"
    r"rtsp|mqtt|"
    r"databricks|redshift|bigquery|singlestore|teradata|firebird|sybase|valkey|memcached)[\w+.\-]*$"
)
_STATEMENT = re.compile(r"(?i:\b(create|alter|grant|set password)\b)|IDENTIFIED")
_PUBLIC_ROLES = frozenset({"anon", "authenticated"})


def url(match: re.Match[str]) -> bool:
    """A password that is neither a placeholder nor one of those that everybody knows."""
    secret, user, host = match["secret"], match["user"], match["host"]
    if _SCHEMES.match(match["scheme"]) is None:
        return False
    if is_reference(secret) or is_stand_in(secret) or "{" in secret or secret[0] == "$":
        return False
    if _PATTERN.search(secret):
        return False
    known = secret.lower() in WELL_KNOWN or secret.lower() == user.lower()
    if secret.lower() in _LABELS or "%s" in secret or (known and _LOCAL.match(host)):
        return False
    if _NO_HOST.match(host) and not re.search(r"\d", secret):
        return False
    letters_only = secret.isalpha() and (secret.islower() or secret.isupper())
    return not (secret.isdigit() or (letters_only and _NO_HOST.match(host)))


def private_key(match: re.Match[str]) -> bool:
    """A body that looks drawn, not typed."""
    return not has_row(match["secret"]) and entropy(match["secret"]) >= 4


def json_web_token(match: re.Match[str]) -> bool:
    """A header that decodes and names an algorithm; a payload that is not public by design."""
    header, payload, _ = match["secret"].split(".")
    if _decoded(header).get("alg", "none") in ("none", "None"):
        return False
    claims = _decoded(payload)
    if claims.get("role") in _PUBLIC_ROLES:
        return False
    # The token of jwt.io, under many signatures.
    return claims.get("name") != "John Doe" and claims.get("sub") != "1234567890"


def _decoded(part: str) -> dict[str, Any]:
    try:
        found = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def basic(match: re.Match[str]) -> bool:
    """A header that decodes to a user and a password worth the name."""
    try:
        text = base64.b64decode(match["secret"] + "=" * (-len(match["secret"]) % 4))
    except ValueError:
        return False
    user, colon, password = text.decode("latin-1").partition(":")
    if not colon or not (user.isascii() and user.isprintable()) or is_stand_in(password):
        return False
    return password.lower() not in WELL_KNOWN and password != user


def command(match: re.Match[str]) -> bool:
    """A password that is neither a placeholder nor a variable."""
    secret = next(filter(None, match.groups()))
    in_sql = match["secret_identified"] or match["secret_role"]
    if in_sql and not _STATEMENT.search(match.string, 0, match.end()):
        return False
    in_command = match["secret_switch"] or match["secret_mysql"]
    if in_command and not any(character.isdigit() for character in secret):
        return False  # of a help text
    if is_stand_in(secret) or any(sign in secret for sign in "${%:"):
        return False
    return not _is_label(secret)


def connection_string(match: re.Match[str]) -> bool:
    """A password that is neither a placeholder nor one of those that everybody knows."""
    secret = match["secret"]
    return not (is_stand_in(secret) or is_reference(secret) or _is_label(secret))


def _is_label(secret: str) -> bool:
    """Whether a password is one that everybody knows, or says that it is one: `myPwd`."""
    return secret.lower() in WELL_KNOWN or _LABEL_WORDS.issuperset(words(secret))


CHECKS: dict[str, Callable[[re.Match[str]], bool]] = {
    "Password in a URL": url,
    "Password in a connection string": connection_string,
    "Private key": private_key,
    "JSON Web Token": json_web_token,
    "Basic authorization header": basic,
    "Password of a command": command,
}
