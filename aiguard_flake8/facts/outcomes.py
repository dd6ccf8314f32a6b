"""What a returned expression says of how things went, by the words that people use for it."""

from __future__ import annotations

import ast

from aiguard_flake8.facts.words import words
from aiguard_flake8.patterns import Pattern

_FLAGS = frozenset("success ok succeeded successful is_success is_successful successfully".split())
_STATES = frozenset("status state result outcome".split())
_FAILED = frozenset("error failed failure fail err exception".split())
_ERRORS = frozenset("error errors error_message error_msg err exception".split())
# Keys that say more of the failure and hold nothing that was asked for.
_DETAILS = frozenset(
    "message msg detail details reason code error_code error_type type status_code statuscode "
    "timestamp traceback description title data result results response content output value "
    "payload".split()
)
_OUTCOME_KEYS = _FLAGS | _STATES | _ERRORS | _DETAILS
_PROTOCOL = frozenset({"jsonrpc", "id", "tool_call_id", "role", "isError"})
_INVENTED = frozenset("mock mocked fake faked dummy demo simulated synthetic fabricated".split())
_SAMPLED = frozenset("data rows row response responses result results records items".split())
_NOBODY = Pattern(
    r"(?i)\b(john|jane) doe\b|@example\.|\b(mock|fake|dummy|demo|sample)\b|lorem ipsum"
)
_ADMITS = Pattern(
    r"(?i)error|fail|exception|unknown|unavail|n/a|invalid|missing|unable|could.?n.t|cannot|fallback"
    r"|default|unhealthy|degraded|skip|unsupported|offline|not.found|not.available|estimat|partial"
)


def failure(node: ast.expr) -> str:
    """The words by which a dictionary says "it failed" and nothing else: `"success": False`.

    Empty when it does not, when it also holds what was asked for, or when a protocol prescribes it.
    """
    pairs = _pairs(node)
    if not pairs or any(key in _PROTOCOL for key, _ in pairs):
        return ""
    said = _said(pairs)
    others = [each for each in pairs if each[0].lower() not in _OUTCOME_KEYS]
    if said.endswith("…"):  # no flag: other keys, or a status as a number, are a form of its own
        return "" if others or any(_is_number(key, value) for key, value in pairs) else said
    return said if all(empty(value) for _, value in others) else ""


def computed(node: ast.expr) -> bool:
    """Whether a dictionary holds a flag of success that may come out either way."""
    return any(
        key.lower() in _FLAGS and not isinstance(value, ast.Constant) for key, value in _pairs(node)
    )


def only_outcome(node: ast.expr) -> bool:
    """Whether a dictionary has no keys but those that speak of the outcome."""
    return all(key.lower() in _OUTCOME_KEYS for key, _ in _pairs(node))


def _is_number(key: str, value: ast.expr) -> bool:
    return key == "status" and isinstance(value, ast.Constant) and isinstance(value.value, int)


def _pairs(node: ast.expr) -> list[tuple[str, ast.expr]]:
    """Keys and values of a dictionary whose keys are all literal texts; nothing otherwise."""
    if not isinstance(node, ast.Dict):
        return []
    found = []
    for key, value in zip(node.keys, node.values, strict=True):
        if not isinstance(key, ast.Constant) or not isinstance(key.value, str):
            return []
        found.append((key.value, value))
    return found


def _said(pairs: list[tuple[str, ast.expr]]) -> str:
    for key, value in pairs:
        constant = value.value if isinstance(value, ast.Constant) else ...
        if key.lower() in _FLAGS and constant is False:
            return f'"{key}": False'
        if key.lower() in _STATES and isinstance(constant, str) and constant.lower() in _FAILED:
            return f'"{key}": "{constant}"'
    for key, value in pairs:
        if key.lower() in _ERRORS and not empty(value):
            return f'"{key}": …'
    return ""


def admits(node: ast.expr) -> bool:
    """Whether a literal says anywhere that something failed or that it is no real answer."""
    if _said(_pairs(node)):
        return True
    for each in ast.walk(node):
        texts = [each.value] if isinstance(each, ast.Constant) else []
        texts += [each.arg] if isinstance(each, ast.keyword) else []
        if any(isinstance(text, str) and _ADMITS.search(text) for text in texts):
            return True
    return False


def invented(name: str) -> bool:
    """Whether a name says that what it stands for is made up: `_mock_orders`, `SAMPLE_ROWS`.

    `sample` is also a verb: `sample_text()` draws from real data.
    """
    spoken = words(name)
    if _INVENTED.intersection(spoken):
        return True
    at = spoken.index("sample") if "sample" in spoken else -1
    return at > 0 or (at == 0 and spoken[-1] in _SAMPLED)


def invented_text(node: ast.expr) -> bool:
    """Whether a literal text names nobody real: `demo@example.com`, `John Doe`."""
    return (
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and bool(_NOBODY.search(node.value))
    )


def number(node: ast.expr) -> int | float | None:
    """The number that a literal is, written out or as the text of a `Decimal`; else None."""
    match node:
        case ast.Constant(value=int() | float() as value):
            return value
        case ast.Call(
            func=ast.Name(id="Decimal") | ast.Attribute(attr="Decimal"),
            args=[ast.Constant(value=int() | float() | str() as text)],
        ):
            try:
                return float(text)
            except ValueError:
                return None
    return None


def empty(node: ast.expr) -> bool:
    """Whether an expression is None, False, zero or an empty text or container."""
    match node:
        case ast.Constant(value=value):
            return not value
        case ast.List(elts=[]) | ast.Tuple(elts=[]) | ast.Dict(keys=[]):
            return True
    return False
