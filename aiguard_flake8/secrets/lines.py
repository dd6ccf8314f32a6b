"""Names and values in the lines of text that is not Python: settings, shell, YAML, JSON, prose."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from aiguard_flake8.patterns import Pattern

LONGEST_LINE = 200_000  # characters; what stands behind them on a line is not searched

# Every part is bounded or possessive, and starts where no name goes on: the time is linear.
_ASSIGNMENT = Pattern(
    r"""(?<![\w.\-])(?P<name>[A-Za-z_$@][\w.\-$]{0,100}+)(?P<quote>["']?)\]?[ \t]{0,20}+"""
    r"""(?P<sign>:=|=>|\?=|==|=|:)[ \t]{0,20}+"""
    r"""(?:\[byte\[\]\]|[fbru@]{1,2}(?=["']))?"""
    r"""(?P<value>"(?:[^"\\\n]|\\.){0,600}+"|'(?:[^'\\\n]|\\.){0,600}+'|`[^`\n]{0,600}+`"""
    r"""|\$\{[^{}\n"'`]{1,300}+\}|[^\s"'`,;{}\[\]()<>|][^\s"'`,;{}]{0,600}+)""",
)
_SWITCH = Pattern(
    r"""(?<![\w\-])--(?P<name>[a-z][\w\-]{2,60}+)[ =]"""
    r"""(?P<value>"[^"\n]{0,300}+"|'[^'\n]{0,300}+'|[^\s"'\-][^\s"']{0,300}+)"""
)
_ELEMENT = Pattern(
    r"<(?P<name>[A-Za-z_][\w.\-]{1,60}+)(?:\s[^<>\n]{0,200}+)?>(?P<value>[^<>\n]{1,300}+)</"
)
_ATTRIBUTES = Pattern(
    r"""\b(?:key|name)="(?P<name>[A-Za-z_][\w.:\-]{1,60}+)"\s{1,4}"""
    r"""value="(?P<value>[^"\n]{1,300}+)\""""
)
_DOCKER = Pattern(
    r"^\s*(?:ENV|ARG|env|setenv|set)\s+(?P<name>[A-Za-z_]\w{0,80}+)[ \t]+(?P<value>\S{1,400}+)\s*$"
)
_NAME_ABOVE = Pattern(
    r"""^\s*-?\s*(?:name|key|Name|Key)\s*:\s*["']?(?P<name>[A-Za-z_][\w.\-]{1,80}+)["']?\s*,?$"""
)
_VALUE_BELOW = Pattern(
    r"""^\s*-?\s*(?:value|Value)\s*:\s*"""
    r"""(?P<value>"[^"\n]{0,300}+"|'[^'\n]{0,300}+'|[^\s#]{1,300}+)"""
)
_AUTHORIZATION = Pattern(
    r"""(?i:(?P<name>[\w\-]{0,40}authorization|x-[\w\-]{0,30}(?:key|token|auth)|api-key))"""
    r"""["']?\s{0,4}[:=,]\s{0,4}["']?"""
    r"""(?:Bearer |bearer |Token |token |Basic |ApiKey |Key )?(?P<value>[^\s"',;]{8,400}+)"""
)
_FALLBACK = Pattern(r"\$\{\w{1,80}:?[-=]([^${}]{1,300})\}")


class Assignment(NamedTuple):
    """A name, the value it is given on a line, and where the value starts (from 0)."""

    column: int
    name: str
    value: str
    quoted: bool
    sign: str


def assignments(lines: Sequence[str], index: int) -> Iterator[Assignment]:
    """All that one line gives to names; lines above are read where a name may stand there."""
    line = lines[index][:LONGEST_LINE]
    for match in _ASSIGNMENT.finditer(line):
        yield _assignment(match, match["sign"])
    if "--" in line:
        for match in _SWITCH.finditer(line):
            yield _assignment(match, "--")
    if "</" in line:
        for match in _ELEMENT.finditer(line):
            yield _assignment(match, "<>")
    if "value=" in line:
        for match in _ATTRIBUTES.finditer(line):
            yield _assignment(match, "<>")
    if docker := _DOCKER.match(line):
        yield _assignment(docker, " ")
    if index and (below := _VALUE_BELOW.match(line)):
        if above := _NAME_ABOVE.match(lines[index - 1]):
            yield _assignment(below, ":", above["name"])
    if ":" in line and ("-" in line or "uthor" in line):
        for match in _AUTHORIZATION.finditer(line):
            yield _assignment(match, "header")


def _assignment(match: re.Match[str], sign: str, name: str = "") -> Assignment:
    value, column = match["value"], match.start("value")
    quoted = value[0] in "\"'`" and value[-1] == value[0] and len(value) > 1
    if quoted:
        value, column = value[1:-1], column + 1
    else:
        value = value.rstrip(")]")
    # `${TOKEN:-s3cret}`: what a shell takes when the variable is not set.
    fallback = _FALLBACK.fullmatch(value)
    if fallback:
        value, column = fallback[1], column + fallback.start(1)
    return Assignment(column, name or match["name"], value, quoted, sign)
