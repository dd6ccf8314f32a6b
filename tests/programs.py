"""Generated programs: grammar-made ones, and pieces of real examples grown into each other.

The grammar reaches every corner of the syntax; the pieces reach the rules, which look for calls of
libraries that no grammar would make up.
"""

import ast
import copy
import random
import re
from collections.abc import Iterator

from aiguard_flake8.rule import all_rules

_FENCE = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)


def pieces() -> list[ast.stmt]:
    """Every statement of every rule's examples, at any depth."""
    found: list[ast.stmt] = []
    for rule in all_rules():
        for source in _FENCE.findall(rule.page):
            found.extend(n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.stmt))
    return found


def grown(count: int, seed: int) -> Iterator[str]:
    """Programs in which statements of the examples stand in the bodies of others."""
    chance = random.Random(seed)
    stock = pieces()
    imports = [each for each in stock if isinstance(each, ast.Import | ast.ImportFrom)]
    for _ in range(count):
        body = [copy.deepcopy(each) for each in chance.sample(imports, min(12, len(imports)))]
        for _ in range(chance.randint(1, 6)):
            body.append(_grow(chance, stock, chance.randint(0, 4)))
        program = ast.fix_missing_locations(ast.Module(body, []))
        try:
            source = ast.unparse(program)
            ast.parse(source)
        except (SyntaxError, ValueError, RecursionError):
            continue  # a `return` outside, a bare `nonlocal`: what Python itself refuses
        yield source


def _grow(chance: random.Random, stock: list[ast.stmt], depth: int) -> ast.stmt:
    statement = copy.deepcopy(chance.choice(stock))
    blocks = [
        block
        for node in ast.walk(statement)
        for _, block in ast.iter_fields(node)
        if isinstance(block, list) and block and isinstance(block[0], ast.stmt)
    ]
    if depth and blocks:
        block = chance.choice(blocks)
        place = chance.randint(0, len(block))
        block.insert(place, _grow(chance, stock, depth - 1))
    expressions = [
        node
        for node in ast.walk(statement)
        if isinstance(node, ast.Call) and node.args and not isinstance(node.args[0], ast.Starred)
    ]
    if expressions and chance.random() < 0.3:
        donor = chance.choice(expressions)
        chance.choice(expressions).args[0] = copy.deepcopy(donor)
    return statement
