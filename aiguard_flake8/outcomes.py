"""What a returned expression says of how things went, by the words that people use for it."""

from __future__ import annotations

import ast
import re

_FLAGS = frozenset("success ok succeeded successful is_success is_successful successfully".split())
_STATES = frozenset("status state result outcome".split())
_FAILED = frozenset("error failed failure fail err exception".split())
_ERRORS = frozenset("error errors error_message error_msg err exception".split())
_MADE_UP = re.compile(
    r"(?i)_*(.*_)?(mock|mocked|fake|dummy|sample|demo|placeholder|stub|simulated|synthetic)(_.*)?"
)


def failure(node: ast.expr) -> str:
    """The words by which a value says "it failed": `"success": False`; empty when it does not."""
    if isinstance(node, ast.Dict):
        pairs = [(k.value, v) for k, v in zip(node.keys, node.values, strict=True)
                 if isinstance(k, ast.Constant) and isinstance(k.value, str)]  # fmt: skip
        return _failed(pairs, '"{}": {}')
    if isinstance(node, ast.Call):
        pairs = [(each.arg, each.value) for each in node.keywords if each.arg]
        return _failed(pairs, "{}={}")
    if isinstance(node, ast.Tuple) and len(node.elts) == 2:
        first, second = node.elts
        if isinstance(first, ast.Constant) and (first.value is False or first.value is None):
            return f"({first.value}, …)" if _is_text(second) else ""
    return ""


def _failed(pairs: list[tuple[str, ast.expr]], form: str) -> str:
    for key, value in pairs:
        name = key.lower()
        constant = value.value if isinstance(value, ast.Constant) else ...
        if name in _FLAGS and constant is False:
            return form.format(key, "False")
        if name in _STATES and isinstance(constant, str) and constant.lower() in _FAILED:
            return form.format(key, f'"{constant}"')
    for key, value in pairs:
        if key.lower() in _ERRORS and not (isinstance(value, ast.Constant) and not value.value):
            return form.format(key, "…")
    return ""


def made_up_name(name: str) -> bool:
    """Whether a name says that what it stands for is invented: `_mock_orders`, `SAMPLE_ROWS`."""
    return bool(_MADE_UP.fullmatch(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)))


def _is_text(node: ast.expr) -> bool:
    match node:
        case ast.Constant(value=str(value)):
            return bool(value)
        case ast.JoinedStr() | ast.Call(func=ast.Name(id="str" | "repr")):
            return True
    return False
