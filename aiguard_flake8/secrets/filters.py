"""Our filters for detect-secrets, under the import paths that baselines hold.

They are for further detectors, detect-secrets' own or a team's. What our scanner finds has passed
the same questions, and must not be asked twice: the editor, which knows no filters, would differ.
"""

from __future__ import annotations

import re

from aiguard_flake8.secrets.placeholders import is_documented, is_stand_in

_HEXADECIMAL = re.compile(r"[0-9a-fA-F]+")
_DIGESTS = frozenset({32, 40, 56, 64, 96, 128})  # hexadecimal digits of MD5 up to SHA-512
_SPEAKS_OF_A_DIGEST = re.compile(
    r"(?i)md5|sha-?(?:1|224|256|384|512)|checksum|digest|integrity|etag|commit|revision|hash"
)


def is_placeholder(secret: str, plugin: object = None) -> bool:
    """Whether a value stands where a credential would, or is printed in documentation."""
    return not _is_ours(plugin) and (is_stand_in(secret) or is_documented(secret))


def is_hash(secret: str, line: str, plugin: object = None) -> bool:
    """Whether a value is a digest, as its length and the text before it say."""
    if _is_ours(plugin) or not _HEXADECIMAL.fullmatch(secret) or len(secret) not in _DIGESTS:
        return False
    return _SPEAKS_OF_A_DIGEST.search(line.partition(secret)[0]) is not None


def _is_ours(plugin: object) -> bool:
    return bool(getattr(plugin, "family", ""))
